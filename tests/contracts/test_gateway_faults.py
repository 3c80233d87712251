"""What every gateway keeps when wires break and banks are slow: on the gateway in memory and on the sandbox."""

import pytest

from bot.domain.money import Money
from bot.ports.gateway import Answer
from bot.sandbox.cards import CARDS, Operation, by_name
from tests.contracts.gateway_benches import (
    PRICE,
    Bench,
    authorize,
    card,
    fresh,
    perform,
    prepared,
    taken,
    token,
)

EFFECTS = {"authorize": "authorized", "capture": "captured", "void": "voided", "refund": "refunded"}
FAULTS = [c for c in CARDS if c.fault and c.operation in EFFECTS]


@pytest.mark.parametrize("name", [c.name for c in FAULTS])
def test_a_fault_hides_the_outcome_and_the_same_key_never_does_it_twice(bench: Bench, name: str) -> None:
    """A traveller is charged at most once through every fault: silence is unknown, and the records tell the truth."""
    chosen = by_name(name)
    assert chosen.operation
    key, payment, reference = fresh("key"), fresh("pay"), ""
    if chosen.operation == "authorize":
        instrument = token(bench.gateway, chosen.number)

        def call(*, hasty: bool = False) -> Answer:
            gateway = bench.hasty if hasty else bench.gateway
            return authorize(gateway, instrument, PRICE, payment=payment, key=key)
    else:
        operation = chosen.operation
        payment, reference = prepared(bench, operation, chosen.number)

        def call(*, hasty: bool = False) -> Answer:
            return perform(bench, operation, reference, key=key, hasty=hasty)

    effect = EFFECTS[chosen.operation]
    assert call(hasty=chosen.fault in {"timeout_before", "timeout_after", "timeout_late"}).result == "unknown"
    done_at_once = int(chosen.fault in {"timeout_after", "error_after"})
    assert bench.records(payment).count(effect) == done_at_once
    if chosen.fault == "timeout_late":
        assert call().result == "unknown"
        bench.arrive()
        assert bench.records(payment).count(effect) == 1
    again = call()
    assert again.result == ("unknown" if chosen.fault in {"error_stored", "error_after"} else "approved")
    assert again.replayed == (chosen.fault in {"timeout_after", "timeout_late"})
    assert bench.records(payment).count(effect) == int(chosen.fault != "error_stored")


@pytest.mark.parametrize("name", [c.name for c in CARDS if c.operation == "tokenize"])
def test_a_token_that_was_lost_on_the_way_is_got_by_the_same_key(bench: Bench, name: str) -> None:
    """A traveller need not type her card again because a line broke."""
    number, key = by_name(name).number, fresh("tok")
    gateway = bench.hasty if "timeout" in name else bench.gateway
    assert gateway.tokenize(card(number), key=key).result == "unknown"
    again = bench.gateway.tokenize(card(number), key=key)
    assert again.result == ("unknown" if name == "tokenize_error_after" else "approved")


def test_a_fault_strikes_once_a_payment(bench: Bench) -> None:
    """A test that replaces a broken attempt by a new one gets through on the second."""
    payment = fresh("pay")
    instrument = token(bench.gateway, by_name("authorize_error_before").number)
    results = [authorize(bench.gateway, instrument, PRICE, payment=payment).result for _ in range(2)]
    assert results == ["unknown", "approved"]


@pytest.mark.parametrize("operation", ["capture", "void", "refund"])
def test_the_bank_may_say_no_at_any_step(bench: Bench, operation: Operation) -> None:
    """Staff see a clear no with its code, and the payment stays what it was."""
    payment, reference = prepared(bench, operation, by_name(f"{operation}_declined").number)
    before = bench.gateway.find(payment)
    answer = perform(bench, operation, reference, key=fresh("key"))
    assert (answer.result, answer.code) == ("declined", f"{operation}_declined")
    assert bench.gateway.find(payment) == before


