"""What every gateway keeps about refunds: each by itself, so that two of one amount are told apart."""

from datetime import UTC, datetime

from bot.domain.money import Money
from bot.sandbox.cards import by_name
from tests.contracts.gateway_benches import PART, PRICE, Bench, fresh, held, taken


def test_two_refunds_of_one_amount_are_two_records(bench: Bench) -> None:
    """A traveller who is given the same amount twice gets it twice, and a lost answer is not taken for the other."""
    payment, reference = taken(bench)
    keys = fresh("ref"), fresh("ref")
    for key in keys:
        bench.gateway.refund(reference, PART, key=key)
    refunds = bench.gateway.find(payment)[0].refunds
    assert tuple(one.key for one in refunds) == keys
    assert [(one.amount, one.state) for one in refunds] == [(PART, "done")] * 2
    assert len({one.id for one in refunds}) == 2


def test_a_refund_that_is_asked_for_twice_under_one_key_is_one_record(bench: Bench) -> None:
    """A worker that dies before it hears the answer asks again, and nothing is given back twice."""
    payment, reference = taken(bench)
    key = fresh("ref")
    bench.gateway.refund(reference, PART, key=key)
    assert bench.gateway.refund(reference, PART, key=key).result == "approved"
    assert [one.key for one in bench.gateway.find(payment)[0].refunds] == [key]


def test_a_refund_whose_answer_was_lost_is_found_by_its_key(bench: Bench) -> None:
    """What was done is known although nobody heard of it."""
    payment, reference = taken(bench, by_name("refund_timeout_after").number)
    key = fresh("ref")
    assert bench.hasty.refund(reference, PART, key=key).result == "unknown"
    (found,) = bench.gateway.find(payment)[0].refunds
    assert (found.key, found.amount, found.state) == (key, PART, "done")


def test_a_refund_that_is_put_off_is_pending_until_it_is_done(bench: Bench) -> None:
    """A traveller is not told that money went back before it did."""
    payment, reference = taken(bench, by_name("refund_pending").number)
    bench.gateway.refund(reference, PART, key=fresh("ref"))
    (found,) = bench.gateway.find(payment)[0].refunds
    assert found.state == "pending"
    bench.settle()
    (found,) = bench.gateway.find(payment)[0].refunds
    assert found.state == "done"


def test_of_two_refunds_the_one_that_failed_later_is_named(bench: Bench) -> None:
    """Staff learn which of the refunds did not reach the traveller."""
    payment, reference = taken(bench, by_name("refund_fails_later").number)
    first = fresh("ref")
    bench.gateway.refund(reference, PART, key=first)
    bench.settle()
    bench.gateway.refund(reference, PART, key=fresh("ref"))
    record = bench.gateway.find(payment)[0]
    assert [(one.key == first, one.state) for one in record.refunds] == [(True, "failed"), (False, "done")]
    assert record.refunded == PART


def test_a_refund_that_was_declined_left_no_money(bench: Bench) -> None:
    """What the bank refused is no refund, whether or not its records show it."""
    payment, reference = taken(bench, by_name("refund_declined").number)
    assert bench.gateway.refund(reference, PART, key=fresh("ref")).result == "declined"
    record = bench.gateway.find(payment)[0]
    assert record.refunded == Money(0, "EUR")
    assert not any(one.state == "done" for one in record.refunds)


def test_records_say_when_a_hold_ends(bench: Bench) -> None:
    """The end of a hold is known although the answer that told it was lost."""
    payment, reference = held(bench)
    record = next(one for one in bench.gateway.find(payment) if one.reference == reference)
    assert record.capture_before is not None
    assert record.capture_before > datetime.now(UTC)
    assert record.authorized == PRICE
