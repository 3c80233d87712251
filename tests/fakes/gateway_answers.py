"""What the gateway in memory says: a verdict of the bank as an answer, a payment as the gateway's record of it."""

from datetime import UTC, datetime

from bot.domain.money import Money
from bot.ports.gateway import Answer, GatewayPayment
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
        capture_before=datetime.fromtimestamp(until, UTC) if until else None,
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
    )
