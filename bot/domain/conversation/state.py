"""The live state of one talk: all that a turn needs, as one frozen value that is stored as one JSON string.

`version`, `epoch` and `owner` stand first on purpose: the scripts in Redis compare them by the text's beginning.
"""

from datetime import date

import msgspec

from bot.domain.booking.passengers import Party, Passenger
from bot.domain.booking.trips import BookedTrip
from bot.domain.conversation.answers import Answer
from bot.domain.conversation.messages import Option
from bot.domain.conversation.offering import Offered
from bot.domain.conversation.profile import Profile
from bot.domain.conversation.summary import Summary
from bot.domain.money import Money
from bot.domain.shopping.narrowing import Nearby
from bot.domain.shopping.offers import Offer

REMEMBERED_EVENTS = 64
"""Event ids a conversation remembers: more than any platform sends again within minutes; older ones are in SQL."""

OFFERS_KEPT = 9
"""Offers on the shelf: three pages of three, one carousel of Messenger."""


class Trip(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the traveller asked for so far. Units: place codes, local dates of departure, counts of people.

    `around` is the first and last day of a period in which to leave, while no day is chosen; `nights` is the length
    of the stay when that was told instead of a day of return. `times`, `budget` and `needs` are as in
    `bot.domain.shopping.narrowing`; `ages` are full years of the children and infants, as far as said; `doubt` are
    other days that the wording of a day may have meant, as "depart:2026-12-04"; `seek` is what the next search shall
    compare: "cheaper" or "day" for the days around.
    """

    origin: str = ""
    destination: str = ""
    depart: date | None = None
    back: date | None = None
    one_way: bool = False
    party: Party | None = None
    cabin: str = ""
    most_stops: int | None = None
    around: tuple[date, date] | None = None
    nights: int = 0
    times: tuple[int, int] | None = None
    budget: int | None = None
    needs: tuple[str, ...] = ()
    ages: tuple[int, ...] = ()
    doubt: tuple[str, ...] = ()
    seek: str = ""


class Basket(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is being bought: the offers on the shelf, the chosen one, who travels, where the receipt goes.

    `nearby` are other days on which the wish can be met. `wish` is a trip that the traveller asked for while seats
    are held for another: it waits for a yes. `before` is what the offer cost before its price changed.
    """

    shelf: tuple[Offer, ...] = ()
    shown: int = 0
    offer: Offer | None = None
    passengers: tuple[Passenger, ...] = ()
    given: str = ""
    family: str = ""
    email: str = ""
    checkout: str = ""
    locator: str = ""
    wish: Trip | None = None
    nearby: tuple[Nearby, ...] = ()
    before: Money | None = None


class Position(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where in which flow: pinned to the revision on which the talk began.

    `wait` names this very asking (a tap of an older one is stale); `since` is when it began in milliseconds UTC;
    `misses` counts answers that led nowhere, `lost` those of them that were not understood at all; `options` are what
    was offered to tap; `awaited` is the id of the effect whose answer is awaited, if any; `last` is the subject that
    was answered last, which a "no" takes back; `shelf` is the node that showed the offers, at which a card may be
    tapped from anywhere; `missed` is the exit to be taken when the talk comes back from a person.
    """

    flow: str
    revision: int
    node: str
    wait: str = ""
    since: int = 0
    misses: int = 0
    options: tuple[Option, ...] = ()
    awaited: str = ""
    last: str = ""
    shelf: str = ""
    missed: str = ""
    lost: int = 0


class Conversation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One talk. `owner` is bot, queue (waiting for a person) or human; a person who takes or leaves it raises `epoch`.

    `echo` stands for what the bot said last, `echoes` for how often in a row. `parents` are the places to which the
    talk comes back, the last first. `trips` are the bookings that are being looked at, `opened` the id of the one that
    is open: both are forgotten when the talk leaves them. `offered` is what the traveller can choose in words, too.
    `muted` is why the channel takes nothing more for the traveller until they are heard again, "" while it does.
    `summary` tells who takes the thread up how it left the bot; None while the bot has it. `answers` are who of the
    staff answered last, and when.
    """

    version: int
    epoch: int
    owner: str
    thread: str
    language: str = ""
    seen: tuple[str, ...] = ()
    seen_since: int = 0
    last_heard: int = 0
    position: Position | None = None
    parents: tuple[Position, ...] = ()
    trip: Trip = Trip()
    basket: Basket = Basket()
    profile: Profile = Profile()
    slots: dict[str, str] = {}
    agent: str = ""
    waiting_since: int = 0
    reason: str = ""
    echo: str = ""
    echoes: int = 0
    trips: tuple[BookedTrip, ...] = ()
    opened: str = ""
    offered: Offered = Offered()
    link: str = ""
    muted: str = ""
    summary: Summary | None = None
    answers: tuple[Answer, ...] = ()

    @property
    def opened_trip(self) -> BookedTrip | None:
        """The booking that is open, None when none is."""
        return next((trip for trip in self.trips if trip.id == self.opened), None)


def new_conversation(thread: str) -> Conversation:
    """A talk that has not begun."""
    return Conversation(version=0, epoch=0, owner="bot", thread=thread)


def for_somebody_else(conversation: Conversation, profile: Profile) -> Conversation:
    """The conversation without anything that whoever wrote in it told or was shown, for the one who writes next.

    The checkouts that are not theirs stay known, so that nobody is told of them.
    """
    disowned = "\n".join(filter(None, (conversation.slots.get("disowned"), conversation.basket.checkout)))
    return msgspec.structs.replace(
        conversation,
        profile=profile,
        position=None,
        parents=(),
        trip=Trip(),
        basket=Basket(),
        slots={"disowned": disowned} if disowned else {},
        trips=(),
        opened="",
        offered=Offered(),
        link="",
        summary=None,
    )


def remember(conversation: Conversation, event_key: str, at: int) -> Conversation:
    """The conversation with one more event id remembered, the oldest forgotten when there are too many.

    `seen_since` is the highest platform time of what was forgotten: an event at or before it may have been seen,
    and must be looked up in SQL.
    """
    seen = (*conversation.seen, event_key)[-REMEMBERED_EVENTS:]
    forgot = len(conversation.seen) == REMEMBERED_EVENTS
    since = max(conversation.seen_since, at) if forgot else conversation.seen_since
    return msgspec.structs.replace(conversation, seen=seen, seen_since=since)
