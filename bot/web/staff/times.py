"""Times as staff read them: how long ago, and the moment itself with its day, the same on pages and in mails."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_WEEK = 6 * _DAY


class Told(msgspec.Struct, frozen=True):
    """A moment: `short` as it stands in a list, `whole` as it stands in a tooltip, `iso` for scripts."""

    short: str
    whole: str
    iso: str
    after: str
    """What `short` becomes when the moment is more than a day away."""


def told(at: datetime, now: datetime, zone: str) -> Told:
    """A moment in the airline's own time.

    Within a day it is told by its distance; within a week by its weekday and hour, which cannot be mistaken; beyond
    that by its date, the month as a word.
    """
    here = at.astimezone(ZoneInfo(zone))
    whole = f"{here:%a} {here.day} {here:%b %Y, %H:%M %Z}"
    near = abs((at - now).total_seconds()) < _WEEK
    after = f"{here:%a %H:%M}" if near else f"{here.day} {here:%b %Y}"
    return Told(short=_distance((now - at).total_seconds()) or after, whole=whole, iso=at.isoformat(), after=after)


def _distance(seconds: float) -> str:
    """How far a moment is: before now when positive, ahead when negative; "" for more than a day."""
    size = abs(seconds)
    if size < _MINUTE:
        return "now"
    if size >= _DAY:
        return ""
    text = f"{int(size // _MINUTE)} min" if size < _HOUR else f"{int(size // _HOUR)} h"
    return text if seconds > 0 else f"in {text}"
