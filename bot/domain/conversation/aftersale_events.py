"""What can happen to a booking after it was paid: it is cancelled, and money is given back."""

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.booking.refund_quote import RefundQuote
from bot.domain.conversation.happened import Happened
from bot.domain.money import Money
from bot.domain.payment.refunds import Share


class ReturnableTrip(msgspec.Struct, frozen=True):
    """A booking that may be cancelled: its id, and what tells it from others; `departs` is local."""

    id: str
    locator: str
    origin: str
    destination: str
    departs: datetime


class ReturnsFound(Happened, frozen=True, tag=True):
    """Several bookings may be meant: the traveller chooses."""

    trips: tuple[ReturnableTrip, ...]


class RefundQuoted(Happened, frozen=True, tag=True):
    """What cancelling a booking gives back, for a yes until `until` (UTC, seconds since 1970).

    `proof` names these very amounts; `again` says that a yes had come to others, or too late.
    """

    trip: ReturnableTrip
    quote: RefundQuote
    proof: str
    until: int
    again: bool = False


class CancellationRefused(Happened, frozen=True, tag=True):
    """A booking is not cancelled, and stays as it is; `reason` says why.

    none (there is nothing to cancel here), not_yours, departed, flown, no_rule, disputed, not_booked; under_way or
    cancelled, when an earlier yes was faster; kept (the supplier said no); or failed (nobody could look).
    """

    reason: str
    locator: str = ""
    checkout: str = ""


class BookingCancelled(Happened, frozen=True, tag=True):
    """The supplier has taken the booking back; the shares are on their way to the payments that they came from."""

    checkout: str
    locator: str
    total: Money
    fee: Money
    shares: tuple[Share, ...]


class RefundMoved(Happened, frozen=True, tag=True):
    """Money is going back ("begun", without a cancellation), has gone back ("done"), or could not ("failed")."""

    checkout: str
    locator: str
    state: Literal["begun", "done", "failed"]
    amount: Money
    method: str


class ChargedTwice(Happened, frozen=True, tag=True):
    """The gateway took a payment once too often; what was too much goes back by itself."""

    checkout: str
    locator: str
    amount: Money
    method: str


class ToldRefund(msgspec.Struct, frozen=True):
    """One refund as its traveller may see it; `state` is due, done or failed, `at` UTC when it came to that."""

    locator: str
    amount: Money
    method: str
    state: Literal["due", "done", "failed"]
    at: datetime


class RefundsTold(Happened, frozen=True, tag=True):
    """Where the refunds of a traveller stand, the newest first, perhaps none; `failed` says that nobody could look."""

    refunds: tuple[ToldRefund, ...]
    failed: bool = False


News = BookingCancelled | CancellationRefused | RefundMoved | ChargedTwice
"""What a checkout tells of itself: it is told in any case, in its own thread and in the one that asked for it."""

Answers = ReturnsFound | RefundQuoted | RefundsTold
"""What answers a wish of the traveller, in the thread of that wish."""

AftersaleEvent = News | Answers
