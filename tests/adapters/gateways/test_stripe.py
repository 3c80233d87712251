"""Proves bot/adapters/gateways/stripe.py: what is asked of Stripe, in which order, under which keys."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
import requests
import stripe as official
from urllib3.exceptions import ConnectTimeoutError

from bot.adapters.gateways.stripe import StripeGateway
from bot.adapters.gateways.stripe_wire import VERSION
from bot.adapters.http_client import Call, HttpClient, Policy, Reply
from bot.domain.errors import IllegalError, UnavailableError
from bot.domain.money import Money
from bot.ports.gateway import Answer, CardSecret, Charge
from tests.contracts.gateway_benches import authorize, card, fresh, held, taken, token
from tests.contracts.stripe_bench import StripeBench
from tests.fakes.stripe_params import read_form

PRICE = Money(42000, "EUR")
TOKEN = "cus_1/pm_1"
KEY = "tf:pay_1:authorize:1"
HELD = {
    "id": "pi_1",
    "status": "requires_capture",
    "amount": 42000,
    "currency": "eur",
    "amount_capturable": 42000,
    "metadata": {"payment": "pay_1"},
    "latest_charge": {
        "id": "ch_1",
        "status": "succeeded",
        "amount": 42000,
        "payment_method_details": {"type": "card", "card": {"capture_before": 1795521600}},
    },
}
MADE = HELD | {"status": "requires_confirmation", "amount_capturable": 0, "latest_charge": None}


class Scripted:
    """An engine that answers in turn, the last answer for ever, and remembers what it was asked."""

    def __init__(self, *answers: tuple[int, Any] | Exception, headers: dict[str, str] | None = None) -> None:
        self.answers = list(answers)
        self.headers = headers or {}
        self.calls: list[Call] = []

    def send(self, call: Call, policy: Policy) -> Reply:  # noqa: ARG002 (the port's name)
        """Answer."""
        self.calls.append(call)
        said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(said, Exception):
            raise said
        body = said[1] if isinstance(said[1], bytes) else msgspec.json.encode(said[1])
        return Reply(said[0], self.headers, body)

    def asked(self, number: int) -> tuple[str, dict[str, Any], str]:
        """Path, fields and idempotency key of a call."""
        call = self.calls[number]
        path = call.url.partition("/v1/")[2]
        return path, read_form((call.body or b"").decode()), call.headers.get("Idempotency-Key", "")


def gateway(engine: Scripted) -> StripeGateway:
    """The adapter before an engine."""
    return StripeGateway(HttpClient(engine), url="https://s.example/", key="sk_test_1", webhook_secrets=("whsec",))


def hold(engine: Scripted, charge: Charge | None = None, amount: Money = PRICE) -> Answer:
    """Hold money on a card."""
    words: dict[str, Any] = {"payment": "pay_1", "metadata": {"attempt": KEY}, "return_url": "https://air.example/back"}
    return gateway(engine).authorize(charge or Charge(TOKEN), amount, key=KEY, **words)


OPERATIONS: dict[str, Callable[[Scripted], object]] = {
    "authorize": hold,
    "capture": lambda engine: gateway(engine).capture("pi_1", PRICE, key="k"),
    "void": lambda engine: gateway(engine).void("pi_1", key="k"),
    "refund": lambda engine: gateway(engine).refund("pi_1", PRICE, key="k"),
    "verify": lambda engine: gateway(engine).verify(
        Charge(TOKEN, "keep"), key="k", setup="stp_1", return_url="https://b"
    ),
    "tokenize": lambda engine: gateway(engine).tokenize(CardSecret("4242424242424242", 1, 2090, "123"), key="k"),
    "find": lambda engine: gateway(engine).find("pay_1"),
    "detach": lambda engine: gateway(engine).detach(TOKEN, key="k"),
    "open_page": lambda engine: gateway(engine).open_page("pay_1", key="k", return_url="https://b"),
    "read_page": lambda engine: gateway(engine).read_page("cs_1"),
}


def test_a_payment_is_made_and_then_confirmed() -> None:
    """Its id is known before any bank is asked, and each call has the attempt's key with a word of its own."""
    engine = Scripted((200, MADE), (200, HELD))
    answer = hold(engine)
    assert (answer.result, answer.reference, answer.amount) == ("approved", "pi_1", PRICE)
    assert answer.capture_before == datetime.fromtimestamp(1795521600, UTC)
    assert engine.asked(0) == (
        "payment_intents",
        {
            "amount": "42000",
            "currency": "eur",
            "customer": "cus_1",
            "payment_method": "pm_1",
            "capture_method": "manual",
            "allowed_payment_method_types": ["card"],
            "metadata": {"attempt": KEY, "payment": "pay_1"},
        },
        f"{KEY}:create",
    )
    path, form, key = engine.asked(1)
    assert (path, key) == ("payment_intents/pi_1/confirm", f"{KEY}:confirm")
    assert form == {"payment_method": "pm_1", "return_url": "https://air.example/back", "expand": ["latest_charge"]}


