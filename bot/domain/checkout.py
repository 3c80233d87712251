"""The checkout: holds seats, authorizes, issues tickets, captures, tells; and undoes all of it when a part fails.

Theory. Nothing outside can be part of our transactions: a supplier sells seats, a gateway moves money, and each may
have done what it was asked while its answer was lost. So a checkout is a machine that is fed facts, one at a time,
and says which call comes next. `advance` is that machine: a pure function from a checkout and a fact to a checkout,
steps, events for the thread and entries for the books, all of which are committed in one transaction.

The order is what keeps everybody safe. Seats are held before money is asked for, so nobody pays for nothing. Money is
only reserved before tickets are issued, so what fails costs the traveller nothing. It is taken when the tickets exist,
so nobody is charged without them. Each step can be undone until then: an authorization is voided, seats are released;
and if money cannot be taken in the end, the tickets are taken back. A bank account cannot be reserved: it is charged
before there are tickets, and what fails then is refunded (`bot.domain.checkout_charge`).

There are three kinds of answer. Yes leads on. No leads back: a bank's no to another card, up to five times; a
supplier's no to undoing. Silence leads nowhere: the payment or the order stays in a state that means "may have
happened" (authorizing, capturing, voiding, ticketing) and is looked up until it is known; the same request is
repeated under the same key, never under another. Only when the gateway's own records have shown for ten minutes that
a capture or a void did not happen is that a no. An authorization that is still unknown when the hold ends is given up,
looked for during the next days, and voided when it turns up.

What must stay true: at most one open attempt a payment; no ticket unless every payment is authorized or charged; no
capture without tickets; a checkout ends only when nothing is held or taken, or when tickets are paid; a fact that
comes twice, late or out of order changes nothing. A traveller who gives up while a bank is being asked is heard as
soon as the bank has answered. What is not nice yet: a release that the supplier never answers is asked for ever, and
staff see it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from bot.domain import checkout_capture, checkout_desk, desk_facts, return_facts
from bot.domain import checkout_charge as debits
from bot.domain import checkout_facts as facts
from bot.domain import checkout_returning as returning
from bot.domain.checkout_cards import (
    ask_bank,
    card_lost,
    card_received,
    method_chosen,
    method_refused,
    tokenized,
    unsent,
)
from bot.domain.checkout_case import AUTHORIZE_NEEDS, CHECKOUT, LINK_LASTS, PAY_LINK, Checkout, Decision
from bot.domain.checkout_challenge import another_card
from bot.domain.checkout_disputes import dispute_closed, dispute_opened, fraud_warned
from bot.domain.checkout_money import (
    all_captured,
    authorize_answered,
    capture_answered,
    short_of_hold,
    undo_answered,
)
from bot.domain.checkout_review import assessed, held_longer, reviewed, seen_by_bank
from bot.domain.checkout_undoing import approved_late, give_up, released
from bot.domain.conversation.events import PriceChanged, SeatsHeld, SoldOut
from bot.domain.errors import IllegalError
from bot.domain.payment import payment as payments
from bot.domain.payment import posting
from bot.domain.payment.payment import Payment

__all__ = ["CHECKOUT", "advance", "begin"]

_LOOKED_AT = ("challenging", "reviewing")
"""States in which the traveller, or a person of ours, takes time."""


def begin(checkout: Checkout, *, now: datetime) -> Decision:
    """The decision with which a new checkout starts: hold the seats."""
    return Decision(checkout, now).want("hold")


def advance(checkout: Checkout, fact: facts.Fact, *, now: datetime) -> Decision:
    """What follows from a fact; a fact that no longer matters changes nothing. Touches nothing; `now` is UTC."""
    return _RULES[type(fact)](Decision(checkout, now), fact)


def _seats_kept(so_far: Decision, fact: facts.SeatsKept) -> Decision:
    if so_far.checkout.state != "holding":
        return so_far
    held = so_far.order("hold", locator=fact.locator, held_until=fact.until)
    if so_far.checkout.unwanted:
        return give_up(held, "cancelled")
    until = min(so_far.now + LINK_LASTS, fact.until - AUTHORIZE_NEEDS)
    if fact.total != so_far.checkout.order.offer.total or until <= so_far.now:
        return give_up(held.call_staff("hold"), "failed")
    opened = held.move("held", link_until=until).want("expire", after=until - so_far.now)
    return opened.tell(SeatsHeld, url=PAY_LINK, total=fact.total, until=int(until.timestamp()))


def _hold_refused(so_far: Decision, fact: facts.HoldRefused) -> Decision:
    if so_far.checkout.state != "holding":
        return so_far
    refused = so_far.order("refuse")
    if so_far.checkout.unwanted or fact.reason == "failed":
        return refused.change(ending="cancelled" if so_far.checkout.unwanted else "failed").end("refused")
    ended = refused.move("refused", ending=fact.reason)
    if fact.reason == "price_changed" and fact.offer is not None:
        return ended.tell(PriceChanged, offer=fact.offer, before=so_far.checkout.order.offer.total)
    return ended.tell(SoldOut)


def _extended(so_far: Decision, fact: facts.HoldExtended) -> Decision:
    if so_far.checkout.longer == "asked":
        return checkout_desk.made_longer(so_far, fact)
    order = msgspec.structs.replace(so_far.checkout.order, held_until=fact.until)
    longer = so_far.change(order=order, extended=True)
    if so_far.checkout.state == "charging":
        return debits.hold_answered(so_far.change(order=order))
    if so_far.checkout.state == "reviewing":
        return held_longer(so_far, longer)
    if so_far.checkout.state == "challenging" and fact.until <= so_far.now:
        return give_up(longer, "expired")
    waiting = unsent(longer.checkout)
    if so_far.checkout.state != "authorizing" or waiting is None or not short_of_hold(so_far):
        # What did not wait for the longer hold has its step already.
        return longer
    return ask_bank(longer, waiting)


def _sending(so_far: Decision, fact: facts.Sending) -> Decision:
    """Note that a request may leave; or find that it had better not, while it certainly never did."""
    payment = so_far.checkout.paying(fact.attempt)
    if payment is None or payment.open_attempt is None or payment.state == "in_review":
        return so_far
    attempt = payment.open_attempt
    if attempt.operation == "authorize" and attempt.sends == 0:
        if so_far.checkout.unwanted:
            return give_up(so_far, "cancelled")
        if short_of_hold(so_far):
            return ask_bank(so_far, attempt)
        if fact.challenge:
            payment = seen_by_bank(payment)
            attempt = payment.attempts[-1]
    if (instead := debits.too_late_to_ask(so_far)) is not None:
        return instead
    if attempt.request_hash != payments.request_hash(payment, attempt):
        raise IllegalError("checkout: an attempt must not ask for anything but what its key was made for.")
    return so_far.pay(payments.change_attempt(payment, sends=attempt.sends + 1))


def _not_sent(so_far: Decision, fact: facts.NotSent) -> Decision:
    payment = so_far.checkout.paying(fact.attempt)
    if payment is None or payment.open_attempt is None or payment.open_attempt.sends != 1:
        return so_far
    silent = payment.state in {"authorizing", "requires_action", "charging"}
    return so_far if silent else so_far.pay(payments.change_attempt(payment, sends=0))


def _answered(so_far: Decision, fact: facts.Answered) -> Decision:
    payment = so_far.checkout.paying(fact.attempt)
    if payment is None or payment.open_attempt is None:
        return so_far
    return _ANSWERS[payment.open_attempt.operation](so_far, payment, fact)


def _tickets_issued(so_far: Decision, fact: facts.TicketsIssued) -> Decision:
    checkout = so_far.checkout
    if checkout.state != "ticketing":
        return so_far
    issued = so_far.order("issue", tickets=fact.tickets).move("issued")
    issued = issued.post(posting.ticketed(checkout.order.id, checkout.order.offer.total))
    if len(fact.tickets) != len(checkout.order.passengers):
        issued = issued.call_staff("tickets")
    for payment in checkout.payments:
        if payment.state == "authorized":
            asked = payments.open_attempt(payment, "capture", now=so_far.now)
            issued = issued.pay(asked).want("capture", asked.attempts[-1].key)
    return all_captured(issued)


def _tickets_refused(so_far: Decision, _: facts.TicketsRefused) -> Decision:
    return give_up(so_far.order("refuse"), "unticketed") if so_far.checkout.state == "ticketing" else so_far


def _time_passed(so_far: Decision, _: facts.TimePassed) -> Decision:
    link_until, action_until = so_far.checkout.link_until, so_far.checkout.action_until
    ends = dict.fromkeys(("collecting", "visiting", "switching"), link_until) | dict.fromkeys(_LOOKED_AT, action_until)
    end = ends.get(so_far.checkout.state)
    return give_up(so_far, "expired") if end is not None and so_far.now >= end else so_far


def _cancelled(so_far: Decision, _: facts.Cancelled) -> Decision:
    if so_far.checkout.state == "charging":
        return debits.stopped(so_far)
    if so_far.checkout.state in {"collecting", "visiting", "switching", *_LOOKED_AT}:
        return give_up(so_far, "cancelled")
    return so_far.change(unwanted=True) if so_far.checkout.state in {"holding", "authorizing"} else so_far


_ANSWERS: Mapping[str, Callable[[Decision, Payment, facts.Answered], Decision]] = {
    "authorize": authorize_answered,
    "charge": debits.answered,
    "capture": capture_answered,
    "void": undo_answered,
    "refund": returning.refund_answered,
}

_RULES: Mapping[type[facts.Fact], Callable[[Decision, Any], Decision]] = {
    **checkout_capture.RULES,
    facts.SeatsKept: _seats_kept,
    facts.HoldRefused: _hold_refused,
    facts.HoldExtended: _extended,
    facts.CardReceived: card_received,
    facts.MethodChosen: method_chosen,
    facts.MethodRefused: method_refused,
    facts.CardTokenized: tokenized,
    facts.CardLost: card_lost,
    facts.Assessed: assessed,
    facts.Reviewed: reviewed,
    facts.Sending: _sending,
    facts.NotSent: _not_sent,
    facts.Answered: _answered,
    facts.ApprovedLate: approved_late,
    facts.ChargedLate: debits.charged_late,
    facts.ChargeReturned: debits.returned,
    facts.RefundFailed: returning.came_back,
    facts.DisputeOpened: dispute_opened,
    facts.DisputeClosed: dispute_closed,
    facts.FraudWarned: fraud_warned,
    facts.TicketsIssued: _tickets_issued,
    facts.TicketsRefused: _tickets_refused,
    facts.SeatsReleased: released,
    facts.TimePassed: _time_passed,
    facts.AnotherCard: another_card,
    facts.Cancelled: _cancelled,
    return_facts.ReturnAgreed: returning.agreed,
    return_facts.BookingTakenBack: returning.taken_back,
    return_facts.BookingKept: returning.kept,
    return_facts.RefundDecided: returning.decided,
    return_facts.RefundRetried: returning.retried,
    return_facts.DoubleSuccess: returning.came_twice,
    return_facts.HoldEnding: returning.hold_ending,
    return_facts.HoldLapsed: returning.hold_lapsed,
    desk_facts.LinkWanted: checkout_desk.link_wanted,
    desk_facts.LongerWanted: checkout_desk.longer_wanted,
}
"""One rule a fact; a fact without a rule, or with two, does not exist."""
