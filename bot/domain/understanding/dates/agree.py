"""Two readings of one day: the weekday of a week, a day said twice, one day or another."""

import re

from bot.domain.understanding.dates.days import NOWHERE
from bot.domain.understanding.dates.partial import Context, Partial, Reading
from bot.domain.understanding.dates.ranges import borrow, in_week_of
from bot.domain.understanding.dates.stretch import Stretch, place
from bot.domain.understanding.understood import Span


def agreed(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """Two readings side by side: a day inside a period, or one day said twice; days that disagree are asked."""
    first, second = (stretch.reading(found.start(side)) for side in ("start", "end"))
    placed = place(first, ctx.today), place(second, ctx.today)
    if None in placed:
        return NOWHERE
    for part, whole in ((first, placed[1]), (second, placed[0])):
        if isinstance(part, Partial) and whole is not None and whole.kind == "period":
            day = part.within(whole.start, whole.end)
            return Span(day, day) if day else NOWHERE
    return _same_day(first, second, ctx)


def _same_day(first: Reading, second: Reading, ctx: Context) -> Reading | None:
    loose = [r for r in (first, second) if isinstance(r, Span) or not r.day]
    if not loose or any(isinstance(r, Span) and r.kind != "day" for r in (first, second)):
        return None
    if isinstance(first, Partial) and isinstance(second, Partial):
        bare, full = (first, second) if not first.day else (second, first)
        if not full.day:  # two weekdays in a row
            return None
        return Partial(full.day, full.month, full.year, bare.weekday)
    one, other = place(first, ctx.today), place(second, ctx.today)
    if one is None or other is None or one.start == other.start:
        return one
    weekday = second.weekday if isinstance(second, Partial) and not second.day else None
    if weekday is not None and one.start.weekday() == weekday:
        return one
    return Span(one.start, one.end, "day", (one.start, other.start))


def either(stretch: Stretch, found: re.Match[str], ctx: Context) -> Reading | None:
    """One day or another: both are choices."""
    first, second = (stretch.day(found.start(side)) for side in ("start", "end"))
    if found["start"] != "@" and not (isinstance(second, Partial) and second.day):  # "2 or 3 days from now"
        return NOWHERE
    first, second = _shared(first, second)
    placed = [place(reading, ctx.today) for reading in (in_week_of(first, second, ctx), second)]
    if all(span is not None and span.kind == "period" for span in placed):
        return Span(min(s.start for s in placed if s), max(s.end for s in placed if s), "period")
    days = [span.start for span in placed if span is not None and span.kind == "day"]
    return Span(days[0], days[0], "day", tuple(days)) if len(days) == len(placed) else None


def _shared(first: Reading, second: Reading) -> tuple[Reading, Reading]:
    """Let each of two days say what the other leaves out: "the 3rd or 4th of June", "3 June or the 4th"."""
    if not isinstance(first, Partial) or not isinstance(second, Partial):
        return first, second
    if second.day and not second.month:
        second = Partial(second.day, first.month, first.year, second.weekday)
    return borrow(first, second), second