def test_a_repeated_request_is_the_same_one() -> None:
    """A worker that repeats itself after a crash sends the same words under the same keys."""
    engines = [Scripted((200, MADE), (200, HELD)) for _ in range(2)]
    for engine in engines:
        hold(engine)
    first, again = ([engine.asked(n) for n in range(2)] for engine in engines)
    assert first == again


def test_only_a_card_that_is_kept_is_set_up_for_later() -> None:
    """Nobody's card can be charged later who did not agree."""
    for usage, kept in (("once", None), ("saved", None), ("keep", "off_session")):
        engine = Scripted((200, MADE), (200, HELD))
        hold(engine, Charge(TOKEN, usage))  # type: ignore[arg-type]  # the three of them
        assert engine.asked(0)[1].get("setup_future_usage") == kept


def test_a_challenge_is_asked_for_where_the_charge_wants_one() -> None:
    """A payment that looked strange is shown to its bank, and no other is made harder."""
    asked = {"card": {"request_three_d_secure": "any"}}
    for challenge, options in ((False, None), (True, asked)):
        engine = Scripted((200, MADE), (200, HELD))
        hold(engine, Charge(TOKEN, challenge=challenge))
        assert engine.asked(0)[1].get("payment_method_options") == options
        assert "payment_method_options" not in engine.asked(1)[1]


def test_the_version_that_is_spoken_is_the_librarys() -> None:
    """What Stripe makes default for new accounts changes nothing here; a new library tells of a new version."""
    engine = Scripted((200, MADE), (200, HELD))
    hold(engine)
    assert {call.headers["Stripe-Version"] for call in engine.calls} == {VERSION} == {official.api_version}
    assert {call.headers["Authorization"] for call in engine.calls} == {"Bearer sk_test_1"}


def test_the_requests_id_is_logged_and_nothing_that_was_said(caplog: pytest.LogCaptureFixture) -> None:
    """Staff can name a request to Stripe; neither token, key, amount nor what a bank said stands in a log."""
    caplog.set_level(logging.DEBUG)
    declined = (402, {"error": {"type": "card_error", "code": "card_declined", "message": "Mrs. Byron's card"}})
    hold(Scripted((200, MADE), declined, headers={"request-id": "req_42"}))
    gateway(Scripted((400, {"error": {"type": "invalid_request_error", "message": "4242"}}))).void("pi_1", key="secret")
    text = caplog.text
    assert "req_42" in text
    assert not [word for word in ("Byron", "4242", "42000", "pm_1", "sk_test_1", "secret", KEY) if word in text]


@pytest.mark.parametrize("status", [409, 424, 500, 503])
@pytest.mark.parametrize("name", ["authorize", "void", "verify", "tokenize"])
def test_what_is_not_certain_is_unknown(name: str, status: int) -> None:
    """Neither a charge nor a decline is told before it is known."""
    answer: Any = OPERATIONS[name](Scripted((status, {"error": {"type": "api_error"}})))
    assert answer.result == "unknown"


def test_silence_at_the_confirmation_is_unknown_and_names_the_payment() -> None:
    """Whoever looks it up knows where to look."""
    answer = hold(Scripted((200, MADE), requests.ReadTimeout()))
    assert (answer.result, answer.reference) == ("unknown", "pi_1")


