"""What is asked of the gateway, and what its answers and its records mean to a checkout.

Each function makes one kind of call and gives one fact. Card numbers and codes exist only in local variables here.
"""

from collections.abc import Callable, Mapping

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.checkout_facts import Answered, ApprovedLate, CardLost, CardTokenized, Fact, RefundFailed, Result
from bot.domain.errors import IllegalError, InvalidError, UnavailableError
from bot.domain.money import Money
from bot.domain.payment.instrument import KeptInstrument, shown
from bot.domain.payment.payment import Attempt, Payment
from bot.ports.gateway import Answer, CardSecret, Charge, Gateway, GatewayPayment, Tokenized
from bot.ports.money_records import KeptStep
from bot.ports.runtime import Runtime

_TOKEN_TRIES = 3
"""A token that was lost on the way is asked for again under the same key while the card is still in memory."""

_AUTHORIZED: Mapping[str, Result] = {
    "authorized": "approved",
    "captured": "approved",
    "requires_action": "action",
    "pending": "pending",
    "declined": "declined",
    "expired": "declined",
    "voided": "declined",
    "refunded": "declined",
}
_CAPTURED: Mapping[str, Result] = {
    "captured": "approved",
    "refunded": "approved",
    "authorized": "missing",
    "pending": "pending",
    "declined": "lapsed",
    "expired": "lapsed",
    "voided": "lapsed",
}
_VOIDED: Mapping[str, Result] = {
    "voided": "approved",
    "declined": "approved",
    "expired": "lapsed",
    "authorized": "missing",
    "requires_action": "missing",
    "captured": "missing",
    "pending": "pending",
}
_REFUNDED: Mapping[str, Result] = {"refunded": "approved", "captured": "missing", "pending": "pending"}


class Asked(msgspec.Struct, frozen=True):
    """What came of a step: a fact for the checkout, if any, an instrument to keep, and one that is forgotten."""

    fact: Fact | None
    instrument: KeptInstrument | None = None
    forgotten: str = ""


def gateway_of(runtime: Runtime) -> Gateway:
    """The gateway, in a worker; raises `IllegalError` in a process that has none."""
    if runtime.gateway is None:
        raise IllegalError("Only workers talk to the gateway.")
    return runtime.gateway


def tokenize(runtime: Runtime, checkout: Checkout, payment: Payment, attempt: Attempt) -> Asked:
    """Exchange the ciphertext of an attempt for a token; raises `UnavailableError` while it was not read yet."""
    sealed = runtime.sealed_cards.take(attempt.sealed)
    if sealed is None or runtime.card_opener is None:
        return Asked(CardLost(attempt.key))
    due, now = payment.amount, int(runtime.clock.now().timestamp())
    try:
        card = runtime.card_opener.open(sealed, checkout=checkout.id, minor=due.minor, currency=due.currency, now=now)
    except InvalidError:
        return Asked(CardLost(attempt.key))
    said = _token(gateway_of(runtime), card, attempt.key.replace(":authorize:", ":tokenize:"))
    runtime.meter.count("gateway_calls", operation="tokenize", result=said.result)
    if said.result == "declined":
        return Asked(Answered(attempt.key, "declined", code=said.code))
    if said.instrument is None:
        return Asked(CardLost(attempt.key))
    fields = msgspec.structs.asdict(said.instrument)
    kept = KeptInstrument(id=runtime.ids.new("ins"), gateway=gateway_of(runtime).name, **fields)
    return Asked(CardTokenized(attempt.key, kept.id, shown(kept)), kept)


def _token(gateway: Gateway, card: CardSecret, key: str) -> Tokenized:
    for _ in range(_TOKEN_TRIES):
        try:
            said = gateway.tokenize(card, key=key)
        except (UnavailableError, IllegalError):
            continue
        if said.result != "unknown":
            return said
    return Tokenized("unknown")


def authorize(
    runtime: Runtime, payment: Payment, attempt: Attempt, *, token: str, return_url: str, tries: int
) -> Asked:
    """Reserve the money of a payment; raises `UnavailableError` when nothing was sent."""

    def call(gateway: Gateway) -> Answer:
        return gateway.authorize(
            Charge(token, attempt.usage),
            payment.amount,
            key=attempt.key,
            payment=payment.id,
            metadata={"attempt": attempt.key},
            return_url=return_url,
        )

    return _ask(runtime, attempt, call, tries)


