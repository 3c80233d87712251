"""What the bot can want for a booking that is paid: a quote for cancelling, the cancellation, news of refunds."""

import msgspec


class QuoteRefund(msgspec.Struct, frozen=True, tag=True):
    """Say what cancelling a booking of the traveller gives back, by its id or its reference, or the one that there is.

    Answered by `RefundQuoted`, `ReturnsFound` when several may be meant, or `CancellationRefused`.
    """

    trip: str = ""
    locator: str = ""


class CancelBooking(msgspec.Struct, frozen=True, tag=True):
    """Cancel a booking for what was quoted: `proof` names the amounts, `until` is their end (UTC, seconds since 1970).

    Answered by `BookingCancelled` or `CancellationRefused`; by `RefundQuoted` when the amounts are others by now.
    """

    trip: str
    proof: str
    until: int


class TellRefunds(msgspec.Struct, frozen=True, tag=True):
    """Say where the refunds of the traveller stand; answered by `RefundsTold`."""


AftersaleEffect = QuoteRefund | CancelBooking | TellRefunds
