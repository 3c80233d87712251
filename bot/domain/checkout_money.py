"""What a checkout makes of the gateway's answers: yes leads on, no leads back, silence is looked up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from bot.domain import checkout_facts as facts
from bot.domain.booking.order import Booked
from bot.domain.checkout_case import (
    AUTHORIZE_NEEDS,
    MOST_CAPTURES,
    MOST_DECLINES,
    PAY_LINK,
    Checkout,
    Decision,
)
from bot.domain.checkout_challenge import challenged, switched
from bot.domain.checkout_undoing import ask, expire, forget_cards, give_up, let_go
from bot.domain.conversation.events import PaymentChecking, PaymentDeclined, TicketIssued
from bot.domain.money import Money
from bot.domain.payment import payment as payments
from bot.domain.payment import posting
from bot.domain.payment.declines import UNCONFIRMED, reason_key
from bot.domain.payment.payment import PAYMENT, SILENT, Payment
from bot.domain.payment.refunds import DISPUTED
from bot.domain.transitions import allows

_LOOKS = (2, 4, 8, 16, 32, 60, 120, 300, 900, 3600)
"""Seconds between look-ups: quick while somebody looks at a page, then ever slower."""
_SAY_CHECKING = timedelta(seconds=20)
"""A traveller who has waited so long wants to hear something."""
_GIVE_UP_BEFORE = timedelta(minutes=2)
"""An authorization that is still unknown so shortly before the hold ends comes too late for tickets."""
_PATIENCE = timedelta(minutes=10)
"""No request is on its way for so long: what the gateway's records do not show by then has not happened."""
_ENOUGH_LOOKS = 6
"""Look-ups in a row after which the last request is a minute old at least, however long it waited to be sent."""
AGAIN = (60, 300, 900, 3600, 21600)
"""Seconds until a capture or an undoing that was declined is tried again."""
_WATCH = (600, 3600, 21600, 86400)
"""Seconds after which a payment that was given up is looked for (idempotency keys live 24 hours)."""


def short_of_hold(so_far: Decision) -> bool:
    """Whether too little is left of the hold to ask a bank."""
    held_until = so_far.checkout.order.held_until
    return held_until is None or held_until - so_far.now < AUTHORIZE_NEEDS


def ask_again(so_far: Decision, trigger: str, *, reason: str) -> Decision:
    """Back to the page for another card, while there are tries and time; `reason` is the key of a text."""
    checkout = so_far.checkout
    if checkout.state == "unwinding":
        return let_go(so_far)
    if checkout.unwanted:
        return give_up(so_far, "cancelled")
    if checkout.declines >= MOST_DECLINES:
        return give_up(so_far.tell(PaymentDeclined, reason=reason, url=""), "failed")
    if checkout.link_until is None or so_far.now >= checkout.link_until:
        # Whoever let the bank's time pass, too, is told of one end and not of two.
        told = so_far if reason == UNCONFIRMED else so_far.tell(PaymentDeclined, reason=reason, url="")
        return give_up(told, "expired")
    trouble = "unreadable" if trigger == "card_lost" else "declined"
    return so_far.tell(PaymentDeclined, reason=reason, url=PAY_LINK).move(trigger, trouble=trouble)


