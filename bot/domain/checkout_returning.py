"""After the sale: a paid booking is cancelled and its money given back, or money alone; and what came twice goes back.

Theory. The supplier is asked first, because only it can say that the tickets are void: a yes makes the refunds that
were agreed to due, a no leaves everything as it was, and silence is looked up. Then each refund is asked for by one
attempt at a time of its payment. A refund that is declined is tried again, five times over some hours; then it has
failed, and staff find another way. One that the gateway had made and that came back later has failed, too: what it was
for is owed to the traveller again, and the books say so.
"""

from datetime import timedelta

import msgspec

from bot.domain import checkout_facts as facts
from bot.domain import return_facts
from bot.domain.checkout_case import Checkout, Decision
from bot.domain.checkout_money import AGAIN, ask_about, look_again, never_happened, silent, undo_answered
from bot.domain.checkout_undoing import give_up, let_go
from bot.domain.conversation.aftersale_events import BookingCancelled, CancellationRefused, ChargedTwice, RefundMoved
from bot.domain.money import Money
from bot.domain.payment import payment as payments
from bot.domain.payment import posting
from bot.domain.payment.ledger import reversal
from bot.domain.payment.payment import PAYMENT, Attempt, Payment
from bot.domain.payment.refunds import CANCELLED, DISPUTED, Refund, Share, left, open_refund
from bot.domain.transitions import allows

MOST_REFUNDS = 5
"""Times in a row that a refund may be declined: the last is hours after the first."""
_WATCH = (86400, 518400)
"""Seconds after which a refund that was made is looked for again, in case the webhook that takes it back is lost."""
SOLD = frozenset({"paid", "returning", "returned"})
"""States in which the money of a checkout is ours, as far as it is not given back."""


def agreed(so_far: Decision, fact: return_facts.ReturnAgreed) -> Decision:
    """Ask the supplier to take a paid booking back; a second yes changes nothing."""
    if so_far.checkout.state != "paid" or so_far.checkout.order.state != "ticketed":
        return so_far
    return so_far.order("give_back").move("return", giving_back=fact.giving_back).want("cancel")


def taken_back(so_far: Decision, _: return_facts.BookingTakenBack) -> Decision:
    """The tickets are void: what was agreed to is owed, and asked for."""
    checkout = so_far.checkout
    agreed_to = checkout.giving_back
    if checkout.order.state != "cancelling" or agreed_to is None:
        return so_far
    posted = posting.cancelled(checkout.order.id, back=agreed_to.total, fee=agreed_to.fee)
    so_far = so_far.order("cancel").post(*([posted] if posted else []))
    for share in agreed_to.shares:
        so_far = _decide(so_far, share, by=agreed_to.by)
    told = so_far.tell(
        BookingCancelled,
        locator=checkout.order.locator,
        total=agreed_to.total,
        fee=agreed_to.fee,
        shares=agreed_to.shares,
    )
    return pay_back(told)


def kept(so_far: Decision, _: return_facts.BookingKept) -> Decision:
    """The supplier said no: nothing is given back, and the tickets are good."""
    if so_far.checkout.order.state != "cancelling":
        return so_far
    as_before = so_far.order("keep").move("keep")
    told = as_before.tell(CancellationRefused, reason="kept", locator=so_far.checkout.order.locator)
    return told.call_staff("cancel").change(giving_back=None)


def refund_id(checkout: Checkout) -> str:
    """The id of the next refund of a checkout."""
    return f"{checkout.id}:refund:{len(checkout.refunds) + 1}"


def can_go_back(checkout: Checkout, payment: Payment) -> int:
    """Minor units of a payment that may still be given back: what was agreed to when it is cancelled is reserved."""
    agreed_to = checkout.giving_back if checkout.order.state == "cancelling" else None
    shares = agreed_to.shares if agreed_to is not None else ()
    reserved = sum(share.amount.minor for share in shares if share.payment == payment.id)
    return left(payment, checkout.refunds) - reserved


def _decide(so_far: Decision, share: Share, *, by: str) -> Decision:
    fresh = Refund(refund_id(so_far.checkout), share.payment, share.amount, CANCELLED, by, so_far.now)
    return so_far.change(refunds=(*so_far.checkout.refunds, fresh))


def decided(so_far: Decision, fact: return_facts.RefundDecided) -> Decision:
    """Give money back for tickets that stay, or on top of what a rule gave; never more than is left."""
    refund, checkout = fact.refund, so_far.checkout
    payment = checkout.payment(refund.payment)
    fits = payment is not None and refund.amount.currency == payment.amount.currency
    if payment is None or not fits or checkout.state not in SOLD or refund.id != refund_id(checkout):
        return so_far
    if not 0 < refund.amount.minor <= can_go_back(checkout, payment):
        return so_far
    owed = so_far.change(refunds=(*checkout.refunds, refund)).post(posting.owed_back(refund.id, refund.amount))
    return pay_back(_tell(owed, refund, "begun"))


