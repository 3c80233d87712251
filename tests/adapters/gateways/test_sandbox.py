"""Proves how bot/adapters/gateways/sandbox.py reads answers; the contract suite proves it against the service."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from bot.adapters.gateways.sandbox import SandboxGateway
from bot.adapters.http_client import Call, HttpClient, Policy, Reply
from bot.domain.errors import IllegalError, UnavailableError
from bot.domain.money import Money
from bot.ports.gateway import Answer, CardSecret, Charge, Tokenized

PRICE = Money(42000, "EUR")
CARD = CardSecret("4242424242424242", 12, 2090, "847", "A Traveller")
PAYMENT = {
    "id": "sbx_1",
    "payment": "pay_1",
    "state": "authorized",
    "currency": "EUR",
    "authorized": 42000,
    "captured": 0,
    "refunded": 0,
    "capture_before": 1795521600,
}
GOOD = {"result": "approved", "amount": 42000, "currency": "EUR", "payment": PAYMENT}


class Scripted:
    """An engine that answers the same to everything, and remembers what it was asked."""

    def __init__(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.reply = Reply(status, headers or {}, body)
        self.calls: list[Call] = []

    def send(self, call: Call, policy: Policy) -> Reply:  # noqa: ARG002 (the port's name)
        """Answer."""
        self.calls.append(call)
        return self.reply


def gateway(engine: Scripted) -> SandboxGateway:
    """The adapter before an engine."""
    return SandboxGateway(HttpClient(engine), url="http://sandbox/", key="sk_1", webhook_secrets=("whsec",))


def said(status: int, body: object = None, **headers: str) -> Scripted:
    """An engine that answers with JSON."""
    return Scripted(status, msgspec.json.encode(body), headers)


def authorize(engine: Scripted) -> Answer:
    """Hold money."""
    charge = Charge("tok_1")
    return gateway(engine).authorize(charge, PRICE, key="k", payment="pay_1", metadata={}, return_url="http://s/")


OPERATIONS: list[Callable[[Scripted], Answer | Tokenized]] = [
    lambda engine: gateway(engine).tokenize(CARD, key="k"),
    authorize,
    lambda engine: gateway(engine).capture("sbx_1", PRICE, key="k"),
    lambda engine: gateway(engine).void("sbx_1", key="k"),
    lambda engine: gateway(engine).refund("sbx_1", PRICE, key="k"),
]


@pytest.fixture(params=OPERATIONS, ids=["tokenize", "authorize", "capture", "void", "refund"])
def operation(request: pytest.FixtureRequest) -> Callable[[Scripted], Answer | Tokenized]:
    """Each operation in turn."""
    chosen: Callable[[Scripted], Answer | Tokenized] = request.param
    return chosen


@pytest.mark.parametrize("status", [409, 500, 502, 503, 504, 302, 204])
def test_an_answer_that_says_nothing_certain_is_unknown(
    operation: Callable[[Scripted], Answer | Tokenized], status: int
) -> None:
    """A proxy's or a broken gateway's answer never counts as a charge, nor as none."""
    assert operation(said(status, {"error": {"code": "x"}})).result == "unknown"
    assert operation(Scripted(status, b"<html>Bad gateway</html>")).result == "unknown"


@pytest.mark.parametrize("body", [b"", b"OK", b"[]", b'{"result":"perhaps"}', b"\xff", b'{"result":5}'])
def test_a_success_that_cannot_be_read_is_unknown(
    operation: Callable[[Scripted], Answer | Tokenized], body: bytes
) -> None:
    """Success in words that we do not understand is looked up."""
    assert operation(Scripted(200, body)).result == "unknown"


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_is_refused_is_for_staff_and_not_for_repeating(
    operation: Callable[[Scripted], Answer | Tokenized], status: int
) -> None:
    """A wrong key is told to staff at once; nobody was charged."""
    with pytest.raises(UnavailableError) as caught:
        operation(said(status, {}))
    assert not caught.value.retryable


def test_a_gateway_that_asks_to_slow_down_has_done_nothing(
    operation: Callable[[Scripted], Answer | Tokenized],
) -> None:
    """A rate limit is waited out; the same call is made again later."""
    with pytest.raises(UnavailableError) as caught:
        operation(said(429, {}))
    assert caught.value.retryable


def test_a_key_that_was_used_for_something_else_is_a_fault_of_ours(
    operation: Callable[[Scripted], Answer | Tokenized],
) -> None:
    """Such a call stops, and is told to staff, since nobody can say what it would do."""
    with pytest.raises(IllegalError):
        operation(said(422, {"error": {"code": "idempotency_error"}}))


@pytest.mark.parametrize("status", [400, 404, 413])
def test_a_refused_request_is_a_plain_no(operation: Callable[[Scripted], Answer | Tokenized], status: int) -> None:
    """What the gateway would not even begin did not happen."""
    answer = operation(said(status, {"error": {"code": "amount_too_large"}}))
    assert (answer.result, answer.code) == ("declined", "amount_too_large")


def test_a_refusal_for_the_state_is_looked_up() -> None:
    """When the payment is elsewhere than we thought, the gateway's record decides, not the refusal."""
    body = {"error": {"code": "payment_unexpected_state"}, "payment": PAYMENT}
    answer = gateway(said(400, body)).capture("sbx_1", PRICE, key="k")
    assert (answer.result, answer.code, answer.reference) == ("unknown", "payment_unexpected_state", "sbx_1")


