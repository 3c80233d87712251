"""What the gateway's records say of refunds, and of payments for which nothing is being asked."""

from collections.abc import Iterator, Mapping

from bot.domain.checkout_facts import Answered, ApprovedLate, ChargedLate, ChargeReturned, Fact, RefundFailed, Result
from bot.domain.money import Money
from bot.domain.payment.payment import Attempt, Payment
from bot.domain.payment.refunds import is_refund
from bot.domain.return_facts import DoubleSuccess, HoldLapsed
from bot.ports.gateway import GatewayPayment, RefundState

_REFUNDS: Mapping[RefundState, Result] = {"done": "approved", "pending": "pending", "failed": "declined"}
_ASKED: Mapping[str, Result] = {"refunded": "approved", "captured": "missing", "pending": "pending"}
"""State of a payment -> what that means to a refund of all of it, at a gateway that keeps no list of refunds."""


def read_refund(payment: Payment, attempt: Attempt, record: GatewayPayment, *, tries: int) -> Answered:
    """What a record means to an attempt to give money back.

    The gateway's list of refunds decides, by the idempotency key: two refunds of one amount are never taken for each
    other. A gateway that names no keys is read by how much has gone back since.
    """
    mine = next((one for one in record.refunds if one.key == attempt.key), None)
    if mine is not None:
        result = _REFUNDS[mine.state]
        code = "refund_failed" if result == "declined" else ""
        return Answered(attempt.key, result, reference=record.reference, amount=mine.amount, code=code, tries=tries)
    if any(one.key for one in record.refunds):
        result = "missing" if record.state in {"captured", "refunded", "pending"} else "unknown"
        return Answered(attempt.key, result, reference=record.reference, code=record.code, tries=tries)
    back = record.refunded.minor - payment.refunded
    result = _ASKED.get(record.state, "unknown")
    if result != "pending" and back > 0:
        result = "approved"
    amount = Money(back, record.refunded.currency)
    return Answered(attempt.key, result, reference=record.reference, amount=amount, code=record.code, tries=tries)


def news(payment: Payment, found: tuple[GatewayPayment, ...]) -> Iterator[Fact]:
    """What the records say of a payment for which nothing is being asked: it may have moved by itself."""
    for record in found:
        told = _of_own(payment, record) if record.reference == payment.reference else None
        told = told or _beside(payment, record)
        if told is not None:
            yield told


def gone_again(payment: Payment, attempt: Attempt, found: tuple[GatewayPayment, ...]) -> ChargeReturned | None:
    """What the records say of a debit that its bank took back while a refund of it was asked for and not made."""
    record = next((one for one in found if one.reference == payment.reference and one.state == "returned"), None)
    if record is None or not is_refund(payment, attempt):
        return None
    made = any(one.key == attempt.key and one.state != "failed" for one in record.refunds)
    return None if made else ChargeReturned(payment.id, record.captured)


def _of_own(payment: Payment, record: GatewayPayment) -> Fact | None:
    if payment.state == "authorized" and record.state in {"expired", "voided"}:
        return HoldLapsed(payment.id)
    if record.state == "returned":
        return ChargeReturned(payment.id, record.captured)
    if record.refunded.minor >= payment.refunded:
        return None
    made = {one.key: one for one in record.refunds if one.state == "failed"}
    approved = [a for a in payment.attempts if (a.operation, a.result) == ("refund", "approved")]
    failed = next((attempt for attempt in approved if attempt.key in made), None)
    if failed is None:
        return RefundFailed(payment.id, record.refunded)
    less = payment.refunded - made[failed.key].amount.minor
    return RefundFailed(payment.id, Money(less, record.refunded.currency), failed.key)


def _beside(payment: Payment, record: GatewayPayment) -> Fact | None:
    """Money that is held for a payment that was given up, or that was taken beside the payment's own."""
    if record.state == "authorized":
        return None if _is_held(payment, record) else ApprovedLate(payment.id, record.reference, record.authorized)
    if record.state == "captured" and payment.state in {"expired", "voided"} and payment.count("charge"):
        return ChargedLate(payment.id, record.reference, record.captured)
    if record.captured.minor <= 0 or (record.reference == payment.reference and payment.captured):
        return None
    asked = sum(one.amount.minor for one in record.refunds if one.state != "failed")
    over = record.captured.minor - max(asked, record.refunded.minor)
    tried = any(a.operation == "refund" and a.reference == record.reference for a in payment.attempts)
    return (
        DoubleSuccess(payment.id, record.reference, Money(over, record.captured.currency))
        if over > 0 and (not tried)
        else None
    )


def _is_held(payment: Payment, record: GatewayPayment) -> bool:
    return payment.state == "authorized" and record.reference == payment.reference
