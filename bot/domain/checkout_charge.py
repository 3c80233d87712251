"""Paying from a bank account: hold longer, charge, wait for days, ticket, tell; what was taken is refunded if it fails.

Theory. A bank account cannot be authorized: it is debited, and whether the money comes is known after days. So the
seats are held for longer first, and the bank is asked only when they are; then nothing is known for a while, which is
told, and looked up ever more slowly. Yes leads to tickets; from then on the only way back is a refund. No leads back
to another method, for which there is a day, however long ago the page closed. When the hold ends without an answer
the charge is given up; money that comes after that goes back, and staff see it. The traveller may give up at any time:
the seats go at once, and the money when it has come.
"""

from datetime import datetime, timedelta

import msgspec

from bot.domain import checkout_facts as facts
from bot.domain.checkout_case import AUTHORIZE_NEEDS, MOST_DECLINES, PAY_LINK, Checkout, Debit, Decision
from bot.domain.checkout_returning import taken_away
from bot.domain.checkout_undoing import ask, expire, give_up, let_go
from bot.domain.conversation.debit_events import DebitAsked, DebitUndone
from bot.domain.conversation.events import PaymentDeclined
from bot.domain.money import Money
from bot.domain.payment import payment as payments
from bot.domain.payment import posting
from bot.domain.payment.declines import debit_reason
from bot.domain.payment.payment import PAYMENT, Attempt, Payment
from bot.domain.payment.refunds import is_refund
from bot.domain.transitions import allows

ANOTHER_LASTS = timedelta(hours=24)
"""A no of the bank comes on any day at any hour: for so long another method may pay after it, while seats are held."""
USUALLY = timedelta(days=5)
"""What a debit takes as a rule (payments.md 1.11); with less left of a hold no bank is asked."""
NOT_NOW, NO_HOLD = "debit_not_now", "debit_no_hold"
"""Keys of the sentences that say why a bank account cannot pay: this trip never, or seats are not held for so long."""

_LOOKS = (2, 4, 8, 16, 60, 300, 1800, 7200, 21600)
"""Seconds between look-ups: the gateway's webhook tells of the end, these are for when it does not."""
_WATCH = (1, 2, 4, 7, 14)
"""Days after which a charge that was given up is looked for: a debit comes, or fails, within two weeks."""


def chosen(so_far: Decision, payment: Payment, fact: facts.MethodChosen) -> Decision:
    """Begin to pay from a bank account, which pays all or nothing: first the seats are held for as long as it takes."""
    if fact.hold_until is None or len(so_far.checkout.payments) > 1:
        return so_far.tell(PaymentDeclined, reason=NOT_NOW, url=PAY_LINK)
    asked = payments.open_attempt(payment, "charge", now=so_far.now, instrument=fact.instrument, usage="saved")
    taken = so_far.pay(msgspec.structs.replace(asked, method=fact.method))
    debit = Debit(fact.hold_until)
    return _go_on(taken.move("debit", trouble="", checking=False, saving=None, debit=debit), asked.attempts[-1])


def _go_on(so_far: Decision, attempt: Attempt) -> Decision:
    return so_far.want("charge", attempt.key) if _held_for_long(so_far.checkout) else so_far.want("extend")


def _held_for_long(checkout: Checkout) -> bool:
    held_until = checkout.order.held_until
    return checkout.debit is not None and held_until is not None and held_until >= checkout.debit.until


def _unsent(checkout: Checkout) -> Payment | None:
    """The payment whose charge certainly has not left yet, if any."""
    attempts = ((payment, payment.open_attempt) for payment in checkout.payments)
    return next((p for p, a in attempts if a is not None and a.operation == "charge" and a.sends == 0), None)


def hold_answered(so_far: Decision) -> Decision:
    """Go on when the supplier holds the seats for long enough; else the bank is never asked, and another method is."""
    payment = _unsent(so_far.checkout)
    attempt = payment.open_attempt if payment is not None else None
    if so_far.checkout.state != "charging" or payment is None or attempt is None:
        return so_far
    return so_far.want("charge", attempt.key) if _held_for_long(so_far.checkout) else _no_hold(so_far, payment)


