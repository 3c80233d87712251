"""Disputes of a checkout's payments: the money is gone at once, staff are called, and it comes back when we win.

The traveller is not accused of anything: a dispute is often a statement that was not understood. What is told to her
is that her bank asks us about the payment.
"""

import msgspec

from bot.domain import checkout_facts as facts
from bot.domain.checkout_case import Checkout, Decision
from bot.domain.checkout_returning import pay_back, taken_away
from bot.domain.checkout_undoing import let_go
from bot.domain.payment import payment as payments
from bot.domain.payment import posting
from bot.domain.payment.dispute import Dispute
from bot.domain.payment.ledger import reversal
from bot.domain.payment.payment import PAYMENT, Payment
from bot.domain.transitions import allows

WARNING = "fraud_warning"


def is_disputed(checkout: Checkout, payment: str) -> bool:
    """Whether a dispute of a payment is open or was lost: what it took cannot be given back a second time."""
    return any(each.payment == payment and each.state in {"open", "lost"} for each in checkout.disputes)


def dispute_opened(so_far: Decision, fact: facts.DisputeOpened) -> Decision:
    """Money of a payment was taken back by a bank, until it has decided; the same dispute again changes nothing."""
    payment = so_far.checkout.payment(fact.payment)
    if payment is None or _known(so_far.checkout, fact.dispute) or fact.amount.currency != payment.amount.currency:
        return so_far
    opened = Dispute(fact.dispute, payment.id, fact.amount, fact.reason, so_far.now)
    told = so_far.change(disputes=(*so_far.checkout.disputes, opened)).call_staff("dispute")
    if allows(PAYMENT, payment.state, "dispute"):
        payment = payments.apply(payment, "dispute")
    told = told.pay(msgspec.structs.replace(payment, staff=True))
    return pay_back(told.post(posting.disputed(opened.id, opened.amount)))


def dispute_closed(so_far: Decision, fact: facts.DisputeClosed) -> Decision:
    """A bank has decided: the money comes back, or is lost. A dispute that is not open changes nothing."""
    payment, open_ = so_far.checkout.payment(fact.payment), _known(so_far.checkout, fact.dispute)
    if payment is None or open_ is None or open_.state != "open":
        return so_far
    over = msgspec.structs.replace(open_, state=fact.outcome)
    disputes = tuple(over if each.id == over.id else each for each in so_far.checkout.disputes)
    closed = so_far.change(disputes=disputes).call_staff(f"dispute_{fact.outcome}")
    if fact.outcome == "won":
        closed = closed.post(reversal(posting.disputed(over.id, over.amount)))
    else:
        closed = closed.post(posting.dispute_lost(over.id, over.amount))
    moved = _moved(payment, closed.checkout, fact.outcome)
    closed = closed.pay(moved)
    if closed.checkout.state == "unwinding":
        return let_go(closed)
    return taken_away(closed, moved.id) if moved.state == "charged_back" else pay_back(closed)


def fraud_warned(so_far: Decision, fact: facts.FraudWarned) -> Decision:
    """The card's network warns of fraud: staff look at it, and nobody else hears of it."""
    known = so_far.checkout.payment(fact.payment) is not None
    return so_far.call_staff(WARNING) if known and WARNING not in so_far.checkout.staff else so_far


def _known(checkout: Checkout, dispute: str) -> Dispute | None:
    return next((each for each in checkout.disputes if each.id == dispute), None)


def _moved(payment: Payment, checkout: Checkout, outcome: str) -> Payment:
    """The payment after a decision; while another dispute is open it stays disputed, unless one is lost already."""
    mine = [each.state for each in checkout.disputes if each.payment == payment.id]
    if "open" in mine:
        return payment
    trigger = "lost" if outcome == "lost" or "lost" in mine else "won"
    return payments.apply(payment, trigger) if allows(PAYMENT, payment.state, trigger) else payment
