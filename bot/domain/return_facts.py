"""What can happen to a checkout after it was paid: it is to be cancelled, and money is to be given back."""

import msgspec

from bot.domain.money import Money
from bot.domain.payment.refunds import GivingBack, Refund


class ReturnAgreed(msgspec.Struct, frozen=True):
    """The traveller said yes to a quote that still held."""

    giving_back: GivingBack


class BookingTakenBack(msgspec.Struct, frozen=True):
    """The supplier has cancelled the tickets and has the seats again."""


class BookingKept(msgspec.Struct, frozen=True):
    """The supplier will not cancel the tickets: they are good as before."""


class RefundDecided(msgspec.Struct, frozen=True):
    """Somebody who may decided to give money back for tickets that stay."""

    refund: Refund


class RefundRetried(msgspec.Struct, frozen=True):
    """Staff want a refund that has failed to be tried once more; `refund` is its id."""

    refund: str


class DoubleSuccess(msgspec.Struct, frozen=True):
    """The gateway's records show money of a payment that was taken beside it; `reference` is the gateway's id of it.

    `amount` is what has not gone back of it.
    """

    payment: str
    reference: str
    amount: Money


class HoldEnding(msgspec.Struct, frozen=True):
    """The end of the hold on the money of a payment is near, or has passed."""

    payment: str


class HoldLapsed(msgspec.Struct, frozen=True):
    """The hold on the money of a payment has ended by itself."""

    payment: str
