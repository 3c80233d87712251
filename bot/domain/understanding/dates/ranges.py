"""Readings joined to ranges: from one day to another, and stays of some nights."""

import re

from bot.domain.understanding.dates import calendar, weeks
from bot.domain.understanding.dates.partial import Context, Partial, Reading
from bot.domain.understanding.dates.stretch import Stretch, place
from bot.domain.understanding.understood import Span

_JOINTS_NEEDING_OPEN = "&"


def stay(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Read "June 5 for 3 nights", "for 10 days from 18 December": the length is counted from the day."""
    start = stretch.placed(found.start("start"), ctx)
    if start is None or start.start != start.end:
        return None
    end = weeks.moved(start.start, stretch.signs(found.start("length"), found.end("length")))
    return Span(start.start, end, "range")


def from_to(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Read "from Friday to Sunday", "du 5 juin au 12 juin", "zwischen 5. und 12. Juni"."""
    if found["joint"] in _JOINTS_NEEDING_OPEN and not found["open"]:
        return None
    second = stretch.reading(found.start("end"))
    if found["start"] == "@":
        first = stretch.reading(found.start("start"))
    else:
        number = stretch.number(found.start("start"))
        first = Partial(number, second.month, second.year) if isinstance(second, Partial) else Partial(number)
    return _between(first, second, ctx)


def range_to_day(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Read "5/1 to 7, 2020", "tomorrow to the 15th": the second is a day of the first one's month, or the next."""
    first = stretch.reading(found.start("start"))
    at = found.start("day") if found["day"] else found.start("number")
    day = stretch.number(at)
    month, year = (first.month, first.year) if isinstance(first, Partial) else (None, None)
    year = stretch.number(found.start("year")) if found["year"] else year
    return _between(first, Partial(day, month, year), ctx)


def _between(first: Reading, second: Reading, ctx: Context) -> Reading | None:
    if isinstance(first, Partial) and isinstance(second, Partial):
        if first.turned or second.turned:  # both are told in the same order
            first, second = first.other or first, second.other or second
        first = borrow(first, second)
    start = place(in_week_of(first, second, ctx), ctx.today)
    if start is None:
        return None
    end = place(second, start.start)
    if end is None or end.end < start.start:
        return None
    kind = "period" if "period" in (start.kind, end.kind) else "range"
    return Span(start.start, end.end, kind)


def in_week_of(first: Reading, second: Reading, ctx: Context) -> Reading:
    """Let a weekday be of the week that is named after it: "Thursday to Saturday of next week"."""
    if not isinstance(first, Partial) or first.day or first.weekday is None:
        return first
    if not isinstance(second, Span) or second.kind != "day" or second.start <= ctx.today + calendar.WEEK:
        return first
    day = calendar.monday(second.start) + first.weekday * calendar.DAY
    return Span(day, day)


def borrow(first: Partial, second: Partial) -> Partial:
    """Let the second day say what the first leaves out: "26 June to 28 June 2020", "Monday 1st to 10 July"."""
    month = first.month or second.month
    year = first.year
    if year is None and second.year is not None and second.month is not None and month is not None:
        year = second.year - ((month, first.day) > (second.month, second.day))
    return Partial(first.day, month, year, first.weekday)
