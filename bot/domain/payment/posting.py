"""Postings: what a capture, a ticket and a refund mean for the books."""

from bot.domain.money import Money
from bot.domain.payment.ledger import Transaction, transaction

PSP_RECEIVABLE = "psp_receivable"
"""Asset: what the gateway has taken for us and owes us."""
TRAVELLER_FUNDS = "traveller_funds"
"""Liability: what travellers have paid and not yet had in tickets."""
TICKET_REVENUE = "ticket_revenue"
"""Revenue: what tickets were sold for."""
ACCOUNTS = (PSP_RECEIVABLE, TRAVELLER_FUNDS, TICKET_REVENUE)


def captured(payment: str, amount: Money) -> Transaction:
    """Money was taken: the gateway owes us, we owe the traveller."""
    return transaction("payment", payment, "capture", debit=PSP_RECEIVABLE, credit=TRAVELLER_FUNDS, amount=amount)


def ticketed(order: str, amount: Money) -> Transaction:
    """Tickets were issued: what we owed the traveller is earned."""
    return transaction("order", order, "ticketed", debit=TRAVELLER_FUNDS, credit=TICKET_REVENUE, amount=amount)


def refunded(attempt: str, amount: Money) -> Transaction:
    """Money went back under one attempt: neither does the gateway owe us, nor we the traveller."""
    return transaction("attempt", attempt, "refund", debit=TRAVELLER_FUNDS, credit=PSP_RECEIVABLE, amount=amount)
