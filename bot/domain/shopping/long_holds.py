"""Holds for days instead of minutes: for whom a debit of a bank account is waited for, and how long.

A debit takes about five business days, so seats that it pays are held for a week. That costs the airline seats which
nobody else can buy, so it is done only long before a flight leaves, and never in its last week (payments.md R28).
"""

from datetime import datetime, timedelta

from bot.domain.shopping.fares import BRANDS

AHEAD = timedelta(days=14)
"""How far away the first departure must be when the hold is asked for."""
LASTS = timedelta(days=7)
FREE_BEFORE = timedelta(days=7)
"""Seats that are held so long are paid or free a week before departure."""


def long_hold(departs_at: datetime, brand: str, *, now: datetime) -> datetime | None:
    """Until when seats of a fare may be held for a debit; None when they may not. All times are UTC."""
    fare = BRANDS.get(brand)
    if fare is None or not fare.long_hold or departs_at - now < AHEAD:
        return None
    return min(now + LASTS, departs_at - FREE_BEFORE)


def latest_end(departs_at: datetime, brand: str, *, held_at: datetime, first_until: datetime) -> datetime | None:
    """The latest end that a hold of ours may be given, None when it is not held for days. All times are UTC.

    It counts from the beginning of the hold: whoever could choose a debit then has the time that choosing takes, and
    asking again gives no more.
    """
    if long_hold(departs_at, brand, now=held_at) is None:
        return None
    return min(first_until + LASTS, departs_at - FREE_BEFORE)
