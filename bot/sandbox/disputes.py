"""Disputes and fraud warnings at the sandbox: what comes after a capture, and how a dispute ends.

A dispute takes what is left of the captured money out of the merchant's balance at once, and a fee with it; when the
merchant wins, the money comes back and the fee does not. While it is open nothing can be given back by a refund.
"""

from typing import Literal

import msgspec

from bot.sandbox.accounts import by_name
from bot.sandbox.judge import Later, Payment, RefusedError, Verdict

Outcome = Literal["won", "lost"]

_REASONS = {"disputed": "fraudulent", "not_received": "product_not_received"}
"""The card's rule -> the reason that its holder gives."""

EVENT_NAMES = {
    "refund_failed": "refund.failed",
    "dispute_opened": "dispute.opened",
    "dispute_won": "dispute.closed",
    "dispute_lost": "dispute.closed",
    "fraud_warned": "fraud.warned",
    "payout": "payout.paid",
    "adjustment": "balance.adjusted",
}
"""What is logged -> the name of its event, where that is not "payment." and the effect."""


def coming(verdict: Verdict) -> Later | None:
    """What a verdict brings some time later, beside what it says itself."""
    if verdict.effect == "dispute_opened":
        return Later("dispute_lost", verdict.amount)
    if verdict.effect != "captured":
        return None
    rule = by_name(verdict.payment.card).rules("capture")
    if rule == "warned":
        return Later("fraud_warned")
    return Later("dispute_opened", verdict.amount) if rule in _REASONS else None


def carry_out(payment: Payment, later: Later) -> Verdict | None:
    """Do what was put off, if it is about a dispute or a warning; what no longer fits changes nothing."""
    if later.what == "fraud_warned":
        return Verdict("approved", msgspec.structs.replace(payment, warned=True), "fraud_warned")
    if later.what == "dispute_opened":
        return opened(payment)
    if later.what == "dispute_lost":
        return closed(payment, "lost") if payment.dispute == "open" else Verdict("declined", payment)
    return None


def opened(payment: Payment) -> Verdict:
    """The card's holder disputes what is left of the captured money; a second dispute changes nothing."""
    left = payment.captured - payment.refunded
    if payment.state != "captured" or payment.dispute or left <= 0:
        return Verdict("declined", payment)
    rule = by_name(payment.card).rules("capture") or ""
    disputed = msgspec.structs.replace(
        payment,
        dispute="open",
        dispute_id=f"dp_{payment.reference}",
        disputed=left,
        dispute_reason=_REASONS.get(rule, "general"),
    )
    return Verdict("approved", disputed, "dispute_opened", left)


def closed(payment: Payment, outcome: Outcome) -> Verdict:
    """The bank decides an open dispute; raises `RefusedError` when none is open."""
    if payment.dispute != "open":
        raise RefusedError("dispute_not_open")
    over = msgspec.structs.replace(payment, dispute=outcome)
    return Verdict("approved", over, f"dispute_{outcome}", payment.disputed, outcome)


def refuse_refund(payment: Payment) -> None:
    """Raise `RefusedError` for a refund of money that is disputed: the card's holder would have it twice."""
    if payment.dispute in {"open", "lost"}:
        raise RefusedError("charge_disputed")


def view(payment: Payment) -> dict[str, object] | None:
    """The dispute as callers see it, if there ever was one."""
    if not payment.dispute:
        return None
    return {
        "id": payment.dispute_id,
        "state": payment.dispute,
        "reason": payment.dispute_reason,
        "amount": payment.disputed,
    }
