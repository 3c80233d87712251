"""Which trips a bank account may pay for: in euros, and so far ahead that the money comes before the flight leaves."""

from datetime import date, datetime, timedelta

from bot.domain.shopping.long_holds import long_hold
from bot.domain.shopping.offers import Offer

CURRENCY = "EUR"
"""SEPA moves euros alone."""


def debit_hold(offer: Offer, *, departs_at: datetime, now: datetime) -> datetime | None:
    """Until when the seats of an offer have to be held while a bank account pays; None when none may pay.

    `departs_at` is when the first flight leaves; all times are UTC.
    """
    return long_hold(departs_at, offer.brand, now=now) if offer.total.currency == CURRENCY else None


_SATURDAY = 5


def debit_day(today: date) -> date:
    """The first day on which a bank may debit an account that is asked for today: the next one on which banks work."""
    day = today + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day
