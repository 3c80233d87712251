"""What the gateway's own records mean to an attempt."""

import pytest

from bot.domain.checkout_facts import CardLost, CardTokenized
from bot.domain.errors import UnavailableError
from bot.domain.money import Money
from bot.domain.payment.payment import Payment, close_attempt, open_attempt
from bot.ports.gateway import GatewayPayment, Tokenized
from bot.services import capturing, turns
from bot.services.payments import read
from tests.builders.checkouts import NOW, PRICE
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.town import Plan, Town

NOTHING = Money(0, "EUR")


def record(state: str, *, reference: str = "sbx_1", refunded: int = 0) -> GatewayPayment:
    """What the gateway says of a payment."""
    taken = PRICE if state in {"captured", "refunded"} else NOTHING
    return GatewayPayment(
        reference, state, PRICE, taken, Money(refunded, "EUR"), code="code", action_url="https://bank"
    )


def asked(operation: str, *, state: str = "authorized", refunded: int = 0) -> Payment:
    """A payment that the gateway is being asked about."""
    captured = PRICE.minor if operation == "refund" else 0
    payment = Payment(
        "pay_1",
        PRICE,
        state=state,
        reference="" if operation == "authorize" else "sbx_1",
        authorized=PRICE.minor,
        captured=captured,
        refunded=refunded,
    )
    return open_attempt(payment, operation, now=NOW)


@pytest.mark.parametrize(
    ("operation", "state", "result"),
    [
        ("authorize", "authorized", "approved"),
        ("authorize", "requires_action", "action"),
        ("authorize", "pending", "pending"),
        ("authorize", "declined", "declined"),
        ("authorize", "expired", "declined"),
        ("authorize", "voided", "declined"),
        ("authorize", "of_tomorrow", "unknown"),
        ("capture", "captured", "approved"),
        ("capture", "refunded", "approved"),
        ("capture", "authorized", "missing"),
        ("capture", "pending", "pending"),
        ("capture", "expired", "lapsed"),
        ("capture", "voided", "lapsed"),
        ("void", "voided", "approved"),
        ("void", "declined", "approved"),
        ("void", "expired", "lapsed"),
        ("void", "authorized", "missing"),
        ("void", "requires_action", "missing"),
        ("void", "captured", "missing"),
        ("void", "refunded", "unknown"),
        ("refund", "captured", "missing"),
        ("refund", "pending", "pending"),
    ],
)
def test_a_record_answers_what_was_asked(operation: str, state: str, result: str) -> None:
    """What a lost answer would have said is found in the gateway's records, and nothing else is made of them."""
    payment = asked(operation)
    attempt = payment.open_attempt
    assert attempt is not None
    answer = read(payment, attempt, (record(state),), tries=3)
    assert (answer.attempt, answer.result, answer.tries) == (attempt.key, result, 3)
    assert answer.reference == "sbx_1"


@pytest.mark.parametrize(
    ("operation", "result"), [("authorize", "missing"), ("capture", "unknown"), ("void", "unknown")]
)
def test_no_record_means_that_nobody_was_asked_yet(operation: str, result: str) -> None:
    """An authorization that the gateway never saw may be sent again; a hold that it forgot is a riddle for staff."""
    payment = asked(operation)
    attempt = payment.open_attempt
    assert attempt is not None
    assert read(payment, attempt, ()).result == result


@pytest.mark.parametrize(("state", "refunded"), [("captured", 4000), ("refunded", PRICE.minor)])
def test_a_refund_is_known_by_what_it_moved(state: str, refunded: int) -> None:
    """Money that went back is counted once, in parts or whole."""
    payment = asked("refund", state="refunding")
    attempt = payment.open_attempt
    assert attempt is not None
    answer = read(payment, attempt, (record(state, refunded=refunded),))
    assert (answer.result, answer.amount) == ("approved", Money(refunded, "EUR"))
    before = asked("refund", state="refunding", refunded=refunded)
    assert read(before, attempt, (record("captured", refunded=refunded),)).result == "missing"


def test_an_older_attempts_record_is_not_taken_for_this_ones() -> None:
    """A card that was declined yesterday does not decline the one of today."""
    first = close_attempt(asked("authorize", state="created"), "declined", reference="sbx_1")
    second = open_attempt(first, "authorize", now=NOW)
    attempt = second.open_attempt
    assert attempt is not None
    old, new = record("declined"), record("authorized", reference="sbx_2")
    assert read(second, attempt, (old,)).result == "missing"
    answer = read(second, attempt, (old, new))
    assert (answer.result, answer.reference, answer.amount) == ("approved", "sbx_2", PRICE)


def test_a_void_learns_what_else_became_of_the_money() -> None:
    """Money that was taken before it could be let go is not overlooked."""
    payment = asked("void")
    attempt = payment.open_attempt
    assert attempt is not None
    answer = read(payment, attempt, (record("captured"),))
    assert (answer.code, answer.amount) == ("captured", PRICE)


def sent(town: Town) -> tuple[object, object, object]:
    """A card was sent to the page of a checkout: the checkout, its payment and the attempt."""
    town.begin()
    town._travel()
    checkout = town.checkout
    assert checkout is not None
    return checkout, checkout.payments[0], checkout.payments[0].open_attempt


@pytest.mark.parametrize("faults", [0, 1, 2, 3])
def test_a_token_is_asked_for_again_while_the_card_is_in_memory(faults: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that breaks does not make the traveller type her card again; one that stays broken does."""
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    town = Town(Plan(), Fuse())
    tokenize, keys = town.gateway.tokenize, []

    def breaking(card: object, *, key: str) -> Tokenized:
        keys.append(key)
        if len(keys) > faults:
            return tokenize(card, key=key)  # type: ignore[arg-type]  # the card as it came
        if len(keys) == 1:
            raise UnavailableError("The gateway is away.")
        return Tokenized("unknown")

    monkeypatch.setattr(town.gateway, "tokenize", breaking)
    asked = capturing.tokenize(town.runtime, *sent(town))  # type: ignore[arg-type]  # a checkout that has begun
    assert isinstance(asked.fact, CardLost if faults == 3 else CardTokenized)
    assert len(set(keys)) == 1
    assert (asked.instrument is None) == (faults == 3)
