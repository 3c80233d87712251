"""What the gateway in memory says: a verdict of the bank as an answer, a payment as the gateway's record of it."""

from datetime import UTC, datetime

from bot.domain.money import Money
from bot.ports.gateway import Answer, GatewayDispute, GatewayPayment, GatewayRefund
from bot.sandbox.judge import Payment, Verdict

ORIGIN = "https://bank.example"
CHALLENGE = 600
"""Seconds that a challenge waits for an answer, as in the service."""


def answer(verdict: Verdict, expected: Money | None) -> Answer:
    """The answer to an operation; an approval of another amount than asked is `unknown`."""
    payment = verdict.payment
    moved = Money(verdict.amount, payment.currency)
    mismatch = verdict.outcome == "approved" and expected is not None and moved != expected
    until = payment.capture_before
    return Answer(
        "unknown" if mismatch else verdict.outcome,
        reference=payment.reference,
        amount=moved,
        code="amount_mismatch" if mismatch else verdict.code,
        action_url=f"{ORIGIN}/challenge/{payment.challenge}" if payment.state == "requires_action" else "",
        capture_before=_moment(until),
    )


def gateway_payment(payment: Payment) -> GatewayPayment:
    """What `find` gives for a payment."""
    waiting = payment.state == "requires_action"
    return GatewayPayment(
        reference=payment.reference,
        state="pending" if payment.refunding else payment.state,
        authorized=Money(payment.authorized, payment.currency),
        captured=Money(payment.captured, payment.currency),
        refunded=Money(payment.refunded, payment.currency),
        code=payment.code,
        action_url=f"{ORIGIN}/challenge/{payment.challenge}" if waiting else "",
        dispute=_dispute(payment),
        warned=payment.warned,
        refunds=tuple(
            GatewayRefund(one.id, one.key, Money(one.amount, payment.currency), one.state) for one in payment.refunds
        ),
        capture_before=_moment(payment.capture_before),
    )


def _moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _dispute(payment: Payment) -> GatewayDispute | None:
    if not payment.dispute:
        return None
    amount = Money(payment.disputed, payment.currency)
    return GatewayDispute(payment.dispute_id, payment.dispute, payment.dispute_reason, amount)
