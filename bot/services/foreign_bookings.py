"""Whether what a supplier calls ours is somebody else's: a record locator that another living booking has."""

from datetime import datetime, timedelta

from bot.domain.booking.order import Order
from bot.domain.booking.references import fold_locator
from bot.domain.checkout_case import Checkout
from bot.ports.runtime import Runtime

_LIVES = frozenset({"held", "ticketing", "ticketed", "cancelling"})
_FLOWN = timedelta(days=3)
"""So long after its last departure a booking's locator may be given to another: suppliers use them again."""
_MOST = 20


def is_foreign(runtime: Runtime, checkout: Checkout, locator: str) -> bool:
    """Whether another booking that lives has this locator; then staff are called, and neither is touched."""
    if not locator:
        return False
    with runtime.records.begin() as work:
        found = work.trips.with_locator(fold_locator(locator), most=_MOST)
    now = runtime.clock.now().replace(tzinfo=None)
    foreign = any(
        one.checkout != checkout.id and one.order.state in _LIVES and _last_departure(one.order) + _FLOWN > now
        for one in found
    )
    if foreign:
        runtime.meter.count("needs_staff", about="foreign_booking")
    return foreign


def _last_departure(order: Order) -> datetime:
    return max(segment.departs for segment in order.offer.segments)
