"""When a flight leaves and lands in UTC, from its airports' own wall clocks, across zones and changed clocks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.shopping.offers import Segment

ZoneOf = Callable[[str], str]
"""The IANA time zone of an airport by its code."""


def moments(segment: Segment, zone_of: ZoneOf) -> tuple[datetime, datetime]:
    """Departure and arrival in UTC.

    A wall clock that shows the same hour twice when summer time ends is read as the one from which the flying time
    leads to the local time of arrival.
    """
    zone, there = ZoneInfo(zone_of(segment.origin)), ZoneInfo(zone_of(segment.destination))
    flown = timedelta(minutes=segment.minutes)
    for fold in (0, 1):
        departs = segment.departs.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if (departs + flown).astimezone(there).replace(tzinfo=None) == segment.arrives:
            return departs, departs + flown
    departs = segment.departs.replace(tzinfo=zone).astimezone(UTC)
    return departs, departs + flown


def layover(before: Segment, after: Segment, zone_of: ZoneOf) -> int:
    """Minutes on the ground between two flights."""
    return int((moments(after, zone_of)[0] - moments(before, zone_of)[1]).total_seconds()) // 60