def authorize_answered(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """What follows from an answer about an authorization."""
    if fact.result == "approved" or fact.code == "amount_mismatch":
        return _authorized(so_far, payment, fact)
    if fact.result in {"declined", "lapsed"}:
        no = payments.close_attempt(
            payments.apply(payment, "authorize:declined"), "declined", code=fact.code, reference=fact.reference
        )
        said_no = so_far.pay(msgspec.structs.replace(no, code=fact.code, action_url=""))
        return ask_again(said_no, "declined", reason=reason_key(fact.code))
    noted = payments.change_attempt(payment, reference=fact.reference) if fact.reference else payment
    return challenged(so_far, noted, fact) if fact.result == "action" else _no_answer(so_far, noted, fact)


def _authorized(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    moved = fact.amount or payment.amount
    held = payments.apply(
        payment,
        "authorize:approved",
        amount=moved.minor,
        reference=fact.reference,
        capture_before=fact.capture_before,
    )
    wrong = moved != payment.amount
    held = payments.close_attempt(held, "approved", reference=fact.reference)
    yes = so_far.pay(msgspec.structs.replace(held, action_url="", staff=held.staff or wrong))
    if yes.checkout.state == "unwinding":
        return let_go(yes)
    if wrong or yes.checkout.unwanted:
        return give_up(yes.call_staff("amount") if wrong else yes, "failed" if wrong else "cancelled")
    if any(each.state != "authorized" for each in yes.checkout.payments):
        return yes.move("approved_in_part")
    return yes.order("ticket").move("approved").want("ticket")


def _no_answer(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    trigger = f"authorize:{fact.result}"
    if fact.result in SILENT and allows(PAYMENT, payment.state, trigger):
        payment = payments.apply(payment, trigger)
    waiting = so_far.pay(payment)
    held_until = waiting.checkout.order.held_until
    last_look = held_until - _GIVE_UP_BEFORE if held_until is not None else so_far.now
    if so_far.now >= last_look and allows(PAYMENT, payment.state, "authorize:declined"):
        return _give_up_on_bank(waiting, payment)
    if waiting.checkout.state == "challenging" and payment.state == "authorizing":
        waiting = waiting.move("check")
    waiting = _say_checking_in_time(waiting, payment)
    if fact.result == "missing" and waiting.checkout.state == "authorizing":
        return waiting.want("authorize", fact.attempt, tries=fact.tries)
    return look_again(waiting, fact, latest=last_look)


def _give_up_on_bank(so_far: Decision, payment: Payment) -> Decision:
    given_up = so_far.pay(expire(payment, "given_up")).call_staff("no_answer")
    for seconds in _WATCH:
        given_up = given_up.want("look", payment.id, after=timedelta(seconds=seconds))
    return let_go(given_up) if given_up.checkout.state == "unwinding" else give_up(given_up, "failed")


def look_again(so_far: Decision, fact: facts.Answered, *, latest: datetime | None = None) -> Decision:
    """Look the attempt of an answer up, the later the longer that lasts, but not after `latest` (UTC) has come."""
    wait = timedelta(seconds=_LOOKS[min(fact.tries, len(_LOOKS) - 1)])
    if latest is not None and latest > so_far.now:
        wait = min(wait, latest - so_far.now)
    return so_far.want("look", fact.attempt, after=wait, tries=fact.tries + 1)


def _say_checking_in_time(so_far: Decision, payment: Payment) -> Decision:
    attempt = payment.open_attempt
    early = attempt is None or so_far.now - attempt.opened_at < _SAY_CHECKING
    return so_far if early else _say_checking(so_far)


def _say_checking(so_far: Decision) -> Decision:
    if so_far.checkout.checking or so_far.checkout.state not in {"authorizing", "capturing"}:
        return so_far
    return so_far.tell(PaymentChecking).change(checking=True)


def capture_answered(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """What follows from an answer about a capture."""
    if fact.result == "approved":
        return _captured(so_far, payment, fact)
    if fact.result == "lapsed":
        lost = payments.close_attempt(payments.apply(payment, "lapsed"), "lapsed")
        return _take_back(so_far.pay(msgspec.structs.replace(lost, staff=True)).call_staff("capture"))
    if fact.result == "declined" or never_happened(so_far, payment, fact):
        return _capture_declined(so_far, payment, fact)
    return silent(so_far, payment, fact)


def _captured(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    amount = fact.amount or payment.amount
    if _is_odd(payment, amount, most=payment.authorized):
        return ask_about(so_far, payment, fact)
    taken = payments.close_attempt(payments.apply(payment, "capture:approved", amount=amount.minor), "approved")
    yes = so_far.pay(taken).post(posting.captured(payment.id, amount))
    yes = yes if amount == payment.amount else yes.call_staff("amount")
    return all_captured(yes) if yes.checkout.state == "capturing" else let_go(yes)


def all_captured(so_far: Decision) -> Decision:
    """Tell the booking once tickets are issued and the money of every payment is taken."""
    if any(each.state != "captured" for each in so_far.checkout.payments):
        return so_far
    return forget_cards(so_far.move("captured").tell(TicketIssued, booked=booked(so_far.checkout, paid_at=so_far.now)))


def booked(checkout: Checkout, *, paid_at: datetime) -> Booked:
    """What was bought in a checkout, as its receipt tells it."""
    order = checkout.order
    return Booked(
        locator=order.locator,
        slices=order.offer.slices,
        brand=order.offer.brand,
        passengers=order.passengers,
        tickets=order.tickets,
        total=order.offer.total,
        taxes=order.offer.taxes,
        method=", ".join(payment.method for payment in checkout.payments),
        email=order.email,
        paid_at=paid_at,
    )


def _capture_declined(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    no = payments.close_attempt(payments.apply(payment, "capture:declined"), "declined", code=fact.code or "no_answer")
    told = so_far.pay(no).call_staff("capture")
    if told.checkout.state != "capturing" or no.count("capture") >= MOST_CAPTURES:
        return _take_back(told)
    wait = timedelta(seconds=AGAIN[min(no.count("capture"), len(AGAIN)) - 1])
    return ask(_say_checking(told), no, "capture", after=wait)


def _take_back(so_far: Decision) -> Decision:
    return give_up(so_far, "failed") if so_far.checkout.state == "capturing" else let_go(so_far)


def undo_answered(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """What follows from an answer about a void or a refund."""
    if fact.code == "authorized" and payment.state == "requires_action":
        amount = fact.amount or payment.amount
        payment = payments.apply(payment, "authorize:approved", amount=amount.minor, reference=fact.reference)
    if fact.code == "captured":
        return _captured_after_all(so_far, payment, fact)
    operation = _operation(payment)
    if fact.result in {"approved", "lapsed"}:
        return _undone(so_far, payment, fact)
    if fact.result == "declined" or never_happened(so_far, payment, fact):
        if allows(PAYMENT, payment.state, f"{operation}:declined"):
            payment = payments.apply(payment, f"{operation}:declined")
        no = payments.close_attempt(payment, "declined", code=fact.code or "no_answer")
        wait = timedelta(seconds=AGAIN[min(no.count(operation), len(AGAIN)) - 1])
        refused = so_far.call_staff(operation)
        if no.state in DISPUTED:
            return let_go(refused.pay(no))
        return let_go(ask(refused, msgspec.structs.replace(no, staff=True), operation, after=wait))
    return silent(so_far, payment, fact)


def _undone(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    attempt = payment.open_attempt
    if attempt is not None and attempt.operation == "refund":
        rest = payment.captured - payment.refunded
        amount = fact.amount or Money(rest, payment.amount.currency)
        if _is_odd(payment, amount, most=rest):
            return ask_about(so_far, payment, fact)
        back = payments.apply(payment, "refund:approved", amount=amount.minor)
        return let_go(so_far.pay(payments.close_attempt(back, "approved")).post(posting.refunded(attempt.key, amount)))
    if so_far.checkout.state == "switching":
        return switched(so_far, payment)
    lapsed = fact.result == "lapsed" and allows(PAYMENT, payment.state, "lapsed")
    trigger = _VOIDED.get(payment.state, "lapsed" if lapsed else "void:approved")
    return let_go(so_far.pay(payments.close_attempt(payments.apply(payment, trigger), "approved")))


def _captured_after_all(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """A capture that was long lost arrived before the void did: the money has to be given back."""
    amount = fact.amount or payment.amount
    if _is_odd(payment, amount, most=payment.authorized):
        return ask_about(so_far, payment, fact)
    if payment.state == "voiding":
        payment = payments.apply(payment, "void:declined")
    taken = payments.close_attempt(payments.apply(payment, "capture:approved", amount=amount.minor), "captured")
    return let_go(so_far.pay(taken).post(posting.captured(payment.id, amount)).call_staff("capture"))


def _is_odd(payment: Payment, amount: Money, *, most: int) -> bool:
    """Whether the gateway says that it moved what cannot be: nothing, too much, or another currency's money."""
    return amount.currency != payment.amount.currency or not 0 < amount.minor <= most


def ask_about(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """An answer that cannot be is no answer: staff see it, and the gateway's records are looked up."""
    return silent(so_far.call_staff("amount"), payment, msgspec.structs.replace(fact, result="unknown"))


_VOIDED: Mapping[str, str] = {"requires_action": "expired"}
"""A challenge that is closed at the gateway holds nothing: the payment simply expires."""


def silent(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """What follows from an answer that decides nothing: look it up, or ask again for what certainly was not done."""
    operation = _operation(payment)
    trigger = f"{operation}:{fact.result}"
    if fact.result in SILENT and allows(PAYMENT, payment.state, trigger):
        payment = payments.apply(payment, trigger)
    waiting = _say_checking_in_time(so_far.pay(payment), payment)
    if fact.result == "missing":
        return waiting.want(operation, fact.attempt, tries=fact.tries)
    return look_again(waiting, fact)


def _operation(payment: Payment) -> str:
    attempt = payment.open_attempt
    return attempt.operation if attempt is not None else ""


def never_happened(so_far: Decision, payment: Payment, fact: facts.Answered) -> bool:
    """Whether the gateway's records have shown for so long that a request was not carried out that it never will be."""
    attempt = payment.open_attempt
    if fact.result != "missing" or attempt is None or fact.tries < _ENOUGH_LOOKS:
        return False
    return so_far.now - attempt.opened_at >= _PATIENCE
