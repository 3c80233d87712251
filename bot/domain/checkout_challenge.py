"""A challenge of the bank: it opens, it may be left for another card, and then it is closed before that card comes.

The traveller may do anything on the pages of the bank: confirm, refuse, close them, or come back undecided. What she
did is known from the gateway alone. While the bank waits she may ask for another card: the challenge is closed at the
gateway first, so that two banks never hold money for one payment.
"""

from datetime import datetime, timedelta

import msgspec

from bot.domain import checkout_facts as facts
from bot.domain.checkout_case import AUTHORIZE_NEEDS, CHALLENGE_LASTS, MOST_DECLINES, PAY_LINK, Checkout, Decision
from bot.domain.checkout_undoing import ask, give_up, let_go
from bot.domain.conversation.events import PaymentChallenged, PaymentDeclined
from bot.domain.payment import payment as payments
from bot.domain.payment.payment import PAYMENT, Payment
from bot.domain.transitions import allows

_LOOKS = (15, 30, 60)
"""Seconds between look-ups of a challenge: the gateway's webhook tells of its end, these are for when it does not."""


def challenged(so_far: Decision, payment: Payment, fact: facts.Answered) -> Decision:
    """What follows when the bank wants to see the traveller: she is told where and until when, and we keep looking."""
    if allows(PAYMENT, payment.state, "authorize:action"):
        payment = payments.apply(payment, "authorize:action", reference=fact.reference)
        payment = msgspec.structs.replace(payment, action_url=fact.action_url)
    asked = so_far.pay(payment)
    if asked.checkout.state == "unwinding":
        return let_go(asked)
    if asked.checkout.unwanted:
        return give_up(asked, "cancelled")
    if asked.checkout.state == "authorizing":
        asked = _open(asked, payment)
    wait = timedelta(seconds=_LOOKS[min(fact.tries, len(_LOOKS) - 1)])
    return asked.want("look", fact.attempt, after=wait, tries=fact.tries + 1)


def _open(so_far: Decision, payment: Payment) -> Decision:
    """The challenge lasts as long as the pay page promised, and ten minutes in any case: for so long a bank waits.

    Who tapped a saved card in the thread has no page open, and is led to the bank itself.
    """
    attempt = payment.open_attempt
    url = payment.action_url if attempt is not None and attempt.usage == "saved" else PAY_LINK
    checkout, least = so_far.checkout, so_far.now + CHALLENGE_LASTS
    until = max(least, checkout.link_until or least)
    opened = so_far.move("challenge", action_until=until).want("expire", after=until - so_far.now)
    opened = opened.tell(PaymentChallenged, url=url, until=int(least.timestamp()))
    held_until = checkout.order.held_until
    short = held_until is None or held_until < until + AUTHORIZE_NEEDS
    return opened.want("extend") if short and not checkout.extended else opened


def may_switch(checkout: Checkout, now: datetime) -> bool:
    """Whether there is a challenge to leave for another card, a try for that card, and time for it (UTC)."""
    in_time = checkout.link_until is not None and now < checkout.link_until
    return checkout.state == "challenging" and in_time and checkout.declines + 1 < MOST_DECLINES


def another_card(so_far: Decision, _: facts.AnotherCard) -> Decision:
    """Close the challenge at the gateway: no other card is taken before that is done."""
    asked = next((each for each in so_far.checkout.payments if each.state == "requires_action"), None)
    if asked is None or not may_switch(so_far.checkout, so_far.now):
        return so_far
    left = msgspec.structs.replace(payments.close_attempt(asked, "abandoned"), action_url="")
    return ask(so_far.move("another", action_until=None), left, "void")


def switched(so_far: Decision, payment: Payment) -> Decision:
    """The bank asks and holds nothing any more: back to the page for another card, if there is time.

    Money that was confirmed and let go in the same moment leaves a payment that takes no other card.
    """
    trigger = "authorize:declined" if payment.state == "requires_action" else "void:approved"
    closed = so_far.pay(payments.close_attempt(payments.apply(payment, trigger), "approved"))
    if trigger == "void:approved":
        return give_up(closed, "failed")
    if closed.checkout.link_until is None or so_far.now >= closed.checkout.link_until:
        return give_up(closed, "expired")
    return closed.tell(PaymentDeclined, reason="another_card", url=PAY_LINK).move("closed", trouble="")
