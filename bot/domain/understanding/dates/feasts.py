"""Days with names: Christmas, Easter Monday, the fourth Thursday of November."""

from collections.abc import Sequence
from datetime import date

from bot.domain.understanding.dates import calendar
from bot.domain.understanding.dates.days import named_year, values
from bot.domain.understanding.dates.partial import Context, Partial, Reading
from bot.domain.understanding.dates.signs import Sign
from bot.domain.understanding.understood import Span

_SUNDAY = 6


def feast(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Christmas, Easter Monday and other days with names."""
    name = next(str(s.value) for s in signs if s.symbol == "K")
    years = values(signs, "y")
    first, _, last = name.partition(":")
    if not last and name.isdigit():
        return Partial(int(name[2:]), int(name[:2]), next(iter(years or named_year(signs, ctx)), None))
    year = next(iter(years or named_year(signs, ctx)), None)
    start = _feast(first, year or ctx.today.year)
    if year is None and start < ctx.today:
        start = _feast(first, ctx.today.year + 1)
    return Span(start, _feast(last, start.year), "range") if last else Span(start, start)


def _feast(name: str, year: int) -> date:
    """The day of a feast in a year.

    It is written "1225", "e-2" by days from Easter, "a7" by days from Advent Sunday, "w1143+1" for the day after the
    fourth Thursday (3) of November, "w05-0" for the last Monday (0) of May.
    """
    kind, told = name[0], name[1:]
    if kind == "e":
        return calendar.easter(year) + int(told) * calendar.DAY
    if kind == "a":
        return calendar.on_or_after(date(year, 11, 27), _SUNDAY) + int(told) * calendar.DAY
    if kind != "w":
        return date(year, int(name[:2]), int(name[2:]))
    month, nth, weekday = int(told[:2]), told[2], int(told[3])
    first, end = date(year, month, 1), calendar.month_end(year, month)
    day = calendar.nth_weekday(first, end, weekday, -1 if nth == "-" else int(nth)) or end
    return day + int(told[4:] or 0) * calendar.DAY
