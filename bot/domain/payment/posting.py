"""Postings: what a capture, a ticket, a refund, a dispute, a fee and a payout mean for the books."""

from bot.domain.money import Money
from bot.domain.payment.ledger import Entry, Transaction, transaction

PSP_RECEIVABLE = "psp_receivable"
"""Asset: what the gateway has taken for us and owes us."""
TRAVELLER_FUNDS = "traveller_funds"
"""Liability: what travellers have paid and not yet had in tickets."""
TICKET_REVENUE = "ticket_revenue"
"""Revenue: what tickets were sold for."""
BANK = "bank"
"""Asset: what the gateway has paid out to our bank account."""
PSP_FEES = "psp_fees"
"""Expense: what the gateway keeps for its work."""
CHARGEBACK_LOSS = "chargeback_loss"
"""Expense: money of disputes that were lost."""
SUSPENSE = "suspense"
"""What is nobody's yet: open disputes, money that came without a sale, movements about which a case is open."""
CANCELLATION_FEES = "cancellation_fees"
"""Revenue: what is kept for cancelling."""
ACCOUNTS = (
    PSP_RECEIVABLE,
    TRAVELLER_FUNDS,
    TICKET_REVENUE,
    CANCELLATION_FEES,
    BANK,
    PSP_FEES,
    CHARGEBACK_LOSS,
    SUSPENSE,
)


def captured(payment: str, amount: Money) -> Transaction:
    """Money was taken: the gateway owes us, we owe the traveller."""
    return transaction("payment", payment, "capture", debit=PSP_RECEIVABLE, credit=TRAVELLER_FUNDS, amount=amount)


def ticketed(order: str, amount: Money) -> Transaction:
    """Tickets were issued: what we owed the traveller is earned."""
    return transaction("order", order, "ticketed", debit=TRAVELLER_FUNDS, credit=TICKET_REVENUE, amount=amount)


def refunded(attempt: str, amount: Money) -> Transaction:
    """Money went back under one attempt: neither does the gateway owe us, nor we the traveller."""
    return transaction("attempt", attempt, "refund", debit=TRAVELLER_FUNDS, credit=PSP_RECEIVABLE, amount=amount)


def returned(payment: str, amount: Money) -> Transaction:
    """A bank took back what had been taken: the gateway owes us less, and the loss is ours until somebody pays."""
    return transaction("payment", payment, "returned", debit=CHARGEBACK_LOSS, credit=PSP_RECEIVABLE, amount=amount)


def disputed(dispute: str, amount: Money) -> Transaction:
    """A bank took money back until it has decided: the gateway owes us less, and nobody knows yet for whom it is."""
    return transaction("dispute", dispute, "opened", debit=SUSPENSE, credit=PSP_RECEIVABLE, amount=amount)


def dispute_lost(dispute: str, amount: Money) -> Transaction:
    """A bank decided against us: the money is lost."""
    return transaction("dispute", dispute, "lost", debit=CHARGEBACK_LOSS, credit=SUSPENSE, amount=amount)


def moved(movement: str, kind: str, account: str, *, amount: Money) -> Transaction:
    """The gateway moved our balance by an amount, negative when it took some; the other side is on an account."""
    entries = (Entry(PSP_RECEIVABLE, amount), Entry(account, -amount))
    return Transaction("movement", movement, kind, entries)


def cancelled(order: str, *, back: Money, fee: Money) -> Transaction | None:
    """Tickets were given back: we owe the traveller what is refunded, and the fee is earned by cancelling.

    What does not come back stays what the tickets were sold for. None when nothing moves.
    """
    entries = (
        Entry(TICKET_REVENUE, back + fee),
        Entry(TRAVELLER_FUNDS, -back),
        Entry(CANCELLATION_FEES, -fee),
    )
    kept = tuple(entry for entry in entries if entry.amount.minor)
    return Transaction("order", order, "cancelled", kept) if kept else None


def owed_back(refund: str, amount: Money) -> Transaction:
    """A refund was decided for tickets that stay: what was earned by them is owed to the traveller again."""
    return transaction("refund", refund, "decided", debit=TICKET_REVENUE, credit=TRAVELLER_FUNDS, amount=amount)


def stray(reference: str, amount: Money) -> Transaction:
    """The gateway took money once more than a sale: it owes us, and we owe whoever paid."""
    return transaction("charge", reference, "stray", debit=PSP_RECEIVABLE, credit=SUSPENSE, amount=amount)


def stray_refunded(attempt: str, amount: Money) -> Transaction:
    """A stray charge went back under one attempt."""
    return transaction("attempt", attempt, "refund", debit=SUSPENSE, credit=PSP_RECEIVABLE, amount=amount)