@pytest.mark.parametrize("name", ["find", "open_page", "read_page", "capture", "refund"])
@pytest.mark.parametrize("said", [requests.ReadTimeout(), (500, {}), (200, b"<html>"), (302, {})])
def test_what_must_be_known_is_asked_again(name: str, said: Any) -> None:
    """No page and no record is made up, and no money is moved on a guess."""
    with pytest.raises(UnavailableError):
        OPERATIONS[name](Scripted(said))


@pytest.mark.parametrize("said", [requests.ReadTimeout(), (500, {}), (302, {})])
def test_a_removal_is_not_believed_done(said: Any) -> None:
    """It is asked for until Stripe says so."""
    with pytest.raises(UnavailableError):
        OPERATIONS["detach"](Scripted(said))


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize(("said", "retryable"), [((401, {}), False), ((403, {}), False), ((429, {}), True)])
def test_a_refused_key_and_a_limit_have_done_nothing(name: str, said: Any, *, retryable: bool) -> None:
    """The first is for staff at once, the second is waited out."""
    with pytest.raises(UnavailableError) as caught:
        OPERATIONS[name](Scripted(said))
    assert caught.value.retryable is retryable


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_stripe_that_cannot_be_reached_has_done_nothing(name: str) -> None:
    """The same call is made again later."""
    with pytest.raises(UnavailableError):
        OPERATIONS[name](Scripted(requests.ConnectTimeout(ConnectTimeoutError())))


def test_a_key_with_other_words_stops() -> None:
    """A fault of ours is told, and moves nothing."""
    with pytest.raises(IllegalError):
        hold(Scripted((400, {"error": {"type": "idempotency_error"}})))


def test_a_challenge_that_is_no_page_is_not_sent_to_anybody() -> None:
    """What only Stripe's script could answer is not known here, and staff look at it."""
    opaque = HELD | {"status": "requires_action", "next_action": {"type": "use_stripe_sdk", "use_stripe_sdk": {}}}
    answer = hold(Scripted((200, MADE), (200, opaque)))
    assert (answer.result, answer.code, answer.action_url) == ("unknown", "action_not_supported", "")


def test_a_hold_of_another_amount_is_not_believed() -> None:
    """No ticket is issued on less, or in another currency, than was asked."""
    for change in ({"amount_capturable": 41999}, {"currency": "usd"}):
        answer = hold(Scripted((200, MADE), (200, HELD | change)))
        assert (answer.result, answer.code) == ("unknown", "amount_mismatch")


def test_a_hold_that_names_no_end_has_none() -> None:
    """Until when money is held is what Stripe says, and never what we think."""
    assert hold(Scripted((200, MADE), (200, HELD | {"latest_charge": "ch_1"}))).capture_before is None


def test_an_amount_that_stripe_does_not_take_is_not_asked_for() -> None:
    """Nothing is rounded."""
    engine = Scripted((200, MADE))
    assert hold(engine, amount=Money(1234, "BHD")).code == "invalid_amount"
    assert not engine.calls


@pytest.mark.parametrize("name", ["capture", "refund"])
def test_a_currency_is_compared_before_an_amount_is_sent(name: str) -> None:
    """Stripe is told no currency after the first call, so dollars would be taken as euros."""
    engine = Scripted((200, HELD | {"currency": "usd"}))
    answer: Any = OPERATIONS[name](engine)
    assert (answer.result, answer.code, len(engine.calls)) == ("declined", "currency_mismatch", 1)


def test_capture_void_and_refund_have_keys_of_their_own_and_say_whose_they_are() -> None:
    """Reconciliation finds payment and attempt on each object; no key serves two calls."""
    engine = Scripted(
        (200, HELD), (200, HELD | {"status": "succeeded", "amount_received": 42000, "amount_capturable": 0})
    )
    assert gateway(engine).capture("pi_1", PRICE, key="a").result == "approved"
    told = {"payment": "pay_1", "attempt": "a"}
    assert engine.asked(1) == (
        "payment_intents/pi_1/capture",
        {"amount_to_capture": "42000", "metadata": told, "expand": ["latest_charge"]},
        "a:capture",
    )
    engine = Scripted((200, HELD), (200, {"id": "re_1", "status": "succeeded", "amount": 2000, "currency": "eur"}))
    assert gateway(engine).refund("pi_1", Money(2000, "EUR"), key="a").amount == Money(2000, "EUR")
    assert engine.asked(1) == ("refunds", {"payment_intent": "pi_1", "amount": "2000", "metadata": told}, "a:refund")
    engine = Scripted((200, HELD | {"status": "canceled"}))
    assert gateway(engine).void("pi_1", key="a").result == "approved"
    assert engine.asked(0) == ("payment_intents/pi_1/cancel", {}, "a:cancel")


