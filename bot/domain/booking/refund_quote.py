"""A quote for cancelling a booking, as a traveller is told it and says yes to it."""

from datetime import datetime
from hashlib import blake2b
from typing import Literal

import msgspec

from bot.domain.money import Money
from bot.domain.payment.refunds import Share

Refusal = Literal["departed", "flown", "no_rule", "disputed", "not_booked"]
"""Why nothing is quoted: a flight has left, or all have; a brand without rules; a payment is disputed; no tickets."""
Reason = Literal["free_day", "by_fare", "taxes_only", "limited"]
"""What explains a quote; "limited" says that a part had gone back before."""


class RefundLine(msgspec.Struct, frozen=True):
    """What comes back for one passenger: the refundable part of the fare, the taxes, and the fee that is kept."""

    name: str
    fare: Money
    taxes: Money
    fee: Money

    @property
    def back(self) -> Money:
        """What comes back."""
        return self.fare + self.taxes - self.fee


class RefundQuote(msgspec.Struct, frozen=True):
    """What cancelling gives back.

    `lines` less `limited` (what had gone back before) make the `total`, and so do the `shares` of the payments; `fee`
    is what is kept of it for cancelling. `valid_until` is UTC.
    """

    lines: tuple[RefundLine, ...]
    limited: Money
    total: Money
    fee: Money
    shares: tuple[Share, ...]
    valid_until: datetime
    reasons: tuple[Reason, ...]


def fingerprint(checkout: str, quote: RefundQuote, *, until: datetime) -> str:
    """What a traveller agrees to who says yes to a quote, in 22 characters: amounts, payments, and until when."""
    seen = (checkout, quote.total.minor, quote.total.currency, quote.fee.minor, int(until.timestamp()))
    shares = [(share.payment, share.amount.minor) for share in quote.shares]
    lines = [(line.fare.minor, line.taxes.minor, line.fee.minor) for line in quote.lines]
    return blake2b(msgspec.json.encode((seen, shares, lines)), digest_size=11).hexdigest()
