"""What can happen to a checkout, in the past tense: answers of the supplier and the gateway, taps, and time."""

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.money import Money
from bot.domain.payment.consent import Consent
from bot.domain.shopping.offers import Offer


class SeatsKept(msgspec.Struct, frozen=True):
    """The supplier holds the seats; `until` is UTC."""

    locator: str
    until: datetime
    total: Money


class HoldRefused(msgspec.Struct, frozen=True):
    """The supplier holds nothing: `reason` is sold_out, offer_gone, price_changed or failed."""

    reason: str
    offer: Offer | None = None


class HoldExtended(msgspec.Struct, frozen=True):
    """The supplier was asked for more time: the hold ends at `until` (UTC), which may be as early as before."""

    until: datetime


class CardReceived(msgspec.Struct, frozen=True):
    """The traveller sent a card; its ciphertext waits under `sealed`, and `consent` is there when it may be saved."""

    sealed: str
    consent: Consent | None = None


class MethodChosen(msgspec.Struct, frozen=True):
    """The traveller tapped a saved method that may pay; `method` is what travellers read."""

    instrument: str
    method: str


class MethodRefused(msgspec.Struct, frozen=True):
    """A saved method may not pay: `reason` is the key of a text; `attempt` is the one that it was for, if any yet."""

    reason: str
    attempt: str = ""


class CardTokenized(msgspec.Struct, frozen=True):
    """The gateway gave a token for the card of an attempt; `method` is what travellers read."""

    attempt: str
    instrument: str
    method: str


class CardLost(msgspec.Struct, frozen=True):
    """The ciphertext of an attempt is gone or cannot be read: nothing was asked of the bank."""

    attempt: str


class Sending(msgspec.Struct, frozen=True):
    """A worker is about to send the request of an attempt."""

    attempt: str


class NotSent(msgspec.Struct, frozen=True):
    """The gateway was not reached: the request of an attempt certainly was not carried out this time."""

    attempt: str


Result = Literal["approved", "declined", "action", "pending", "unknown", "missing", "lapsed"]


class Answered(msgspec.Struct, frozen=True):
    """The gateway answered about an attempt, by itself or when it was looked up.

    `result` is one of the port's five; or "missing", when a look-up shows that the request was not carried out so
    far; or "lapsed", when the hold on the money ended by itself. `amount` is what the gateway says it moved;
    `tries` counts how often we have asked in a row.
    """

    attempt: str
    result: Result
    reference: str = ""
    amount: Money | None = None
    code: str = ""
    action_url: str = ""
    capture_before: datetime | None = None
    tries: int = 0


class ApprovedLate(msgspec.Struct, frozen=True):
    """A look-up found an authorization of a payment that had been given up."""

    payment: str
    reference: str
    amount: Money
    capture_before: datetime | None = None


class RefundFailed(msgspec.Struct, frozen=True):
    """A look-up found that less has gone back than the gateway had said: `refunded` is all that has."""

    payment: str
    refunded: Money


class TicketsIssued(msgspec.Struct, frozen=True):
    """The supplier issued tickets."""

    tickets: tuple[str, ...]


class TicketsRefused(msgspec.Struct, frozen=True):
    """The supplier issued none, and will not."""

    reason: str


class SeatsReleased(msgspec.Struct, frozen=True):
    """The supplier keeps nothing for us any more."""


class TimePassed(msgspec.Struct, frozen=True):
    """A time came that the checkout had asked to be told of."""


class AnotherCard(msgspec.Struct, frozen=True):
    """The traveller prefers another card to the one about which the bank asks."""


class Cancelled(msgspec.Struct, frozen=True):
    """The traveller gave the checkout up."""


Fact = (
    SeatsKept
    | HoldRefused
    | HoldExtended
    | CardReceived
    | MethodChosen
    | MethodRefused
    | CardTokenized
    | CardLost
    | Sending
    | NotSent
    | Answered
    | ApprovedLate
    | RefundFailed
    | TicketsIssued
    | TicketsRefused
    | SeatsReleased
    | TimePassed
    | AnotherCard
    | Cancelled
)