@pytest.mark.parametrize(
    ("status", "result", "code"),
    [
        ("succeeded", "approved", ""),
        ("pending", "pending", ""),
        ("requires_action", "pending", ""),
        ("failed", "declined", "expired_or_canceled_card"),
        ("canceled", "declined", "expired_or_canceled_card"),
        ("a status of tomorrow", "unknown", ""),
    ],
)
def test_each_status_of_a_refund_is_read(status: str, result: str, code: str) -> None:
    """What is on its way is not told as done."""
    said = {"id": "re_1", "status": status, "amount": 42000, "currency": "eur"}
    engine = Scripted((200, HELD), (200, said | {"failure_reason": "expired_or_canceled_card"}))
    answer = gateway(engine).refund("pi_1", PRICE, key="a")
    assert (answer.result, answer.code, answer.reference) == (result, code, "pi_1")


def test_a_card_that_was_used_up_pays_nothing_more() -> None:
    """A traveller who did not agree to be remembered cannot be charged a second time with what is left of her card."""
    bench = StripeBench()
    spent, no = token(bench.gateway, "4242424242424242"), token(bench.gateway, "4000000000000002")
    assert authorize(bench.gateway, spent, PRICE, payment=fresh("pay")).result == "approved"
    assert authorize(bench.gateway, no, PRICE, payment=fresh("pay"), usage="keep").result == "declined"
    for left in (spent, no):
        assert authorize(bench.gateway, left, PRICE, payment=fresh("pay"), usage="saved").result == "declined"


def test_what_was_made_and_never_confirmed_is_no_record() -> None:
    """A crash between the two calls leaves nothing: the same request goes on under the same key."""
    bench, payment = StripeBench(), fresh("pay")
    key, instrument = fresh("auth"), token(bench.gateway, "4242424242424242")
    bench.stripe.cut("confirm")
    assert authorize(bench.gateway, instrument, PRICE, payment=payment, key=key).result == "unknown"
    assert bench.gateway.find(payment) == ()
    assert authorize(bench.gateway, instrument, PRICE, payment=payment, key=key).result == "approved"
    assert bench.records(payment).count("authorized") == 1


def test_the_record_of_one_reference_is_read_without_any_search() -> None:
    """Who knows a reference is not kept waiting by an index that lags."""
    bench = StripeBench()
    payment, reference = held(bench)
    before = len(bench.stripe.asked)
    (found,) = bench.gateway.find(payment, reference=reference)
    assert (found.state, found.authorized) == ("authorized", PRICE)
    assert [path for _, path, _ in bench.stripe.asked[before:]] == [f"payment_intents/{reference}"]
    assert bench.gateway.find("pay_of_another", reference=reference) == ()


def test_a_refund_that_failed_is_money_that_we_have_again() -> None:
    """Staff learn of it by the records, whatever the webhook was called."""
    bench = StripeBench()
    payment, reference = taken(bench, "4000000000005126")
    bench.gateway.refund(reference, PRICE, key=fresh("ref"))
    bench.settle()
    (found,) = bench.gateway.find(payment, reference=reference)
    assert (found.state, found.refunded.minor) == ("captured", 0)


def test_no_card_is_sent_twice() -> None:
    """A number goes to Stripe once, when it becomes a token, and into no other request."""
    bench = StripeBench()
    bench.gateway.tokenize(card("4242424242424242"), key="k")
    assert [path for _, path, form in bench.stripe.asked if "4242424242424242" in str(form)] == ["payment_methods"]