def too_late_to_ask(so_far: Decision) -> Decision | None:
    """What to do instead of sending a charge that certainly has not left, None when it may go.

    While the gateway was away for days the hold became too short for a bank's days.
    """
    payment = _unsent(so_far.checkout)
    if payment is None or last_moment(so_far.checkout) >= so_far.now:
        return None
    return _no_hold(so_far, payment)


def _no_hold(so_far: Decision, payment: Payment) -> Decision:
    return other_method(so_far.pay(payments.close_attempt(payment, "lost")), "card_lost", reason=NO_HOLD)


def answered(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """What follows from an answer about a charge."""
    odd = fact.amount is not None and fact.amount.currency != payment.amount.currency
    if odd and (fact.result == "approved" or fact.code == "amount_mismatch"):
        return _waiting(so_far.call_staff("amount"), payment, msgspec.structs.replace(fact, result="unknown"))
    if fact.result == "approved" or fact.code == "amount_mismatch":
        return _taken(so_far, payment, fact)
    if fact.result in {"declined", "lapsed"}:
        no = payments.apply(payment, "charge:declined")
        no = payments.close_attempt(no, "declined", code=fact.code, reference=fact.reference)
        said_no = so_far.pay(msgspec.structs.replace(no, code=fact.code))
        return other_method(said_no, "declined", reason=debit_reason(fact.code))
    noted = payments.change_attempt(payment, reference=fact.reference) if fact.reference else payment
    return _waiting(so_far, noted, fact)


def _taken(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """The money has come: tickets follow; what was given up, or is another amount than was agreed, goes back."""
    moved = fact.amount or payment.amount
    wrong = moved != payment.amount
    taken = payments.apply(payment, "charge:approved", amount=moved.minor, reference=fact.reference)
    taken = payments.close_attempt(taken, "approved", reference=fact.reference)
    yes = so_far.pay(msgspec.structs.replace(taken, staff=taken.staff or wrong))
    yes = yes.post(posting.captured(payment.id, moved))
    yes = yes.call_staff("amount") if wrong else yes
    if yes.checkout.state == "unwinding":
        return let_go(yes)
    return give_up(yes, "failed") if wrong else yes.order("ticket").move("approved").want("ticket")


def _waiting(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    result = "unknown" if fact.result in {"missing", "action"} else fact.result
    if allows(PAYMENT, payment.state, f"charge:{result}"):
        payment = payments.apply(payment, f"charge:{result}")
    waiting = so_far.pay(payment)
    over = _over(waiting.checkout)
    if so_far.now >= over:
        return _given_up(waiting, payment)
    if fact.result == "pending":
        waiting = _tell_asked(waiting, payment)
    if fact.result == "missing" and waiting.checkout.state == "charging":
        return waiting.want("charge", fact.attempt, tries=fact.tries)
    wait = timedelta(seconds=_LOOKS[min(fact.tries, len(_LOOKS) - 1)])
    return waiting.want("look", fact.attempt, after=min(wait, over - so_far.now), tries=fact.tries + 1)


def last_moment(checkout: Checkout) -> datetime:
    """Until when (UTC) a bank account can be asked: a bank's days fit into the rest of the hold."""
    return _over(checkout) - USUALLY


def _over(checkout: Checkout) -> datetime:
    """When an answer comes too late for tickets: the seats are held until then, and were when the bank was asked."""
    ends = checkout.debit.until if checkout.debit is not None else checkout.began_at
    return ends - AUTHORIZE_NEEDS


def _tell_asked(so_far: Decision, payment: Payment) -> Decision:
    checkout = so_far.checkout
    if checkout.debit is None or checkout.debit.told or checkout.state != "charging":
        return so_far
    until = int((checkout.order.held_until or checkout.debit.until).timestamp())
    told = so_far.change(debit=msgspec.structs.replace(checkout.debit, told=True))
    return told.tell(DebitAsked, total=payment.amount, method=payment.method, until=until)


def _given_up(so_far: Decision, payment: Payment) -> Decision:
    """The hold ends and the bank has not said anything: what it may still pay is looked for."""
    given_up = so_far.pay(expire(payment, "given_up")).call_staff("no_answer")
    if given_up.checkout.state != "unwinding":
        given_up = _tell_undone(given_up, payment, "unpaid")
    for days in _WATCH:
        given_up = given_up.want("look", payment.id, after=timedelta(days=days))
    return let_go(given_up) if given_up.checkout.state == "unwinding" else give_up(given_up, "failed")


def other_method(so_far: Decision, trigger: str, *, reason: str) -> Decision:
    """Back to the page for another method, if there are tries and the seats are held for long enough to use one."""
    checkout = so_far.checkout
    if checkout.state == "unwinding":
        return let_go(so_far)
    if checkout.declines >= MOST_DECLINES:
        return give_up(so_far.tell(PaymentDeclined, reason=reason, url=""), "failed")
    held_until = checkout.order.held_until or so_far.now
    until = checkout.link_until if checkout.link_until and so_far.now < checkout.link_until else None
    until = until or min(so_far.now + ANOTHER_LASTS, held_until - AUTHORIZE_NEEDS)
    if until <= so_far.now:
        return give_up(so_far.tell(PaymentDeclined, reason=reason, url=""), "expired")
    trouble = "declined" if trigger == "declined" else ""
    again = so_far.tell(PaymentDeclined, reason=reason, url=PAY_LINK).move(trigger, trouble=trouble, link_until=until)
    return again if until == checkout.link_until else again.want("expire", after=until - so_far.now)


def stopped(so_far: Decision) -> Decision:
    """The traveller gives up while a bank account is asked: the seats go at once; what still comes goes back."""
    asked = next((each for each in so_far.checkout.payments if each.open_attempt is not None), None)
    sent = asked is not None and _unsent(so_far.checkout) is None
    return give_up(_tell_undone(so_far, asked, "cancelled") if sent and asked else so_far, "cancelled")


def _tell_undone(so_far: Decision, payment: Payment, reason: str) -> Decision:
    return so_far.tell(DebitUndone, reason=reason, total=payment.amount, method=payment.method)


def charged_late(so_far: Decision, fact: facts.ChargedLate) -> Decision:
    """Money was taken for a payment that was given up: it goes back, and staff see it."""
    payment = so_far.checkout.payment(fact.payment)
    if payment is None or payment.state not in {"expired", "voided"} or payment.open_attempt is not None:
        return so_far
    seen = so_far.call_staff("approved_late")
    if fact.amount.currency != payment.amount.currency or fact.amount.minor <= 0:
        return seen
    taken = payments.apply(payment, "charge:approved", amount=fact.amount.minor, reference=fact.reference)
    told = _tell_undone(seen, payment, "late").post(posting.captured(payment.id, fact.amount))
    return ask(told, taken, "refund")


def returned(so_far: Decision, fact: facts.ChargeReturned) -> Decision:
    """A bank took back what had paid: staff see it, and the books have the loss; before tickets it is looked at later.

    Tickets that are being issued first come to their end; what was being refunded has gone back by this.
    """
    payment = so_far.checkout.payment(fact.payment)
    attempt = payment.open_attempt if payment is not None else None
    if payment is None or (attempt is not None and not is_refund(payment, attempt)):
        return so_far
    if so_far.checkout.state in {"ticketing", "capturing"}:
        return so_far.want("look", payment.id, after=timedelta(hours=1))
    seen = so_far.call_staff("returned")
    if not allows(PAYMENT, payment.state, "dispute"):
        return seen
    if attempt is not None:
        payment = payments.close_attempt(payment, "declined", code="returned")
    lost = payments.apply(payments.apply(payment, "dispute"), "lost")
    amount = Money(payment.captured - payment.refunded, payment.amount.currency)
    gone = seen.pay(msgspec.structs.replace(lost, staff=True)).post(posting.returned(payment.id, amount))
    return let_go(gone) if gone.checkout.state == "unwinding" else taken_away(gone, payment.id)
