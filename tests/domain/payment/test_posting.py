"""Postings: what a sale and its undoing leave in the accounts."""

from bot.domain.money import Money
from bot.domain.payment import posting
from bot.domain.payment.ledger import balances, check, reversal

PRICE = Money(10000, "EUR")
FEE = Money(2000, "EUR")
BACK = Money(3000, "EUR")


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


def test_a_dispute_that_is_won_leaves_nothing_and_one_that_is_lost_is_a_loss() -> None:
    """While a bank decides, the money stands in suspense; then it is ours again, or lost."""
    opened, lost = posting.disputed("dp_1", PRICE), posting.dispute_lost("dp_1", PRICE)
    assert not any(balances([opened, reversal(opened)]).values())
    sums = balances([opened, lost])
    assert (sums[posting.SUSPENSE, "EUR"], sums[posting.CHARGEBACK_LOSS, "EUR"]) == (0, 10000)
    assert sums[posting.PSP_RECEIVABLE, "EUR"] == -10000


def test_a_fee_and_a_payout_empty_what_the_gateway_owes() -> None:
    """What was taken is, after a payout, in the bank but for the gateway's fee."""
    moved = [
        posting.captured("pay_1", PRICE),
        posting.moved("bt_1_fee", "fee", posting.PSP_FEES, amount=Money(-165, "EUR")),
        posting.moved("bt_2", "payout", posting.BANK, amount=Money(-9835, "EUR")),
    ]
    for each in moved:
        check(each)
    sums = balances(moved)
    assert sums[posting.PSP_RECEIVABLE, "EUR"] == 0
    assert (sums[posting.PSP_FEES, "EUR"], sums[posting.BANK, "EUR"]) == (165, 9835)


def test_every_account_is_named() -> None:
    """Staff find each account in one list."""
    named = {value for name, value in vars(posting).items() if name.isupper() and isinstance(value, str)}
    assert named == set(posting.ACCOUNTS)


def test_a_cancelled_booking_leaves_what_was_kept() -> None:
    """What does not come back stays revenue: of the tickets, or of the fee for cancelling."""
    cancelled = posting.cancelled("ord_1", back=BACK, fee=FEE)
    assert cancelled is not None
    check(cancelled)
    posted = [posting.ticketed("ord_1", PRICE), posting.captured("pay_1", PRICE), cancelled]
    posted.append(posting.refunded("tf:pay_1:refund:1", BACK))
    assert balances(posted) == {
        (posting.PSP_RECEIVABLE, "EUR"): 7000,
        (posting.TRAVELLER_FUNDS, "EUR"): 0,
        (posting.TICKET_REVENUE, "EUR"): -5000,
        (posting.CANCELLATION_FEES, "EUR"): -2000,
    }


def test_cancelling_for_nothing_moves_nothing() -> None:
    """A fare that gives nothing back stays in the books as it was."""
    assert posting.cancelled("ord_1", back=Money(0, "EUR"), fee=Money(0, "EUR")) is None


def test_a_stray_charge_is_nobodys_until_it_has_gone_back() -> None:
    """Money that came twice is no revenue."""
    posted = [posting.stray("sbx_2", PRICE), posting.stray_refunded("tf:pay_1:refund:1", PRICE)]
    assert not any(balances(posted).values())


def test_money_that_is_given_for_tickets_that_stay_is_owed_until_it_is_back() -> None:
    """A gift lessens what was earned."""
    sums = balances([posting.ticketed("ord_1", PRICE), posting.owed_back("chk_1:refund:1", FEE)])
    assert sums[posting.TICKET_REVENUE, "EUR"] == -8000
    assert sums[posting.TRAVELLER_FUNDS, "EUR"] == 8000
