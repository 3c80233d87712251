"""Warning of saved cards that end within thirty days: once a card and end, however often it is looked for."""

from datetime import datetime, timedelta

import msgspec

from bot.domain.payment.activity import Activity
from bot.domain.payment.instrument import expires_soon, shown
from bot.domain.payment.method import Method, told
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import activity

MOST = 200
"""Cards that one look takes up."""
_AHEAD = timedelta(days=30, hours=-12)
"""How far ahead a month must have begun for the one before it to end within thirty days, everywhere on Earth."""


def warn(runtime: Runtime) -> int:
    """Note each card that ends soon for its traveller, once; gives how many. Raises `UnavailableError`.

    Each is noted in a transaction of its own, so that what is stopped in between goes on where it was.
    """
    now, warned = runtime.clock.now(), 0
    with runtime.records.begin() as work:
        due = work.wallet.expiring(_last_month(now), most=MOST)
    for method in due:
        with runtime.records.begin() as work:
            warned += _warn(work, method, now)
    return warned


def _warn(work: Work, found: Method, now: datetime) -> bool:
    """A card that has ended already needs no warning any more."""
    work.wallet.traveller(found.traveller, lock=True)
    method, card = work.wallet.method(found.id), work.money.instrument(found.instrument)
    if method is None or card is None or method != found:
        return False
    end = f"{card.exp_year:04d}-{card.exp_month:02d}"
    work.wallet.save_method(msgspec.structs.replace(method, expiry_told=end))
    if not expires_soon(card.exp_month, card.exp_year, now):
        return False
    noted = Activity(f"{method.id}:expiring:{end}", "method_expiring", now, told(method, shown(card)))
    activity.note(work, method.traveller, noted)
    return True


def _last_month(now: datetime) -> str:
    """The last month that ends within thirty days."""
    ahead = now + _AHEAD
    year, month = (ahead.year, ahead.month - 1) if ahead.month > 1 else (ahead.year - 1, 12)
    return f"{year:04d}-{month:02d}"
