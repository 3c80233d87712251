"""Paying on the gateway's own page: it opens, the traveller types a card there, and the card comes back as a token.

The page collects a card and moves no money: with the token the checkout goes on as with any other card. What became of
the page is known from the gateway alone, never from the way back to us. Meanwhile the traveller may tap a saved card,
give up or let the time pass; a card that comes after that is forgotten.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from bot.domain.checkout_case import Checkout, Decision
from bot.domain.checkout_facts import CardCollected, Fact, PageClosed, PageOpened, PageStillOpen, PageWanted
from bot.domain.payment import payment as payments
from bot.domain.payment.payment import Payment, Usage

_LOOKS = (15, 30, 60)
"""Seconds between look-ups of a page: the gateway's webhook tells of its end, these are for when it does not."""


def page_key(checkout: Checkout, payment: Payment) -> str:
    """The idempotency key under which the present page of a checkout is asked for."""
    return f"tf:{payment.id}:page:{checkout.pages}"


def unpaid(checkout: Checkout) -> Payment:
    """The payment that waits for a card; raises `StopIteration` when none does."""
    return next(payment for payment in checkout.payments if payment.state in {"created", "declined"})


def page_wanted(so_far: Decision, fact: PageWanted) -> Decision:
    """The traveller wants to type a card at the gateway: one page at a time is asked for."""
    checkout, now = so_far.checkout, so_far.now
    if checkout.state != "collecting" or checkout.link_until is None or now >= checkout.link_until:
        return so_far
    wanted = so_far.move("page", trouble="", checking=False, saving=fact.consent, pages=checkout.pages + 1)
    return wanted.change(page="", page_url="").want("open_page", page_key(wanted.checkout, unpaid(checkout)))


def page_opened(so_far: Decision, fact: PageOpened) -> Decision:
    """The page is there: the traveller is led to it, and we keep looking."""
    if so_far.checkout.state != "visiting" or so_far.checkout.page:
        return so_far
    return _look(so_far.change(page=fact.page, page_url=fact.url))


def page_still_open(so_far: Decision, fact: PageStillOpen) -> Decision:
    """Nothing was typed so far."""
    here = so_far.checkout.state == "visiting" and so_far.checkout.page == fact.page
    return _look(so_far, fact.tries) if here else so_far


def page_closed(so_far: Decision, fact: PageClosed) -> Decision:
    """No card comes from the page: back to ours."""
    here = so_far.checkout.state == "visiting" and so_far.checkout.page == fact.page
    return so_far.move("page_closed", page="", page_url="", saving=None) if here else so_far


def card_collected(so_far: Decision, fact: CardCollected) -> Decision:
    """A card came from the page: the bank is asked, unless another one pays by now or it is too late."""
    checkout = so_far.checkout
    if checkout.state != "visiting" or checkout.page != fact.page:
        return so_far.want("detach", fact.instrument)
    usage: Usage = "once" if checkout.saving is None else "keep"
    asked = payments.open_attempt(
        unpaid(checkout), "authorize", now=so_far.now, instrument=fact.instrument, usage=usage
    )
    asked = msgspec.structs.replace(asked, method=fact.method)
    taken = so_far.pay(asked).move("card", page="", page_url="")
    return taken.want("authorize", asked.attempts[-1].key)


def _look(so_far: Decision, tries: int = 0) -> Decision:
    wait = timedelta(seconds=_LOOKS[min(tries, len(_LOOKS) - 1)])
    return so_far.want("read_page", so_far.checkout.page, after=wait, tries=tries + 1)


RULES: Mapping[type[Fact], Callable[[Decision, Any], Decision]] = {
    PageWanted: page_wanted,
    PageOpened: page_opened,
    PageStillOpen: page_still_open,
    PageClosed: page_closed,
    CardCollected: card_collected,
}
"""One rule a fact about the gateway's page."""