def test_an_approval_is_read_whole() -> None:
    """Reference, amount, end of the hold and replay are there for the ledger and for the clock."""
    answer = authorize(said(200, GOOD, **{"idempotent-replayed": "true"}))
    assert answer == Answer(
        "approved",
        reference="sbx_1",
        amount=PRICE,
        capture_before=datetime.fromtimestamp(1795521600, UTC),
        replayed=True,
    )


@pytest.mark.parametrize("change", [{"amount": 41999}, {"amount": 42001}, {"currency": "USD"}, {"amount": 0}])
def test_an_approval_of_another_amount_is_not_believed(change: dict[str, Any]) -> None:
    """No ticket is issued when the gateway moved other money than was asked."""
    for answer in (
        authorize(said(200, GOOD | change)),
        gateway(said(200, GOOD | change)).capture("sbx_1", PRICE, key="k"),
        gateway(said(200, GOOD | change)).refund("sbx_1", PRICE, key="k"),
    ):
        assert (answer.result, answer.code, answer.reference) == ("unknown", "amount_mismatch", "sbx_1")


def test_a_decline_needs_no_amount() -> None:
    """A decline says why, and moved nothing."""
    body = {"result": "declined", "code": "lost_card", "amount": 0, "currency": "EUR", "payment": PAYMENT}
    answer = authorize(said(402, body))
    assert (answer.result, answer.code) == ("declined", "lost_card")


def test_the_gateway_is_asked_with_key_and_idempotency_key() -> None:
    """Each call carries both keys in headers; the address holds neither a card nor a key."""
    engine = said(200, GOOD)
    gateway(engine).capture("sbx/../1", PRICE, key="tf:pay_1:capture:1")
    (call,) = engine.calls
    assert call.url == "http://sandbox/v1/payments/sbx%2F..%2F1/capture"
    assert call.headers["Idempotency-Key"] == "tf:pay_1:capture:1"
    assert call.headers["Authorization"] == "Bearer sk_1"
    assert msgspec.json.decode(call.body or b"") == {"amount": 42000, "currency": "EUR"}


@pytest.mark.parametrize("engine", [said(500), said(200, {}), said(200, {"payments": "none"}), Scripted(200, b"x")])
def test_a_look_up_that_fails_never_says_that_there_is_nothing(engine: Scripted) -> None:
    """Not being told is not the same as being told no: the look-up is made again later."""
    with pytest.raises(UnavailableError):
        gateway(engine).find("pay_1")


def test_a_look_up_of_any_id_stays_a_look_up() -> None:
    """An id with strange signs asks about itself and about nothing else."""
    engine = said(200, {"payments": []})
    assert gateway(engine).find("pay&all=1#é") == ()
    assert engine.calls[0].url == "http://sandbox/v1/payments?payment=pay%26all%3D1%23%C3%A9"


def test_no_error_and_no_print_shows_the_card(operation: Callable[[Scripted], Answer | Tokenized]) -> None:
    """A traveller's card is in no error, no representation, and nothing that is observed."""
    seen: list[object] = []
    client = HttpClient(_Talkative(), observe=seen.append)
    watched = SandboxGateway(client, url="http://sandbox", key="sk_1", webhook_secrets=())
    assert watched.tokenize(CARD, key="k").result == "unknown"
    for status in (401, 422, 429):
        with pytest.raises((IllegalError, UnavailableError)) as caught:
            operation(said(status, {"number": CARD.number}))
        assert CARD.number not in f"{caught.value!r} {caught.value.__context__!r}"
    assert CARD.number not in f"{seen!r} {CARD!r}"
    assert CARD.code not in repr(CARD)


class _Talkative:
    """An engine whose library complains with everything it knows."""

    def send(self, call: Call, policy: Policy) -> Reply:
        """Fail."""
        raise OSError(call.body, policy)
