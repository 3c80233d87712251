"""Lengths of time and moments as staff read them."""

from datetime import datetime
from zoneinfo import ZoneInfo

_SECOND, _MINUTE, _HOUR, _DAY = 1000, 60_000, 3_600_000, 86_400_000


def length(milliseconds: int | None) -> str:
    """A length in the two units that matter, as "4 min 05 s"; a dash of nothing."""
    if milliseconds is None:
        return "–"
    if milliseconds < _MINUTE:
        return f"{milliseconds // _SECOND} s"
    if milliseconds < _HOUR:
        return f"{milliseconds // _MINUTE} min {milliseconds % _MINUTE // _SECOND:02d} s"
    if milliseconds < _DAY:
        return f"{milliseconds // _HOUR} h {milliseconds % _HOUR // _MINUTE:02d} min"
    return f"{milliseconds // _DAY} d {milliseconds % _DAY // _HOUR} h"


def since(at: int, now: int) -> str:
    """How long ago a moment was, as pages keep it up to date."""
    minutes = max(0, now - at) // _MINUTE
    if minutes < 1:
        return "now"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h"  # noqa: PLR2004  minutes of an hour


def moment(at: int, zone: str) -> str:
    """A moment in a zone, as "Tue 24 Nov 10:05"."""
    return datetime.fromtimestamp(at / 1000, ZoneInfo(zone)).strftime("%a %d %b %H:%M")