@pytest.mark.parametrize(
    ("name", "state", "code"),
    [
        ("authorize_pending", "authorized", ""),
        ("authorize_pending_declined", "declined", "generic_decline"),
    ],
)
def test_an_authorization_may_take_its_time(bench: Bench, name: str, state: str, code: str) -> None:
    """A traveller whose bank is slow is neither charged twice nor told a lie meanwhile."""
    payment = fresh("pay")
    answer = authorize(bench.gateway, token(bench.gateway, by_name(name).number), PRICE, payment=payment)
    assert answer.result == "pending"
    bench.settle()
    (found,) = bench.gateway.find(payment)
    assert (found.state, found.code) == (state, code)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("capture_pending", "captured"),
        ("capture_pending_declined", "authorized"),
        ("void_pending", "voided"),
        ("refund_pending", "refunded"),
        ("refund_pending_declined", "captured"),
    ],
)
def test_a_later_step_may_take_its_time(bench: Bench, name: str, state: str) -> None:
    """A step that the bank answers with pending shows as pending until it is done or refused."""
    chosen = by_name(name)
    assert chosen.operation
    payment, reference = prepared(bench, chosen.operation, chosen.number)
    assert perform(bench, chosen.operation, reference, key=fresh("key")).result == "pending"
    assert bench.gateway.find(payment)[0].state == "pending"
    bench.settle()
    assert bench.gateway.find(payment)[0].state == state


def test_a_refund_that_fails_later_gives_the_money_back_to_us(bench: Bench) -> None:
    """Staff learn that a refund did not reach the traveller, and may try again."""
    payment, reference = taken(bench, by_name("refund_fails_later").number)
    assert bench.gateway.refund(reference, PRICE, key=fresh("ref")).result == "approved"
    assert bench.records(payment).moved("refunded") == PRICE.minor
    bench.settle()
    (found,) = bench.gateway.find(payment)
    assert (found.state, found.refunded) == ("captured", Money(0, "EUR"))
    assert bench.records(payment).count("refund_failed") == 1


@pytest.mark.parametrize("name", ["authorize_amount_mismatch", "authorize_currency_mismatch"])
def test_an_answer_about_another_amount_is_not_believed(bench: Bench, name: str) -> None:
    """No ticket is issued on an authorization of another amount or currency than the price."""
    payment = fresh("pay")
    answer = authorize(bench.gateway, token(bench.gateway, by_name(name).number), PRICE, payment=payment)
    assert (answer.result, answer.code) == ("unknown", "amount_mismatch")
    (found,) = bench.gateway.find(payment)
    assert found.authorized == answer.amount != PRICE


def test_a_hold_whose_time_is_over_is_gone(bench: Bench) -> None:
    """A traveller's money is free again when a hold lapses, and cannot be taken any more."""
    payment = fresh("pay")
    instrument = token(bench.gateway, by_name("authorize_expires").number)
    answer = authorize(bench.gateway, instrument, PRICE, payment=payment)
    assert answer.result == "approved"
    assert bench.gateway.capture(answer.reference, PRICE, key=fresh("cap")).result == "unknown"
    assert bench.gateway.find(payment)[0].state == "expired"


@pytest.mark.parametrize("name", [c.name for c in CARDS if c.challenge])
@pytest.mark.parametrize("passed", [True, False])
def test_a_challenge_decides(bench: Bench, name: str, passed: bool) -> None:  # noqa: FBT001 (a parameter of the case)
    """A traveller whose bank asks her to confirm pays only if she does, and a second answer changes nothing."""
    chosen, payment = by_name(name), fresh("pay")
    answer = authorize(bench.gateway, token(bench.gateway, chosen.number), PRICE, payment=payment)
    assert answer.result == "action"
    (found,) = bench.gateway.find(payment)
    assert (found.state, found.action_url) == ("requires_action", answer.action_url)
    bench.challenge(answer.action_url, passed=passed)
    bench.challenge(answer.action_url, passed=not passed)
    (found,) = bench.gateway.find(payment)
    code = chosen.decline if passed else "authentication_failed"
    waits = passed and chosen.rules("authorize") == "pending"
    assert (found.state, found.code) == ("pending" if waits else "declined" if code else "authorized", code)
    assert found.action_url == ""


def test_a_challenge_that_nobody_answers_can_be_closed(bench: Bench) -> None:
    """A traveller who never comes back from her bank leaves nothing that could be charged later."""
    payment = fresh("pay")
    answer = authorize(bench.gateway, token(bench.gateway, by_name("secure").number), PRICE, payment=payment)
    assert bench.gateway.void(answer.reference, key=fresh("void")).result == "approved"
    bench.challenge(answer.action_url, passed=True)
    assert bench.gateway.find(payment)[0].state == "voided"
