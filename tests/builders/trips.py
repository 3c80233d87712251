"""Booked trips as their travellers see them: direct, with a change of planes, at any hour of any zone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from bot.domain.booking.trip_of import trip_of
from bot.domain.booking.trips import BookedTrip
from bot.domain.shopping.display import Look
from bot.domain.shopping.offers import Segment, Slice
from tests.builders.checkouts import NOW, paid_checkout
from tests.builders.world import places


def segment(route: str, departs: str, minutes: int, *, flight: str = "TF12", fold: int = 0) -> Segment:
    """A flight such as `segment("CDG-JFK", "2026-12-04 11:25", 475)`; it lands by the true clock of its destination."""
    origin, destination = route.split("-")
    local = datetime.fromisoformat(departs)
    at = local.replace(tzinfo=ZoneInfo(places().zone(origin)), fold=fold).astimezone(ZoneInfo("UTC"))
    lands = (at + timedelta(minutes=minutes)).astimezone(ZoneInfo(places().zone(destination)))
    return Segment(
        flight=flight,
        carrier="TF",
        operator="TF",
        origin=origin,
        destination=destination,
        departs=local,
        arrives=lands.replace(tzinfo=None),
        minutes=minutes,
        cabin="economy",
        key=f"{flight}/{local:%Y-%m-%d}",
    )


def piece(*segments: Segment) -> Slice:
    """One direction of these flights."""
    first, last = segments[0], segments[-1]
    starts = first.departs.replace(tzinfo=ZoneInfo(places().zone(first.origin)))
    ends = last.arrives.replace(tzinfo=ZoneInfo(places().zone(last.destination)))
    return Slice(segments, int((ends - starts.astimezone(ZoneInfo("UTC"))).total_seconds()) // 60)


def trip(*slices: Slice, **changes: Any) -> BookedTrip:
    """A paid trip from Paris to New York for two, or of these directions."""
    made = trip_of(paid_checkout(), paid_at=NOW, now=NOW, zone_of=places().zone)
    parts: dict[str, Any] = {
        "url": "https://tickets.example/trip/x",
        **({"slices": slices} if slices else {}),
        **changes,
    }
    return msgspec.structs.replace(made, **parts)


def look(language: str = "en") -> Look:
    """What display needs for a reader."""
    return Look(places(), {"TF": "Threadfare Air"}, language)


def unfolded(text: str) -> Sequence[str]:
    """The lines of an iCalendar file as they were before folding."""
    return text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")
