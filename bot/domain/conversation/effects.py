"""What the bot can want, in the imperative: said in the thread or performed outside it.

An effect's id is the id of the event that caused it and its index among that turn's effects
(`bot.domain.ids.effect_id`); the event that answers it carries the effect's id.
"""

import msgspec

from bot.domain.booking.passengers import Passenger
from bot.domain.conversation.account_effects import (
    ChooseConsent,
    EraseTraveller,
    FindPayments,
    FindReceipt,
    TellKnown,
)
from bot.domain.conversation.aftersale_effects import AftersaleEffect
from bot.domain.conversation.file_events import FetchFiles
from bot.domain.conversation.messages import Message
from bot.domain.conversation.order_events import MailReceipt
from bot.domain.conversation.rating_effects import KeepRating
from bot.domain.money import Money
from bot.domain.shopping.narrowing import Narrowing
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search


class Say(msgspec.Struct, frozen=True, tag=True):
    """Say something in the thread; `author` is "bot" or the name of the agent who wrote it."""

    message: Message
    author: str = "bot"


class SearchFlights(msgspec.Struct, frozen=True, tag=True):
    """Look for flights; answered by `OffersFound` or `SearchFailed`.

    `narrowing` is what offers must have besides; `around` asks for the days around in any case.
    """

    search: Search
    narrowing: Narrowing = Narrowing()
    around: bool = False


class BeginCheckout(msgspec.Struct, frozen=True, tag=True):
    """Hold these seats and take money for them; the checkout tells what becomes of it, event by event."""

    offer: Offer
    passengers: tuple[Passenger, ...]
    email: str
    language: str


class CancelCheckout(msgspec.Struct, frozen=True, tag=True):
    """Give up a checkout that is not paid yet; answered by `CheckoutEnded`, or by tickets when they were faster."""

    checkout: str


class PayWithSaved(msgspec.Struct, frozen=True, tag=True):
    """Pay a checkout with a saved method, as the traveller who tapped it wants; answered as a card on the page is."""

    checkout: str
    method: str


class RemoveMethod(msgspec.Struct, frozen=True, tag=True):
    """Forget a saved method, here and at the gateway; answered by `ProfileChanged`."""

    method: str


class ChangeWallet(msgspec.Struct, frozen=True, tag=True):
    """Change what holds for saved methods; answered by `ProfileChanged`.

    `what` is prefer, name, bar, allow, prefer_in, limit or forget_pin; `method` the id of a saved one, "" for none;
    `channel` where it shall hold; `name` and `limit` what it shall be, None for no limit.
    """

    what: str
    method: str = ""
    channel: str = ""
    name: str = ""
    limit: Money | None = None


class OpenWallet(msgspec.Struct, frozen=True, tag=True):
    """Make a link to the page of the traveller's wallet; answered by `WalletLinkMade`. `language` is the page's."""

    language: str


class MakeLinkCode(msgspec.Struct, frozen=True, tag=True):
    """Make a code that links another chat with this one; answered by `LinkCodeMade` or `LinkRefused`."""


class SendLinkCode(msgspec.Struct, frozen=True, tag=True):
    """Send a code for this chat to the address of a booking, if there is one; answered, if at all, by `LinkRefused`."""

    email: str
    language: str


class RedeemLinkCode(msgspec.Struct, frozen=True, tag=True):
    """Link this chat with what a code stands for; answered by `ChatLinked` or `LinkRefused`."""

    code: str


class UnlinkChat(msgspec.Struct, frozen=True, tag=True):
    """Take a chat, by its id in the profile, away from the traveller of this one; answered by `ProfileChanged`."""

    chat: str


class CallAgent(msgspec.Struct, frozen=True, tag=True):
    """Tell the desk that a traveller waits for a person, and why; `team` is the id of a team that shall answer."""

    reason: str
    team: str = ""


class WakeAt(msgspec.Struct, frozen=True, tag=True):
    """Ring at a time (milliseconds since 1970, UTC); answered by `WaitExpired` with the same wait."""

    at: int
    wait: str


class FindTrips(msgspec.Struct, frozen=True, tag=True):
    """Find what was booked in this thread; answered by `TripsFound`, or `TripNotFound` when it cannot be looked up.

    `language` is that of the trips' pages.
    """

    language: str


class LookUpTrip(msgspec.Struct, frozen=True, tag=True):
    """Find a booking by its reference and a surname; answered by `TripsFound`, `TripNotFound` or `TripLocked`."""

    locator: str
    surname: str
    language: str


class JudgeEcho(msgspec.Struct, frozen=True, tag=True):
    """Find out at a time (milliseconds, UTC) whose words an echo brought; answered by `MessageEchoed` unless ours."""

    at: int
    target: str
    text: str
    heard: int
    """When it was written, by the platform's time."""


Effect = (
    Say
    | SearchFlights
    | BeginCheckout
    | CancelCheckout
    | PayWithSaved
    | RemoveMethod
    | ChangeWallet
    | OpenWallet
    | MakeLinkCode
    | SendLinkCode
    | RedeemLinkCode
    | UnlinkChat
    | CallAgent
    | WakeAt
    | FindTrips
    | LookUpTrip
    | FindPayments
    | FindReceipt
    | TellKnown
    | ChooseConsent
    | EraseTraveller
    | JudgeEcho
    | KeepRating
    | AftersaleEffect
    | MailReceipt
    | FetchFiles
)