def retried(so_far: Decision, fact: return_facts.RefundRetried) -> Decision:
    """Try a refund once more that has failed, if the money is still there."""
    checkout = so_far.checkout
    refund = next((one for one in checkout.refunds if one.id == fact.refund and one.state == "failed"), None)
    payment = checkout.payment(refund.payment) if refund is not None else None
    if refund is None or payment is None or can_go_back(checkout, payment) < refund.amount.minor:
        return so_far
    return pay_back(_change(so_far, refund, state="due", tries=0, attempt="", changed_at=so_far.now))


def pay_back(so_far: Decision) -> Decision:
    """Ask for every refund that is due and whose payment waits for no other answer; end when none is due any more.

    A refund of money that a bank has taken back waits until the bank has decided, however long after the end that is.
    """
    for payment in so_far.checkout.payments:
        refund = next((one for one in so_far.checkout.refunds if _is_due(one, payment)), None)
        if refund is None or payment.open_attempt is not None or payment.state != "captured":
            continue
        asked = open_refund(payment, refund.amount.minor, now=so_far.now)
        key = asked.attempts[-1].key
        wait = timedelta(seconds=AGAIN[min(refund.tries, len(AGAIN)) - 1] if refund.tries else 0)
        so_far = _change(so_far.pay(asked), refund, attempt=key).want("refund", key, after=wait)
    checkout = so_far.checkout
    disputed = {payment.id for payment in checkout.payments if payment.state in DISPUTED}
    waits = any(one.state == "due" and one.payment not in disputed for one in checkout.refunds)
    done = checkout.order.state == "cancelled" and not waits
    return so_far.move("returned") if checkout.state == "returning" and done else so_far


def taken_away(so_far: Decision, payment: str) -> Decision:
    """A bank has given the money of a payment back for good: refunds of it that were due are nobody's to make."""
    due = [one for one in so_far.checkout.refunds if one.payment == payment and one.state == "due"]
    for refund in due:
        so_far = _change(so_far, refund, state="failed", changed_at=so_far.now)
    return pay_back(so_far)


def _is_due(refund: Refund, payment: Payment) -> bool:
    return refund.payment == payment.id and refund.state == "due"


