"""What can happen, in the past tense: taps and words, answers of the outside, agents and timers.

Every event has an `id` that is the same however often it is delivered, and `at`, the platform's own time in
milliseconds since 1970 UTC. All of them come in by one door, `bot.domain.turn.advance`.
"""

from bot.domain.booking.order import Booked
from bot.domain.booking.trips import BookedTrip
from bot.domain.conversation.aftersale_events import AftersaleEvent
from bot.domain.conversation.agent_events import AgentEvent
from bot.domain.conversation.channel_events import ChannelEvent
from bot.domain.conversation.context import Context
from bot.domain.conversation.desk_events import StaffEvent
from bot.domain.conversation.happened import Happened
from bot.domain.conversation.link_events import LinkEvent
from bot.domain.conversation.money_events import MoneyEvent
from bot.domain.conversation.profile import Profile
from bot.domain.conversation.review_events import PaymentHeld
from bot.domain.conversation.service_events import ServiceEvent
from bot.domain.money import Money
from bot.domain.shopping.narrowing import Nearby
from bot.domain.shopping.offers import Offer


class TextReceived(Happened, frozen=True, tag=True):
    """The traveller wrote; card and bank numbers were already taken out, `redacted` counts them."""

    text: str
    redacted: int = 0
    locale: str = ""
    context: Context | None = None


class ChoiceTapped(Happened, frozen=True, tag=True):
    """The traveller tapped an option; `title` is what it said."""

    payload: str
    title: str = ""
    locale: str = ""
    context: Context | None = None


class FormSent(Happened, frozen=True, tag=True):
    """The traveller sent the form of a wait: `values` by the names of its fields, card numbers already taken out."""

    wait: str
    values: dict[str, str]
    redacted: int = 0
    locale: str = ""


class ThreadOpened(Happened, frozen=True, tag=True):
    """The traveller opened the thread (get started, a link, the page); `ref` is what the link carried."""

    ref: str = ""
    locale: str = ""
    context: Context | None = None


class AttachmentReceived(Happened, frozen=True, tag=True):
    """The traveller sent something that is not words; the bot cannot look into it."""

    kind: str
    context: Context | None = None


class MessageReacted(Happened, frozen=True, tag=True):
    """The traveller put an emoji on a message, or took it away (`emoji` is then empty)."""

    target: str
    emoji: str


class MessageEdited(Happened, frozen=True, tag=True):
    """The traveller changed a message that they had sent."""

    target: str
    text: str
    redacted: int = 0


class MessageUnsent(Happened, frozen=True, tag=True):
    """The traveller took a message back: its stored text must go."""

    target: str


class MessageErased(Happened, frozen=True, tag=True):
    """A message of the traveller held a part of a card number: its stored text must go, and what was kept of it."""

    target: str


class MessageEchoed(Happened, frozen=True, tag=True):
    """Somebody else wrote to the traveller in our name, in another tool: the bot falls silent."""

    text: str
    app: str


class OffersFound(Happened, frozen=True, tag=True):
    """A search came back, perhaps empty.

    `unmet` names the wishes that none of the offers meets: direct, times, budget, bag, refund, change. `nearby` are
    other days on which all of them can be met; looked for when something is unmet, nothing was found, or asked.
    """

    offers: tuple[Offer, ...]
    unmet: tuple[str, ...] = ()
    nearby: tuple[Nearby, ...] = ()


class SearchFailed(Happened, frozen=True, tag=True):
    """A search could not be made; `reason` is the key of a text for the traveller."""

    reason: str


class TripsFound(Happened, frozen=True, tag=True):
    """Bookings were found, perhaps none: those of the thread, or the one that a reference and a surname name."""

    trips: tuple[BookedTrip, ...]


class TripNotFound(Happened, frozen=True, tag=True):
    """No booking is shown; `reason` is unknown (no such reference with that surname) or failed (nobody could look)."""

    reason: str


class TripLocked(Happened, frozen=True, tag=True):
    """Too many wrong tries: nothing is looked up by reference before `until` (UTC, seconds since 1970)."""

    until: int


class SeatsHeld(Happened, frozen=True, tag=True):
    """Seats are kept and a page to pay on is ready; `until` (UTC, seconds since 1970) ends the link."""

    checkout: str
    url: str
    total: Money
    until: int


class PriceChanged(Happened, frozen=True, tag=True):
    """The flights cost something else now: nothing was held; `offer` is the new one."""

    checkout: str
    offer: Offer
    before: Money


class SoldOut(Happened, frozen=True, tag=True):
    """The flights cannot be sold any more: nothing was held."""

    checkout: str


class PaymentDeclined(Happened, frozen=True, tag=True):
    """The bank said no; nothing was charged. `reason` is a text key; `url` tries again, "" when tries are used up."""

    checkout: str
    reason: str
    url: str = ""


class PaymentChallenged(Happened, frozen=True, tag=True):
    """The bank wants the traveller to confirm the payment; `url` leads there, or to our page that does.

    `until` is how long banks wait, in seconds since 1970, UTC.
    """

    checkout: str
    url: str
    until: int


class PaymentChecking(Happened, frozen=True, tag=True):
    """The outcome of the payment is not known yet, and nothing is charged twice; `other`: not by what was tapped."""

    checkout: str
    other: bool = False


class TicketIssued(Happened, frozen=True, tag=True):
    """The booking is made and paid: tickets and receipt."""

    checkout: str
    booked: Booked


class CheckoutEnded(Happened, frozen=True, tag=True):
    """The checkout ended without tickets and nothing was charged; `reason` is expired, cancelled, unticketed or failed.

    Unticketed: money was held, the seats could not be ticketed, and the money was let go. Money that was taken all the
    same has gone back: `refunded`. `unclear` says that staff have to find out what became of its payment.
    """

    checkout: str
    reason: str
    refunded: Money | None = None
    unclear: bool = False


class ProfileChanged(Happened, frozen=True, tag=True):
    """What is known of the traveller is this now; `news` is the key of a sentence that is due, about a `method`.

    Where the news is about a chat, `method` names its channel.
    """

    profile: Profile
    news: str = ""
    method: str = ""


class WaitExpired(Happened, frozen=True, tag=True):
    """A timer rang for the wait of that name."""

    wait: str


Event = (
    TextReceived
    | ChoiceTapped
    | FormSent
    | ThreadOpened
    | AttachmentReceived
    | MessageReacted
    | MessageEdited
    | MessageUnsent
    | MessageErased
    | MessageEchoed
    | OffersFound
    | SearchFailed
    | TripsFound
    | TripNotFound
    | TripLocked
    | SeatsHeld
    | PriceChanged
    | SoldOut
    | PaymentDeclined
    | PaymentChallenged
    | PaymentChecking
    | PaymentHeld
    | TicketIssued
    | CheckoutEnded
    | ProfileChanged
    | LinkEvent
    | MoneyEvent
    | AgentEvent
    | ServiceEvent
    | WaitExpired
    | ChannelEvent
    | AftersaleEvent
    | StaffEvent
)

TRAVELLER_EVENTS = (
    TextReceived,
    ChoiceTapped,
    FormSent,
    ThreadOpened,
    AttachmentReceived,
    MessageReacted,
    MessageEdited,
    MessageUnsent,
    MessageEchoed,
)
"""Events whose ids come from a platform that may deliver them again; the conversation remembers the last 64."""


def is_from_traveller(event: Event) -> bool:
    """Whether the event came from the traveller's side of the thread."""
    return isinstance(event, TRAVELLER_EVENTS)
