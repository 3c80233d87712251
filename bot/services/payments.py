"""What is asked of the gateway, and what its answers and its records mean to a checkout.

Each function makes one kind of call and gives one fact; what was typed becomes a token in `bot.services.capturing`.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain

import msgspec

from bot.domain.checkout import advance
from bot.domain.checkout_case import Checkout, Decision
from bot.domain.checkout_facts import Answered, Fact, Result
from bot.domain.errors import IllegalError
from bot.domain.money import Money
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.payment import TAKING, Attempt, Payment
from bot.ports.gateway import Answer, Charge, Gateway, GatewayPayment
from bot.ports.money_records import KeptStep
from bot.ports.runtime import Runtime
from bot.services import disputes, gateway_records

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
_CHARGED: Mapping[str, Result] = {
    "captured": "approved",
    "refunded": "approved",
    "returned": "approved",
    "pending": "pending",
    "declined": "declined",
    "expired": "declined",
    "voided": "declined",
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
_MEANINGS: Mapping[str, Mapping[str, Result]] = {
    "authorize": _AUTHORIZED,
    "charge": _CHARGED,
    "capture": _CAPTURED,
    "void": _VOIDED,
}
"""What a record's state says to an operation; a state that says nothing is unknown."""


class Asked(msgspec.Struct, frozen=True):
    """What came of a step: a fact for the checkout, if any, an instrument to keep, and one that is forgotten.

    `holder_travels` says of a card that was opened whether its name is that of a passenger, None when it has no name.
    """

    fact: Fact | None
    instrument: KeptInstrument | None = None
    forgotten: str = ""
    holder_travels: bool | None = None


def gateway_of(runtime: Runtime) -> Gateway:
    """The gateway, in a worker; raises `IllegalError` in a process that has none."""
    if runtime.gateway is None:
        raise IllegalError("Only workers talk to the gateway.")
    return runtime.gateway


def authorize(
    runtime: Runtime, payment: Payment, attempt: Attempt, *, paid_by: Charge, return_url: str, tries: int
) -> Asked:
    """Reserve the money of a payment, or take it from an account; raises `UnavailableError` when nothing was sent."""

    def call(gateway: Gateway) -> Answer:
        ask = gateway.charge if attempt.operation == "charge" else gateway.authorize
        return ask(
            paid_by,
            payment.amount,
            key=attempt.key,
            payment=payment.id,
            metadata={"attempt": attempt.key},
            return_url=return_url,
        )

    return _ask(runtime, attempt, call, tries)


def operate(runtime: Runtime, payment: Payment, attempt: Attempt, *, tries: int) -> Asked:
    """Capture, void or refund, as the attempt says; raises `UnavailableError` when nothing was sent."""

    def call(gateway: Gateway) -> Answer:
        if attempt.operation == "capture":
            return gateway.capture(attempt.reference, payment.amount, key=attempt.key)
        if attempt.operation == "void":
            return gateway.void(attempt.reference, key=attempt.key)
        minor = attempt.amount or payment.captured - payment.refunded
        return gateway.refund(attempt.reference, Money(minor, payment.amount.currency), key=attempt.key)

    return _ask(runtime, attempt, call, tries)


def look(runtime: Runtime, checkout: Checkout, payment: Payment, *, step: KeptStep) -> Asked:
    """See what the gateway's own records say of a payment; raises `UnavailableError` when it cannot say.

    Asked about an attempt, the fact is about that attempt. Asked about a payment (after a webhook, or to watch one
    that was given up), only what is definite and new is a fact; what a bank took back goes before the answer about a
    refund, which has a look-up of its own.
    """
    attempt, hint = payment.open_attempt, step.step.subject == payment.id
    found = gateway_of(runtime).find(payment.id, reference=attempt.reference if attempt else "")
    if attempt is None:
        told = chain(gateway_records.news(payment, found), disputes.news(checkout, payment, found))
        return Asked(_first(runtime, checkout, told))
    if (gone := gateway_records.gone_again(payment, attempt, found)) is not None:
        return Asked(gone)
    if hint and attempt.operation == "refund":
        disputed = _first(runtime, checkout, disputes.news(checkout, payment, found))
        if disputed is not None:
            return Asked(disputed)
    fact = read(payment, attempt, found, tries=step.step.tries)
    stale = fact.result in {"missing", "pending", "unknown"} or (
        fact.result == "action" and payment.state == "requires_action"
    )
    runtime.meter.count("gateway_calls", operation="find", result=fact.result)
    return Asked(None if hint and stale else fact)


def _first(runtime: Runtime, checkout: Checkout, facts: Iterable[Fact]) -> Fact | None:
    """The first fact from which anything follows: what changes nothing keeps nobody from hearing the next."""
    now = runtime.clock.now()
    same = Decision(checkout, now)
    return next((fact for fact in facts if advance(checkout, fact, now=now) != same), None)


def read(payment: Payment, attempt: Attempt, found: tuple[GatewayPayment, ...], *, tries: int = 0) -> Answered:
    """What the gateway's records mean to an attempt."""
    record = _record(payment, attempt, found)
    if record is None:
        return Answered(attempt.key, "missing" if attempt.operation in TAKING else "unknown", tries=tries)
    if attempt.operation == "refund":
        return gateway_records.read_refund(payment, attempt, record, tries=tries)
    result = _MEANINGS[attempt.operation].get(record.state, "unknown")
    moved = {
        "charge": record.captured,
        "capture": record.captured,
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
        capture_before=record.capture_before,
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
