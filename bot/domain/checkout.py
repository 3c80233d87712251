"""The checkout: holds seats, authorizes, issues tickets, captures, tells; and undoes all of it when a part fails.

Theory. Nothing outside can be part of our transactions: a supplier sells seats, a gateway moves money, and each may
have done what it was asked while its answer was lost. So a checkout is a machine that is fed facts, one at a time,
and says which call comes next. `advance` is that machine: a pure function from a checkout and a fact to a checkout,
steps, events for the thread and entries for the books, all of which are committed in one transaction.

The order is what keeps everybody safe. Seats are held before money is asked for, so nobody pays for nothing. Money is
only reserved before tickets are issued, so what fails costs the traveller nothing. It is taken when the tickets exist,
so nobody is charged without them. Each step can be undone until then: an authorization is voided, seats are released;
and if money cannot be taken in the end, the tickets are taken back.

There are three kinds of answer. Yes leads on. No leads back: a bank's no to another card, up to five times; a
supplier's no to undoing. Silence leads nowhere: the payment or the order stays in a state that means "may have
happened" (authorizing, capturing, voiding, ticketing) and is looked up until it is known; the same request is
repeated under the same key, never under another. Only when the gateway's own records have shown for ten minutes that
a capture or a void did not happen is that a no. An authorization that is still unknown when the hold ends is given up,
looked for during the next days, and voided when it turns up.

What must stay true: at most one open attempt a payment; no ticket unless every payment is authorized; no capture
without tickets; a checkout ends only when nothing is held or taken, or when tickets are paid; a fact that comes twice,
late or out of order changes nothing. A traveller who gives up while a bank is being asked is heard as soon as the
bank has answered. What is not nice yet: a release that the supplier never answers is asked for ever, and staff see it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from bot.domain import checkout_facts as facts
from bot.domain.checkout_case import AUTHORIZE_NEEDS, CHECKOUT, LINK_LASTS, PAY_LINK, Checkout, Decision
from bot.domain.checkout_challenge import another_card
from bot.domain.checkout_money import ask_again, authorize_answered, capture_answered, short_of_hold, undo_answered
from bot.domain.checkout_undoing import approved_late, give_up, refund_failed, released
from bot.domain.conversation.events import PaymentChecking, PaymentDeclined, PriceChanged, SeatsHeld, SoldOut
from bot.domain.errors import IllegalError
from bot.domain.payment import payment as payments
from bot.domain.payment import posting
from bot.domain.payment.payment import Attempt, Payment

__all__ = ["CHECKOUT", "advance", "begin"]

_ASKED = frozenset({"authorizing", "challenging", "switching", "ticketing", "capturing"})
"""States in which a card is asked, or has said yes: another one pays nothing now."""


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
    order = msgspec.structs.replace(so_far.checkout.order, held_until=fact.until)
    longer = so_far.change(order=order, extended=True)
    if so_far.checkout.state == "challenging" and fact.until <= so_far.now:
        return give_up(longer, "expired")
    waiting = _unsent(longer.checkout)
    if so_far.checkout.state != "authorizing" or waiting is None:
        return longer
    return _ask_bank(longer, waiting)


def _card_received(so_far: Decision, fact: facts.CardReceived) -> Decision:
    checkout, now = so_far.checkout, so_far.now
    if not _collects(so_far):
        return so_far
    usage: payments.Usage = "once" if fact.consent is None else "keep"
    asked = payments.open_attempt(_unpaid(checkout), "authorize", now=now, sealed=fact.sealed, usage=usage)
    taken = so_far.pay(asked).move("card", trouble="", checking=False, saving=fact.consent)
    return _ask_bank(taken, asked.attempts[-1])


def _collects(so_far: Decision) -> bool:
    until = so_far.checkout.link_until
    return so_far.checkout.state == "collecting" and until is not None and so_far.now < until


def _unpaid(checkout: Checkout) -> Payment:
    return next(p for p in checkout.payments if p.state in {"created", "declined"})


def _method_chosen(so_far: Decision, fact: facts.MethodChosen) -> Decision:
    if not _collects(so_far):
        return _passed_over(so_far, fact.instrument)
    asked = payments.open_attempt(
        _unpaid(so_far.checkout), "authorize", now=so_far.now, instrument=fact.instrument, usage="saved"
    )
    asked = msgspec.structs.replace(asked, method=fact.method)
    taken = so_far.pay(asked).move("card", trouble="", checking=False, saving=None)
    return _ask_bank(taken, asked.attempts[-1])


def _passed_over(so_far: Decision, instrument: str = "") -> Decision:
    """Tell that another card pays than the one that was tapped: the thread had said otherwise."""
    attempts = (attempt for payment in so_far.checkout.payments for attempt in payment.attempts)
    asked = [attempt for attempt in attempts if attempt.operation == "authorize"][-1:]
    same = any(attempt.usage == "saved" and instrument in {"", attempt.instrument} for attempt in asked)
    others = so_far.checkout.state in _ASKED and not same
    return so_far.tell(PaymentChecking, other=True) if others else so_far


def _method_refused(so_far: Decision, fact: facts.MethodRefused) -> Decision:
    """Ask for another card; an attempt that certainly never left is closed, one that may have is not touched."""
    if not fact.attempt:
        asks = _collects(so_far)
        return so_far.tell(PaymentDeclined, reason=fact.reason, url=PAY_LINK) if asks else _passed_over(so_far)
    payment = so_far.checkout.paying(fact.attempt)
    attempt = payment.open_attempt if payment is not None else None
    if payment is None or attempt is None or attempt.usage != "saved" or attempt.sends:
        return so_far
    lost = so_far.pay(payments.close_attempt(payment, "lost"))
    return ask_again(lost, "card_lost", reason=fact.reason).change(trouble="")


def _ask_bank(so_far: Decision, attempt: Attempt) -> Decision:
    """Go on with a card, if enough of the hold is left; else ask for more of it once, else end."""
    if not short_of_hold(so_far):
        return so_far.want("authorize" if attempt.instrument else "tokenize", attempt.key)
    return give_up(so_far, "expired") if so_far.checkout.extended else so_far.want("extend")


def _unsent(checkout: Checkout) -> Attempt | None:
    attempts = (payment.open_attempt for payment in checkout.payments)
    return next((a for a in attempts if a is not None and a.operation == "authorize" and a.sends == 0), None)


def _without_token(checkout: Checkout, key: str) -> Payment | None:
    """The payment whose card is not a token yet, if that is what its open attempt of that key waits for."""
    payment = checkout.paying(key)
    attempt = payment.open_attempt if payment is not None else None
    return payment if attempt is not None and attempt.operation == "authorize" and not attempt.instrument else None


def _tokenized(so_far: Decision, fact: facts.CardTokenized) -> Decision:
    payment = _without_token(so_far.checkout, fact.attempt)
    if payment is None:
        return so_far
    known = payments.change_attempt(payment, instrument=fact.instrument)
    asked = next(attempt for attempt in known.attempts if attempt.key == fact.attempt)
    known = payments.change_attempt(known, request_hash=payments.request_hash(known, asked))
    return so_far.pay(msgspec.structs.replace(known, method=fact.method)).want("authorize", fact.attempt)


def _card_lost(so_far: Decision, fact: facts.CardLost) -> Decision:
    payment = _without_token(so_far.checkout, fact.attempt)
    if payment is None:
        return so_far
    lost = so_far.pay(payments.close_attempt(payment, "lost"))
    return ask_again(lost, "card_lost", reason="card_unreadable")


def _sending(so_far: Decision, fact: facts.Sending) -> Decision:
    """Note that a request may leave; or find that it had better not, while it certainly never did."""
    payment = so_far.checkout.paying(fact.attempt)
    if payment is None or payment.open_attempt is None:
        return so_far
    attempt = payment.open_attempt
    if attempt.operation == "authorize" and attempt.sends == 0:
        if so_far.checkout.unwanted:
            return give_up(so_far, "cancelled")
        if short_of_hold(so_far):
            return _ask_bank(so_far, attempt)
    if attempt.request_hash != payments.request_hash(payment, attempt):
        raise IllegalError("checkout: an attempt must not ask for anything but what its key was made for.")
    return so_far.pay(payments.change_attempt(payment, sends=attempt.sends + 1))


def _not_sent(so_far: Decision, fact: facts.NotSent) -> Decision:
    payment = so_far.checkout.paying(fact.attempt)
    if payment is None or payment.open_attempt is None or payment.open_attempt.sends != 1:
        return so_far
    silent = payment.state in {"authorizing", "requires_action"}
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
        asked = payments.open_attempt(payment, "capture", now=so_far.now)
        issued = issued.pay(asked).want("capture", asked.attempts[-1].key)
    return issued


def _tickets_refused(so_far: Decision, _: facts.TicketsRefused) -> Decision:
    return give_up(so_far.order("refuse"), "unticketed") if so_far.checkout.state == "ticketing" else so_far


def _time_passed(so_far: Decision, _: facts.TimePassed) -> Decision:
    link_until, action_until = so_far.checkout.link_until, so_far.checkout.action_until
    ends = {"collecting": link_until, "switching": link_until, "challenging": action_until}
    end = ends.get(so_far.checkout.state)
    return give_up(so_far, "expired") if end is not None and so_far.now >= end else so_far


def _cancelled(so_far: Decision, _: facts.Cancelled) -> Decision:
    if so_far.checkout.state in {"collecting", "challenging", "switching"}:
        return give_up(so_far, "cancelled")
    return so_far.change(unwanted=True) if so_far.checkout.state in {"holding", "authorizing"} else so_far


_ANSWERS: Mapping[str, Callable[[Decision, Payment, facts.Answered], Decision]] = {
    "authorize": authorize_answered,
    "capture": capture_answered,
    "void": undo_answered,
    "refund": undo_answered,
}

_RULES: Mapping[type[facts.Fact], Callable[[Decision, Any], Decision]] = {
    facts.SeatsKept: _seats_kept,
    facts.HoldRefused: _hold_refused,
    facts.HoldExtended: _extended,
    facts.CardReceived: _card_received,
    facts.MethodChosen: _method_chosen,
    facts.MethodRefused: _method_refused,
    facts.CardTokenized: _tokenized,
    facts.CardLost: _card_lost,
    facts.Sending: _sending,
    facts.NotSent: _not_sent,
    facts.Answered: _answered,
    facts.ApprovedLate: approved_late,
    facts.RefundFailed: refund_failed,
    facts.TicketsIssued: _tickets_issued,
    facts.TicketsRefused: _tickets_refused,
    facts.SeatsReleased: released,
    facts.TimePassed: _time_passed,
    facts.AnotherCard: another_card,
    facts.Cancelled: _cancelled,
}
"""One rule a fact; a fact without a rule, or with two, does not exist."""
