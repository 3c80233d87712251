"""What can happen to a checkout, in the past tense: answers of the supplier and the gateway, taps, and time."""

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.desk_facts import LinkWanted, LongerWanted
from bot.domain.money import Money
from bot.domain.payment.consent import Consent
from bot.domain.payment.instrument import InstrumentKind
from bot.domain.return_facts import (
    BookingKept,
    BookingTakenBack,
    DoubleSuccess,
    HoldEnding,
    HoldLapsed,
    RefundDecided,
    RefundRetried,
    ReturnAgreed,
)
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
    """The traveller tapped a saved method that may pay; `method` is what travellers read.

    A bank account is debited only while the seats are held until `hold_until` (UTC), which a card has no need of.
    """

    instrument: str
    method: str
    kind: InstrumentKind = "card"
    hold_until: datetime | None = None


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


class PageWanted(msgspec.Struct, frozen=True):
    """The traveller wants to type a card on the gateway's own page; `consent` is there when it may be saved."""

    consent: Consent | None = None


class PageOpened(msgspec.Struct, frozen=True):
    """The gateway opened a page: its reference, and where it is."""

    page: str
    url: str


class PageStillOpen(msgspec.Struct, frozen=True):
    """A look-up found that nothing was typed on a page so far; `tries` counts how often in a row."""

    page: str
    tries: int = 0


class PageClosed(msgspec.Struct, frozen=True):
    """No card will come from a page: it was left on purpose, or its time is over."""

    page: str


class CardCollected(msgspec.Struct, frozen=True):
    """The gateway gave a token for the card that was typed on a page; `method` is what travellers read."""

    page: str
    instrument: str
    method: str


class Sending(msgspec.Struct, frozen=True):
    """A worker is about to send the request of an attempt; `challenge`: the bank is asked to see the traveller."""

    attempt: str
    challenge: bool = False


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


class ChargedLate(msgspec.Struct, frozen=True):
    """A look-up found that money was taken for a payment that had been given up."""

    payment: str
    reference: str
    amount: Money


class ChargeReturned(msgspec.Struct, frozen=True):
    """A look-up found that a bank took back what had been taken from an account: `amount` is gone again."""

    payment: str
    amount: Money


class RefundFailed(msgspec.Struct, frozen=True):
    """A look-up found that less has gone back than the gateway had said: `refunded` is all that has.

    `attempt` is the key of the one that failed, "" when the gateway does not tell them apart.
    """

    payment: str
    refunded: Money
    attempt: str = ""


class DisputeOpened(msgspec.Struct, frozen=True):
    """A look-up found that a bank has taken money of a payment back, until it has decided a dispute."""

    payment: str
    dispute: str
    amount: Money
    reason: str


class DisputeClosed(msgspec.Struct, frozen=True):
    """A look-up found that a bank has decided a dispute."""

    payment: str
    dispute: str
    outcome: Literal["won", "lost"]


class FraudWarned(msgspec.Struct, frozen=True):
    """A look-up found that a card's network warns of fraud."""

    payment: str


class TicketsIssued(msgspec.Struct, frozen=True):
    """The supplier issued tickets."""

    tickets: tuple[str, ...]


class TicketsRefused(msgspec.Struct, frozen=True):
    """The supplier issued none, and will not."""

    reason: str


class Assessed(msgspec.Struct, frozen=True):
    """Fraud rules stop an attempt of which nothing has left: `outcome` is review or block."""

    attempt: str
    outcome: Literal["review", "block"]


class Reviewed(msgspec.Struct, frozen=True):
    """A person looked at an attempt that was held."""

    attempt: str
    allowed: bool


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
    | PageWanted
    | PageOpened
    | PageStillOpen
    | PageClosed
    | CardCollected
    | Assessed
    | Reviewed
    | Sending
    | NotSent
    | Answered
    | ApprovedLate
    | ChargedLate
    | ChargeReturned
    | RefundFailed
    | DisputeOpened
    | DisputeClosed
    | FraudWarned
    | TicketsIssued
    | TicketsRefused
    | SeatsReleased
    | TimePassed
    | AnotherCard
    | Cancelled
    | ReturnAgreed
    | BookingTakenBack
    | BookingKept
    | RefundDecided
    | RefundRetried
    | DoubleSuccess
    | HoldEnding
    | HoldLapsed
    | LinkWanted
    | LongerWanted
)
