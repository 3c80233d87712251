"""News after the sale for a second thread: the one in which its traveller asked, when it is not the booking's own."""

from typing import get_args

import msgspec

from bot.domain.checkout_case import Checkout, Decision
from bot.domain.conversation import aftersale_events
from bot.ports.records import Work
from bot.ports.talk_records import Owed

_NEWS = get_args(aftersale_events.News)


def threads(checkout: Checkout) -> tuple[str, ...]:
    """The thread of a booking, and the one in which its cancellation was asked for, once each."""
    asked = checkout.giving_back.thread if checkout.giving_back is not None else checkout.thread
    return tuple(dict.fromkeys((checkout.thread, asked)))


def owed(work: Work, decision: Decision) -> tuple[Owed, ...]:
    """What a decision owes to the thread that asked, as long as it belongs to the traveller who asked in it.

    A thread that was unlinked or changed hands since is another's.
    """
    checkout = decision.checkout
    own, *others = threads(checkout)
    news = [told for told in decision.tells if isinstance(told, _NEWS)]
    if not news or not others or checkout.giving_back is None:
        return ()
    since = checkout.giving_back.at
    return tuple(
        Owed(f"{told.id}:asked", thread, msgspec.structs.replace(told, id=f"{told.id}:asked"))
        for thread in others
        if thread != own and not any(parted.at >= since for parted in work.links.partings(thread))
        for told in news
    )
