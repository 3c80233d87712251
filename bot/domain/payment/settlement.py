"""What a movement of our balance at the gateway means for the books: the machine's, a fee, a payout, or unexplained."""

import msgspec

from bot.domain.payment import posting
from bot.domain.payment.ledger import Entry, Transaction
from bot.domain.reconciliation import Movement

_OURS = frozenset({"capture", "refund", "refund_failure", "return", "dispute", "dispute_reversal"})
"""Movements that the checkout itself writes in the books, when it learns of them."""


class Meaning(msgspec.Struct, frozen=True):
    """What to post for a movement, if anything, and whether it explains itself."""

    posting: Transaction | None = None
    explained: bool = True


def meaning(movement: Movement, *, known: bool) -> Meaning:
    """What a movement means; `known` says whether the payment that it names is one of ours.

    What is not explained stands in suspense until somebody knows: so the books owe what the gateway says it owes.
    """
    if not movement.amount.minor or (movement.kind in _OURS and known):
        return Meaning()
    if movement.kind == "fee" and movement.payment:
        return Meaning(posting.moved(movement.id, "fee", posting.PSP_FEES, amount=movement.amount))
    if movement.kind == "payout":
        return Meaning(posting.moved(movement.id, "payout", posting.BANK, amount=movement.amount))
    if movement.kind in _OURS:
        return Meaning(_strange(movement))
    return Meaning(posting.moved(movement.id, "unexplained", posting.SUSPENSE, amount=movement.amount), explained=False)


def _strange(movement: Movement) -> Transaction:
    """Money of a payment that is none of ours; what it took back stands under the same source, so that it ends."""
    entries = (
        Entry(posting.PSP_RECEIVABLE, movement.amount),
        Entry(posting.SUSPENSE, -movement.amount),
    )
    return Transaction("charge", movement.reference, f"{movement.kind} {movement.id}", entries)
