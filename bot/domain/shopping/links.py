"""Links that staff make to bring travellers to a trip, and what came of each: opened, offers seen, booked.

The link by which a traveller came last is kept with the talk, and what is booked then counts for it.
"""

import msgspec

from bot.domain.conversation.context import Context
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.events import OffersFound, TicketIssued
from bot.domain.ids import digest
from bot.domain.money import Money

OPENED, OFFERED, BOOKED = "opened", "offered", "booked"


class Link(msgspec.Struct, frozen=True):
    """One link: `ref` is the trip that it names, without the id (`bot.domain.shopping.refs`).

    `ad` and `story` are ids of an advertisement or a story of Meta's that stand for it, "" for none; `created` and
    `retired` are milliseconds UTC, 0 while it is in use.
    """

    id: str
    name: str
    ref: str
    created: int
    ad: str = ""
    story: str = ""
    retired: int = 0


class LinkVisit(msgspec.Struct, frozen=True):
    """One thing that came of a link: its kind is opened, offered or booked, `total` what was paid.

    `key` stands for the event and `thread` for the talk, both shortened, so that nobody is named.
    """

    link: str
    kind: str
    key: str
    thread: str
    at: int
    total: Money | None = None


class LinkCounts(msgspec.Struct, frozen=True):
    """What came of a link: how often it was opened, in how many talks, in how many of them offers were seen.

    `revenue` has one amount a currency.
    """

    opens: int = 0
    talks: int = 0
    offers: int = 0
    bookings: int = 0
    revenue: tuple[Money, ...] = ()


def visits_of(entry: TurnEntry) -> tuple[LinkVisit, ...]:
    """What a turn tells of links: the one by which somebody came with it, and what it led to."""
    event, found = entry.event, []
    context: Context | None = getattr(event, "context", None)
    if not entry.link and (context is None or not context.link):
        return ()
    visit = LinkVisit(entry.link, OPENED, digest(event.id), digest(entry.thread), entry.at)
    if context is not None and context.link:
        found.append(msgspec.structs.replace(visit, link=context.link))
    if entry.link and isinstance(event, OffersFound) and event.offers:
        found.append(msgspec.structs.replace(visit, kind=OFFERED))
    if entry.link and isinstance(event, TicketIssued):
        found.append(msgspec.structs.replace(visit, kind=BOOKED, total=event.booked.total))
    return tuple(found)
