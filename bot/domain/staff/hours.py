"""Business hours: weekly spans in a zone and days without any, and arithmetic over them, exact across clock changes.

A moment is open when the clock on the wall of the zone stands within a span of that weekday, and the day is no holiday.
Where the wall shows an hour twice it counts twice, where it leaves one out it counts nothing. All moments are
milliseconds since 1970, UTC.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec

from bot.domain.errors import InvalidError

DAY_MINUTES = 24 * 60
MINUTE_MS = 60_000
LONGEST_CLOSED_DAYS = 400
"""Days after which we stop looking for an open one."""
_QUARTER_MS = 15 * MINUTE_MS
"""Clocks of all zones are changed at quarters of an hour of UTC (tz database, "Theory")."""


class Span(msgspec.Struct, frozen=True, order=True):
    """A part of a weekday (0 is Monday): from one minute after midnight to another, at most 1440."""

    day: int
    start: int
    end: int


class Hours(msgspec.Struct, frozen=True):
    """When somebody is there: spans of the week on the wall of `zone`, but for `holidays`."""

    zone: str = "UTC"
    week: tuple[Span, ...] = ()
    holidays: tuple[date, ...] = ()


ALWAYS = Hours("UTC", tuple(Span(day, 0, DAY_MINUTES) for day in range(7)))
"""Day and night."""


def is_open(hours: Hours, at: int) -> bool:
    """Whether a moment is within the hours."""
    return any(start <= at < end for start, end in _on_day(hours, _date_of(hours, at)))


def next_open(hours: Hours, at: int) -> int | None:
    """The first open moment at or after one; None when there is none for 400 days."""
    for start, end in _from(hours, at):
        if end > at:
            return max(start, at)
    return None


def open_ms(hours: Hours, start: int, end: int) -> int:
    """How many milliseconds between two moments are open; 0 when the second is not the later one."""
    counted, day, last = 0, _date_of(hours, start), _date_of(hours, end)
    while day <= last:
        counted += sum(max(0, min(to, end) - max(since, start)) for since, to in _on_day(hours, day))
        day += timedelta(days=1)
    return counted


def add_open(hours: Hours, start: int, minutes: int) -> int:
    """The first moment by which so many open minutes have passed since another.

    Raises `InvalidError` when the hours are closed for 400 days on end.
    """
    left = minutes * MINUTE_MS
    if left <= 0:
        return start
    at = start
    while (opened := next_open(hours, at)) is not None:
        for since, to in _on_day(hours, _date_of(hours, opened)):
            begins = max(since, at)
            if to <= begins:
                continue
            if to - begins >= left:
                return begins + left
            left -= to - begins
        at = _midnight(hours, _date_of(hours, opened) + timedelta(days=1))
    raise InvalidError("These business hours have no open day within 400 days.")


def _from(hours: Hours, at: int) -> Iterator[tuple[int, int]]:
    day = _date_of(hours, at)
    for later in range(LONGEST_CLOSED_DAYS):
        yield from _on_day(hours, day + timedelta(days=later))


def _on_day(hours: Hours, day: date) -> list[tuple[int, int]]:
    """Open spans of a day of the zone, in order, none touching another."""
    spans = [span for span in hours.week if span.day == day.weekday()]
    if not spans or day in hours.holidays:
        return []
    zero = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
    found: list[tuple[int, int]] = []
    for begin, end, offset in _even_parts(hours, day):
        for span in spans:
            since = max(begin, zero + span.start * MINUTE_MS - offset)
            to = min(end, zero + span.end * MINUTE_MS - offset)
            if since < to:
                found.append((since, to))
    return _joined(sorted(found))


def _even_parts(hours: Hours, day: date) -> list[tuple[int, int, int]]:
    """The parts of a day during which the zone keeps its distance from UTC: begin, end, distance."""
    begin, end = _midnight(hours, day), _midnight(hours, day + timedelta(days=1))
    first, last = _offset(hours, begin), _offset(hours, end - 1)
    if first == last:
        return [(begin, end, first)]
    edges = [begin, *range(begin - begin % _QUARTER_MS + _QUARTER_MS, end, _QUARTER_MS), end]
    return [(since, to, _offset(hours, since)) for since, to in pairwise(edges)]


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for since, to in spans:
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(to, joined[-1][1]))
        else:
            joined.append((since, to))
    return joined


def _midnight(hours: Hours, day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(hours.zone)).timestamp() * 1000)


def _offset(hours: Hours, at: int) -> int:
    offset = datetime.fromtimestamp(at / 1000, ZoneInfo(hours.zone)).utcoffset() or timedelta()
    return int(offset.total_seconds() * 1000)


def _date_of(hours: Hours, at: int) -> date:
    return datetime.fromtimestamp(at / 1000, ZoneInfo(hours.zone)).date()
