"""From a checkout to what its traveller may see of it."""

from datetime import datetime

from bot.domain.booking.moments import ZoneOf, moments
from bot.domain.booking.trips import BookedTrip, Traveller, TripState
from bot.domain.checkout_case import Checkout

_BY_ORDER: dict[str, TripState] = {
    "held": "held",
    "ticketing": "confirming",
    "ticketed": "confirming",
    "cancelling": "cancelling",
    "unticketed": "undoing",
    "cancelled": "cancelled",
}


def trip_of(checkout: Checkout, *, paid_at: datetime | None, now: datetime, zone_of: ZoneOf) -> BookedTrip:
    """What a traveller may see of a checkout; `now` and `paid_at` are UTC, `paid_at` None before it is paid."""
    order = checkout.order
    offer = order.offer
    paid = checkout.state in {"paid", "returning", "returned"}
    return BookedTrip(
        id=checkout.id,
        locator=order.locator,
        state=_state(checkout),
        slices=offer.slices,
        brand=offer.brand,
        cabin=offer.cabin,
        travellers=tuple(Traveller(one.kind, one.given, one.family) for one in order.passengers),
        tickets=order.tickets if paid and order.state != "cancelled" else (),
        total=offer.total,
        taxes=offer.taxes,
        method=", ".join(payment.method for payment in checkout.payments) if paid else "",
        paid_at=paid_at if paid else None,
        held_until=order.held_until if order.state == "held" else None,
        over=moments(offer.segments[-1], zone_of)[1] <= now,
    )


def _state(checkout: Checkout) -> TripState:
    if checkout.state in {"unwinding", "ended"}:
        return _undone(checkout)
    if checkout.state == "charging":
        return "debiting"
    if checkout.state == "paid" and checkout.order.state == "ticketed":
        return "ticketed"
    return _BY_ORDER.get(checkout.order.state, "released")


def _undone(checkout: Checkout) -> TripState:
    """Money that was taken before the booking failed is told as long as it is not back, and after that, too."""
    payments = {payment.state for payment in checkout.payments}
    if payments & {"captured", "refunding"}:
        return "refunding"
    if "charging" in payments:
        return "stopping"
    if "refunded" in payments:
        return "refunded"
    return "undoing" if checkout.state == "unwinding" else _BY_ORDER.get(checkout.order.state, "released")