def refund_answered(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """What follows from an answer about a refund: one that was decided, a stray charge's, or one that undoes."""
    attempt = payment.open_attempt
    if attempt is None or not attempt.amount:
        return undo_answered(so_far, payment, fact)
    refund = next((one for one in so_far.checkout.refunds if one.attempt == attempt.key), None)
    if fact.result == "approved" and fact.amount != Money(attempt.amount, payment.amount.currency):
        fact = msgspec.structs.replace(fact, result="unknown")
        so_far = so_far.call_staff("amount")
    if refund is None:
        return _stray_answered(so_far, payment, attempt, fact=fact)
    if fact.result == "approved":
        return _given_back(so_far, payment, refund)
    if fact.result == "declined" or never_happened(so_far, payment, fact):
        return _declined(so_far, payment, refund, code=fact.code)
    if fact.code == "amount_mismatch":
        return ask_about(so_far, payment, fact)
    return silent(so_far, payment, fact)


def _given_back(so_far: Decision, payment: Payment, refund: Refund) -> Decision:
    back = payments.close_attempt(payments.apply(payment, "refund:approved", amount=refund.amount.minor), "approved")
    so_far = so_far.pay(back).post(posting.refunded(refund.attempt, refund.amount))
    so_far = _tell(_change(so_far, refund, state="done", changed_at=so_far.now, tries=0), refund, "done")
    for seconds in _WATCH:
        so_far = so_far.want("look", payment.id, after=timedelta(seconds=seconds))
    return pay_back(so_far)


def _declined(so_far: Decision, payment: Payment, refund: Refund, *, code: str) -> Decision:
    if allows(PAYMENT, payment.state, "refund:declined"):
        payment = payments.apply(payment, "refund:declined")
    so_far = so_far.pay(payments.close_attempt(payment, "declined", code=code or "no_answer"))
    if refund.tries + 1 < MOST_REFUNDS:
        return pay_back(_change(so_far, refund, tries=refund.tries + 1))
    failed = _change(so_far, refund, state="failed", tries=refund.tries + 1, changed_at=so_far.now)
    return pay_back(_tell(failed.call_staff("refund"), refund, "failed"))


def came_back(so_far: Decision, fact: facts.RefundFailed) -> Decision:
    """Money that had gone back came to us again: the books say so, and staff find the traveller another way."""
    payment = so_far.checkout.payment(fact.payment)
    if payment is None or payment.open_attempt is not None or fact.refunded.currency != payment.amount.currency:
        return so_far
    missing = payment.refunded - fact.refunded.minor
    if missing <= 0 or not allows(PAYMENT, payment.state, "refund_failed"):
        return so_far
    made = [one for one in payment.attempts if (one.operation, one.result) == ("refund", "approved")]
    attempt = next((one for one in made if one.key == fact.attempt), made[-1])
    failed = msgspec.structs.replace(attempt, result="failed")
    back = msgspec.structs.replace(
        payments.apply(payment, "refund_failed"),
        refunded=fact.refunded.minor,
        attempts=tuple(failed if one.key == attempt.key else one for one in payment.attempts),
    )
    undone = reversal(posting.refunded(attempt.key, Money(missing, payment.amount.currency)))
    told = so_far.pay(back).post(undone).call_staff("refund")
    refund = next((one for one in told.checkout.refunds if one.attempt == attempt.key), None)
    if refund is not None:
        told = _tell(_change(told, refund, state="failed", changed_at=told.now), refund, "failed")
        # Another one may have failed in the same moment: a look names one at a time.
        return told.want("look", payment.id)
    return let_go(told) if told.checkout.state == "unwinding" else told


def came_twice(so_far: Decision, fact: return_facts.DoubleSuccess) -> Decision:
    """Money that was taken beside a payment goes back at once, and is shown to staff."""
    payment = so_far.checkout.payment(fact.payment)
    if payment is None or payment.open_attempt is not None or so_far.checkout.state not in {*SOLD, "ended"}:
        return so_far
    if fact.amount.minor <= 0 or fact.amount.currency != payment.amount.currency:
        return so_far.call_staff("double_success")
    asked = _ask_stray(so_far, payment, fact.reference, fact.amount.minor)
    told = asked.post(posting.stray(fact.reference, fact.amount)).call_staff("double_success")
    order = told.checkout.order
    return told.tell(ChargedTwice, locator=order.locator, amount=fact.amount, method=payment.method)


def _ask_stray(
    so_far: Decision, payment: Payment, reference: str, minor: int, *, after: timedelta = timedelta(0)
) -> Decision:
    asked = open_refund(payment, minor, now=so_far.now, reference=reference)
    return so_far.pay(asked).want("refund", asked.attempts[-1].key, after=after)


def _stray_answered(so_far: Decision, payment: Payment, attempt: Attempt, *, fact: facts.Answered) -> Decision:
    """A stray charge moves no payment: only its attempt waits, and only the suspense account is settled."""
    if fact.result == "approved":
        amount = Money(attempt.amount, payment.amount.currency)
        closed = so_far.pay(payments.close_attempt(payment, "approved"))
        return pay_back(closed.post(posting.stray_refunded(attempt.key, amount)))
    if fact.result == "declined" or never_happened(so_far, payment, fact):
        closed_payment = payments.close_attempt(payment, "declined", code=fact.code or "no_answer")
        so_far = so_far.pay(closed_payment).call_staff("refund")
        tries = sum(one.operation == "refund" and one.reference == attempt.reference for one in payment.attempts)
        if tries >= MOST_REFUNDS:
            return pay_back(so_far)
        wait = timedelta(seconds=AGAIN[min(tries, len(AGAIN)) - 1])
        return _ask_stray(so_far, closed_payment, attempt.reference, attempt.amount, after=wait)
    if fact.result == "missing":
        return so_far.want("refund", fact.attempt, tries=fact.tries)
    return look_again(so_far, fact)


def hold_ending(so_far: Decision, fact: return_facts.HoldEnding) -> Decision:
    """Money that is held too long is looked up and thereby taken or let go; what hangs on a supplier is for staff."""
    payment = so_far.checkout.payment(fact.payment)
    if payment is None or payment.state not in {"authorized", "capturing", "voiding"}:
        return so_far
    attempt = payment.open_attempt
    if attempt is not None:
        return so_far.want("look", attempt.key).call_staff("hold_ends")
    over = payment.capture_before is not None and so_far.now >= payment.capture_before
    looked = so_far.want("look", payment.id) if over else so_far
    if so_far.checkout.state == "collecting":
        return give_up(looked, "expired")
    return looked.call_staff("hold_ends")


def hold_lapsed(so_far: Decision, fact: return_facts.HoldLapsed) -> Decision:
    """The bank let the money go by itself: nothing can be taken any more, and what was to be paid by it is undone."""
    payment = so_far.checkout.payment(fact.payment)
    if payment is None or payment.state != "authorized" or payment.open_attempt is not None:
        return so_far
    if so_far.checkout.state == "ticketing":
        # Whether there are tickets is not known: when there are, their capture will find what became of the hold.
        return so_far.call_staff("hold_ends")
    lapsed = so_far.pay(payments.apply(payment, "lapsed")).call_staff("hold_ends")
    return let_go(lapsed) if lapsed.checkout.state == "unwinding" else give_up(lapsed, "expired")


def _change(so_far: Decision, refund: Refund, **fields: object) -> Decision:
    changed = msgspec.structs.replace(refund, **fields)
    return so_far.change(refunds=tuple(changed if one.id == refund.id else one for one in so_far.checkout.refunds))


def _tell(so_far: Decision, refund: Refund, state: str) -> Decision:
    checkout = so_far.checkout
    payment = checkout.payment(refund.payment)
    method = payment.method if payment is not None else ""
    locator = checkout.order.locator
    return so_far.tell(RefundMoved, locator=locator, state=state, amount=refund.amount, method=method)
