"""Refunds after the sale: what is to be given back, by which payment, and how far each has come.

Theory. A refund is decided once, as an amount of one payment, and then asked for by attempts, one at a time, until the
gateway says yes or has said no too often. What was decided counts from then on: what is done and what is still to be
done never exceeds what was captured, and money goes back to the payment that it came from and nowhere else. A refund
that the gateway had made may come back; then it has failed, and what it was for is owed to the traveller again.
"""

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.errors import IllegalError
from bot.domain.money import Money
from bot.domain.payment.payment import Attempt, Payment, request_hash

RefundState = Literal["due", "done", "failed"]

CANCELLED = "cancelled"
"""The reason of a refund for tickets that are void; every other one is somebody's goodwill for tickets that stay."""
DISPUTED = frozenset({"disputed", "charged_back"})
"""States of a payment of which a bank has taken the money back: a refund would give it to its payer twice."""


class Refund(msgspec.Struct, frozen=True):
    """One amount that is given back by one payment.

    Attributes:
        id: unique, the checkout's id and a number.
        reason: cancelled, goodwill, or another word of staff.
        by: who decided it: "traveller", or the name of a member of staff.
        at: UTC; when it was decided.
        changed_at: UTC; when it came to its state.
        attempt: the key of the attempt that is or was made for it last, "" before the first.
        tries: how often the gateway said no in a row.
    """

    id: str
    payment: str
    amount: Money
    reason: str
    by: str
    at: datetime
    state: RefundState = "due"
    changed_at: datetime | None = None
    attempt: str = ""
    tries: int = 0


class Share(msgspec.Struct, frozen=True):
    """What goes back by one payment: `method` is what travellers read ("Visa •4242")."""

    payment: str
    method: str
    amount: Money


class GivingBack(msgspec.Struct, frozen=True):
    """What was agreed to about a cancelled booking.

    Attributes:
        effect, thread: the yes of the traveller, and the thread in which it was said.
        total: all that goes back.
        fee: what is kept for cancelling, on top of the fare that does not come back.
        shares: the total by payment.
        at: UTC; when it was agreed to.
        by: "traveller", or the name of the member of staff who said yes for them.
    """

    effect: str
    thread: str
    total: Money
    fee: Money
    shares: tuple[Share, ...]
    at: datetime
    by: str = "traveller"


def left(payment: Payment, refunds: tuple[Refund, ...]) -> int:
    """Minor units of a payment that are captured, neither given back nor decided to be; nothing of what is disputed."""
    if payment.state in DISPUTED:
        return 0
    due = sum(one.amount.minor for one in refunds if one.payment == payment.id and one.state == "due")
    attempt = payment.open_attempt
    asked = attempt.amount if attempt is not None and is_refund(payment, attempt) else 0
    decided = attempt is not None and any(one.attempt == attempt.key for one in refunds)
    return payment.captured - payment.refunded - due - (0 if decided else asked)


def is_refund(payment: Payment, attempt: Attempt) -> bool:
    """Whether an attempt gives back what the payment took, and not a stray charge beside it."""
    return attempt.operation == "refund" and attempt.reference == payment.reference


def open_refund(payment: Payment, amount: int, *, now: datetime, reference: str = "") -> Payment:
    """The payment with a new attempt to give an amount (minor units) back; raises `IllegalError` while one is open.

    `reference` is the gateway's id of a stray charge, "" for the payment's own.
    """
    if payment.open_attempt is not None:
        raise IllegalError("payment: another attempt is still open.")
    number = payment.count("refund") + 1
    key = f"tf:{payment.id}:refund:{number}"
    attempt = Attempt(key, "refund", number, now, reference=reference or payment.reference, amount=amount)
    attempt = msgspec.structs.replace(attempt, request_hash=request_hash(payment, attempt))
    return msgspec.structs.replace(payment, attempts=(*payment.attempts, attempt))