def detach(runtime: Runtime, instrument: KeptInstrument) -> Asked:
    """Have the gateway forget an instrument; raises `UnavailableError` until it has."""
    gateway_of(runtime).detach(instrument.token, key=f"tf:{instrument.id}:detach")
    runtime.meter.count("gateway_calls", operation="detach", result="approved")
    return Asked(None, forgotten=instrument.id)


def operate(runtime: Runtime, payment: Payment, attempt: Attempt, *, tries: int) -> Asked:
    """Capture, void or refund, as the attempt says; raises `UnavailableError` when nothing was sent."""

    def call(gateway: Gateway) -> Answer:
        if attempt.operation == "capture":
            return gateway.capture(attempt.reference, payment.amount, key=attempt.key)
        if attempt.operation == "void":
            return gateway.void(attempt.reference, key=attempt.key)
        rest = Money(payment.captured - payment.refunded, payment.amount.currency)
        return gateway.refund(attempt.reference, rest, key=attempt.key)

    return _ask(runtime, attempt, call, tries)


def look(runtime: Runtime, payment: Payment, step: KeptStep) -> Asked:
    """See what the gateway's own records say of a payment; raises `UnavailableError` when it cannot say.

    Asked about an attempt, the fact is about that attempt. Asked about a payment (after a webhook, or to watch one
    that was given up), only what is definite and new is a fact.
    """
    found = gateway_of(runtime).find(payment.id)
    attempt, hint = payment.open_attempt, step.step.subject == payment.id
    if attempt is None:
        return Asked(_news(payment, found))
    fact = read(payment, attempt, found, tries=step.step.tries)
    stale = fact.result in {"missing", "pending", "unknown"} or (
        fact.result == "action" and payment.state == "requires_action"
    )
    runtime.meter.count("gateway_calls", operation="find", result=fact.result)
    return Asked(None if hint and stale else fact)


def _news(payment: Payment, found: tuple[GatewayPayment, ...]) -> Fact | None:
    """What the gateway's records say of a payment for which nothing is being asked: it may have moved by itself."""
    for record in found:
        if record.state == "authorized":
            return ApprovedLate(payment.id, record.reference, record.authorized)
        if record.reference == payment.reference and record.refunded.minor < payment.refunded:
            return RefundFailed(payment.id, record.refunded)
    return None


def read(payment: Payment, attempt: Attempt, found: tuple[GatewayPayment, ...], *, tries: int = 0) -> Answered:
    """What the gateway's records mean to an attempt."""
    record = _record(payment, attempt, found)
    if record is None:
        return Answered(attempt.key, "missing" if attempt.operation == "authorize" else "unknown", tries=tries)
    meanings = {"authorize": _AUTHORIZED, "capture": _CAPTURED, "void": _VOIDED, "refund": _REFUNDED}
    result = meanings[attempt.operation].get(record.state, "unknown")
    back = record.refunded.minor - payment.refunded
    if attempt.operation == "refund" and result != "pending" and back > 0:
        result = "approved"
    moved = {
        "capture": record.captured,
        "refund": Money(back, record.refunded.currency),
        "void": record.captured if record.state == "captured" else record.authorized,
    }
    code = record.state if attempt.operation == "void" else record.code
    return Answered(
        attempt.key,
        result,
        reference=record.reference,
        amount=moved.get(attempt.operation, record.authorized),
        code=code,
        action_url=record.action_url,
        tries=tries,
    )


def _record(payment: Payment, attempt: Attempt, found: tuple[GatewayPayment, ...]) -> GatewayPayment | None:
    """The record that an attempt made or acts on: by its reference, or the one that no earlier attempt made."""
    if attempt.reference:
        return next((each for each in found if each.reference == attempt.reference), None)
    others = {each.reference for each in payment.attempts if each.key != attempt.key}
    fresh = [each for each in found if each.reference not in others]
    return fresh[-1] if fresh else None


def _ask(runtime: Runtime, attempt: Attempt, call: Callable[[Gateway], Answer], tries: int) -> Asked:
    try:
        answer = call(gateway_of(runtime))
    except IllegalError:
        answer = Answer("unknown", code="key_reused")
        runtime.meter.count("needs_staff", about="key_reused")
    runtime.meter.count("gateway_calls", operation=attempt.operation, result=answer.result)
    return Asked(
        Answered(
            attempt.key,
            answer.result,
            reference=answer.reference,
            amount=answer.amount if answer.result == "approved" or answer.code == "amount_mismatch" else None,
            code=answer.code,
            action_url=answer.action_url,
            capture_before=answer.capture_before,
            tries=tries,
        )
    )
