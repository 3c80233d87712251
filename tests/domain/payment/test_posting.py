"""Postings: what a sale and its undoing leave in the accounts."""

from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.ledger import balances, reversal

PRICE = Money(10000, "EUR")


def test_a_sale_leaves_revenue_and_what_the_gateway_owes() -> None:
    """After a booking the gateway owes us the price, it is earned, and no traveller is owed anything."""
    sums = balances([posting.ticketed("ord_1", PRICE), posting.captured("pay_1", PRICE)])
    assert sums == {
        (posting.PSP_RECEIVABLE, "EUR"): 10000,
        (posting.TRAVELLER_FUNDS, "EUR"): 0,
        (posting.TICKET_REVENUE, "EUR"): -10000,
    }


def test_a_sale_that_is_undone_leaves_nothing() -> None:
    """Tickets taken back and money given back leave every account as it was."""
    issued = posting.ticketed("ord_1", PRICE)
    undone = [issued, posting.captured("pay_1", PRICE), reversal(issued), posting.refunded("tf:pay_1:refund:1", PRICE)]
    assert not any(balances(undone).values())
    assert len({each.key for each in undone}) == 4


def test_every_account_is_named() -> None:
    """Staff find each account in one list."""
    used = {account for account, _ in balances([posting.ticketed("o", PRICE), posting.captured("p", PRICE)])}
    assert used == set(posting.ACCOUNTS)
