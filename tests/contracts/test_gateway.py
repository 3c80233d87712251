"""What every gateway keeps: the same cases on the gateway in memory and on the sandbox over HTTP."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import IllegalError, UnavailableError
from bot.domain.money import Money
from bot.sandbox.cards import CARDS, by_name
from tests.contracts.gateway_benches import (
    PART,
    PRICE,
    VISA,
    Bench,
    authorize,
    card,
    fresh,
    held,
    taken,
    token,
    unreachable,
)


def test_a_card_becomes_a_token_that_shows_its_last_four(bench: Bench) -> None:
    """A traveller sees brand and last four digits of her card, and the same card is known again by its fingerprint."""
    first = bench.gateway.tokenize(card(VISA), key=fresh("tok")).instrument
    again = bench.gateway.tokenize(card(VISA, exp_year=2091), key=fresh("tok")).instrument
    other = bench.gateway.tokenize(card("5555555555554444"), key=fresh("tok")).instrument
    assert first
    assert again
    assert other
    assert (first.brand, first.last4, first.funding, first.country) == ("visa", "4242", "credit", "US")
    assert (first.exp_month, first.exp_year) == (12, 2090)
    assert first.fingerprint == again.fingerprint != other.fingerprint
    assert first.token != again.token


@pytest.mark.parametrize(
    ("number", "change", "code"),
    [
        ("4242424242424241", {}, "incorrect_number"),
        ("4111111111111111", {}, "testmode_decline"),
        (VISA, {"exp_month": 13}, "invalid_expiry_month"),
        (VISA, {"exp_year": 2020}, "invalid_expiry_year"),
        (VISA, {"code": "12"}, "invalid_cvc"),
        ("378282246310005", {"code": "123"}, "invalid_cvc"),
        ("4242", {}, "incorrect_number"),
    ],
)
def test_a_card_that_cannot_be_used_is_declined_before_any_money(
    bench: Bench, number: str, change: dict[str, int], code: str
) -> None:
    """A traveller who mistypes her card is told what to correct."""
    said = bench.gateway.tokenize(card(number, **change), key=fresh("tok"))  # type: ignore[arg-type]  # ints and a str
    assert (said.result, said.instrument) == ("declined", None)
    assert said.code == code


@pytest.mark.parametrize("name", [c.name for c in CARDS if c.decline and not c.challenge])
def test_each_declining_card_declines_in_its_own_way(bench: Bench, name: str) -> None:
    """A traveller is told the right reason, since each kind of decline has its own code and holds nothing."""
    chosen = by_name(name)
    payment = fresh("pay")
    answer = authorize(bench.gateway, token(bench.gateway, chosen.number), PRICE, payment=payment)
    assert (answer.result, answer.code) == ("declined", chosen.decline)
    (found,) = bench.gateway.find(payment)
    assert (found.state, found.code, found.authorized) == ("declined", chosen.decline, Money(0, "EUR"))
    assert bench.records(payment).count("authorized") == 0


def test_money_is_held_then_taken(bench: Bench) -> None:
    """A traveller is charged once her ticket is there: held first, taken later, and looked up at any time."""
    payment, reference = held(bench)
    (found,) = bench.gateway.find(payment)
    assert (found.reference, found.state, found.authorized) == (reference, "authorized", PRICE)
    answer = bench.gateway.capture(reference, PRICE, key=fresh("cap"))
    assert (answer.result, answer.amount, answer.reference) == ("approved", PRICE, reference)
    (found,) = bench.gateway.find(payment)
    assert (found.state, found.captured, found.refunded) == ("captured", PRICE, Money(0, "EUR"))


def test_a_hold_says_until_when_it_may_be_taken(bench: Bench) -> None:
    """Staff may rely on the end of a hold that the gateway names, about a week ahead."""
    answer = authorize(bench.gateway, token(bench.gateway, VISA), PRICE, payment=fresh("pay"))
    assert answer.capture_before
    assert timedelta(days=6) < answer.capture_before - datetime.now(tz=UTC) < timedelta(days=8)


def test_a_hold_that_is_let_go_costs_nothing(bench: Bench) -> None:
    """A traveller whose ticket could not be issued is never charged."""
    payment, reference = held(bench)
    assert bench.gateway.void(reference, key=fresh("void")).result == "approved"
    (found,) = bench.gateway.find(payment)
    assert (found.state, found.captured) == ("voided", Money(0, "EUR"))
    late = bench.gateway.capture(reference, PRICE, key=fresh("cap"))
    assert (late.result, late.code) == ("unknown", "payment_unexpected_state")
    assert bench.records(payment).count("captured") == 0


def test_a_part_may_be_taken_and_only_once(bench: Bench) -> None:
    """A traveller pays for what she got: a part of the hold, and never a second time."""
    payment, reference = held(bench)
    assert bench.gateway.capture(reference, PART, key=fresh("cap")).amount == PART
    assert bench.gateway.capture(reference, PART, key=fresh("cap")).result == "unknown"
    assert bench.records(payment).moved("captured") == PART.minor


def test_no_more_is_taken_than_was_held(bench: Bench) -> None:
    """A traveller is never charged more than she agreed to, nor in another currency."""
    payment, reference = held(bench)
    too_much = bench.gateway.capture(reference, PRICE + PART, key=fresh("cap"))
    other = bench.gateway.capture(reference, Money(42000, "USD"), key=fresh("cap"))
    assert (too_much.result, too_much.code) == ("declined", "amount_too_large")
    assert (other.result, other.code) == ("declined", "currency_mismatch")
    assert bench.gateway.find(payment)[0].state == "authorized"


def test_money_is_given_back_in_parts_until_nothing_is_left(bench: Bench) -> None:
    """A traveller may get back part, then the rest, and never more than she paid."""
    payment, reference = taken(bench)
    assert bench.gateway.refund(reference, PART, key=fresh("ref")).amount == PART
    assert bench.gateway.find(payment)[0].state == "captured"
    assert bench.gateway.refund(reference, PRICE, key=fresh("ref")).code == "amount_too_large"
    assert bench.gateway.refund(reference, PRICE - PART, key=fresh("ref")).result == "approved"
    (found,) = bench.gateway.find(payment)
    assert (found.state, found.refunded) == ("refunded", PRICE)
    assert bench.gateway.refund(reference, PART, key=fresh("ref")).result == "unknown"
    assert bench.records(payment).moved("refunded") == PRICE.minor


def test_money_cannot_be_given_back_before_it_was_taken(bench: Bench) -> None:
    """Staff who refund too early change nothing."""
    payment, reference = held(bench)
    assert bench.gateway.refund(reference, PART, key=fresh("ref")).result == "unknown"
    assert bench.gateway.find(payment)[0].state == "authorized"


def test_the_same_key_moves_money_once(bench: Bench) -> None:
    """A traveller is charged once, however often a worker repeats itself after a crash."""
    payment, key = fresh("pay"), fresh("auth")
    instrument = token(bench.gateway, VISA)
    first = authorize(bench.gateway, instrument, PRICE, payment=payment, key=key)
    second = authorize(bench.gateway, instrument, PRICE, payment=payment, key=key)
    assert (second.reference, second.replayed) == (first.reference, True)
    assert not first.replayed
    key = fresh("cap")
    answers = [bench.gateway.capture(first.reference, PRICE, key=key) for _ in range(3)]
    assert [answer.result for answer in answers] == ["approved"] * 3
    assert [answer.replayed for answer in answers] == [False, True, True]
    assert bench.records(payment).count("captured") == 1


def test_a_decline_is_replayed_too(bench: Bench) -> None:
    """A worker that repeats a declined attempt hears the same decline, not a new try of the card."""
    payment, key = fresh("pay"), fresh("auth")
    instrument = token(bench.gateway, "4000000000009995")
    answers = [authorize(bench.gateway, instrument, PRICE, payment=payment, key=key) for _ in range(2)]
    assert [(answer.code, answer.replayed) for answer in answers] == [
        ("insufficient_funds", False),
        ("insufficient_funds", True),
    ]
    assert bench.records(payment).count("declined") == 1


def test_a_key_belongs_to_one_request(bench: Bench) -> None:
    """Staff hear of our own fault at once when a key would be used for something else."""
    payment, reference = held(bench)
    key = fresh("cap")
    bench.gateway.capture(reference, PART, key=key)
    with pytest.raises(IllegalError):
        bench.gateway.capture(reference, PRICE, key=key)
    assert bench.records(payment).moved("captured") == PART.minor


def test_nothing_is_found_for_an_unknown_payment(bench: Bench) -> None:
    """A look-up of a payment that never reached the gateway says so: the traveller was not charged."""
    assert bench.gateway.find(fresh("pay")) == ()


def test_a_reference_or_token_that_nobody_knows_is_refused(bench: Bench) -> None:
    """A stale reference is a plain no, not an outage."""
    assert bench.gateway.capture("sbx_nobody", PRICE, key=fresh("cap")).code == "unknown_payment"
    answer = authorize(bench.gateway, "tok_nobody", PRICE, payment=fresh("pay"))
    assert (answer.result, answer.code) == ("declined", "unknown_token")


def test_a_webhook_tells_which_payment_moved(bench: Bench) -> None:
    """What the gateway tells unasked carries our own payment id, and only a good and fresh signature is believed."""
    payment, reference = held(bench)
    headers, body = bench.webhook(payment)
    now = datetime.now(tz=UTC)
    event = bench.gateway.webhook(headers, body, now=now)
    assert event
    assert (event.kind, event.payment, event.reference) == ("payment.authorized", payment, reference)
    assert bench.gateway.webhook(headers, body.replace(b"authorized", b"captured!!"), now=now) is None
    assert bench.gateway.webhook({}, body, now=now) is None
    assert bench.gateway.webhook(headers, body, now=now + timedelta(hours=1)) is None


@pytest.mark.parametrize("index", [0, 1], ids=["fake", "real"])
def test_a_gateway_that_cannot_be_reached_has_done_nothing(index: int) -> None:
    """When no connection was made, a worker may try again later: nobody was charged."""
    gateway = unreachable()[index]
    with pytest.raises(UnavailableError):
        gateway.tokenize(card(VISA), key=fresh("tok"))
    with pytest.raises(UnavailableError):
        gateway.capture("sbx_1", PRICE, key=fresh("cap"))
    with pytest.raises(UnavailableError):
        gateway.find(fresh("pay"))
