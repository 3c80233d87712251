"""Longer times: weeks, months, weekends, seasons, their beginnings, middles and ends."""

from collections.abc import Sequence
from datetime import date

from bot.domain.understanding.dates import calendar
from bot.domain.understanding.dates.days import season_of, shift, values, window
from bot.domain.understanding.dates.partial import Context, Partial, Reading
from bot.domain.understanding.dates.signs import Sign
from bot.domain.understanding.understood import Span

SATURDAY = 5
_NEAR_WEEKEND = (4, 5, 6, 0)
_SUNDAY_FIRST = frozenset({"en"})
_MIDDLE_FROM = {"fr": 10}
_WEEK_PARTS = {"b": (0, 2), "c": (2, 3), "e": (4, 6)}
_YEAR_PARTS = {"b": (1, 4), "c": (5, 8), "e": (9, 12)}


def _period(start: date, end: date) -> Span:
    return Span(start, end, "period")


def unit(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """A whole week, month, quarter or year: "next week", "in June", "June 2027"; "this fortnight" is none of them."""
    if any(s.symbol == "w" and s.value != 1 for s in signs):
        return None
    start, end = window(signs, ctx)
    return _period(start, end)


def week_of(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "the week of the 6th": from Monday to Sunday around the next such day."""
    day = Partial(values(signs, "no")[0]).on(ctx.today)
    return _period(*calendar.bounds(day, "w")) if day else None


def weekend_of(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "the weekend of the 4th"."""
    day = Partial(values(signs, "no")[0]).on(ctx.today)
    return weekend_around(day) if day else None


def weekend_around(day: date) -> Span | None:
    """Saturday and Sunday of a weekend that is called by one of its days, or by the Friday or Monday beside them."""
    if day.weekday() not in _NEAR_WEEKEND:
        return None
    saturday = calendar.on_or_after(day - 2 * calendar.DAY, SATURDAY)
    return Span(saturday, saturday + calendar.DAY, "range")


def weekend(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Saturday and Sunday of this week, of the next or of the one after; the coming weekend is this week's."""
    saturday = calendar.monday(ctx.today) + SATURDAY * calendar.DAY
    saturday += shift([s for s in signs if s.symbol != "U"]) * calendar.WEEK
    sunday = saturday + calendar.DAY
    return Span(min(max(saturday, ctx.today), sunday) if sunday >= ctx.today else saturday, sunday, "range")


def quarter(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "Q1 2027", "the second quarter of next year"."""
    number = next(iter(values(signs, "on1")), 0)
    return unit(signs, ctx) if 1 <= number <= len(_YEAR_PARTS) + 1 else None


def part(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Beginning, middle or end of a week, a month or a year; a month is cut after the 10th and the 20th."""
    which, length = next((s.symbol, s.value) for s in signs if s.symbol in "bce")
    start, end = window(signs, ctx)
    kind = next((s.symbol for s in signs if s.symbol in "wmaMQ"), "a")
    if kind == "w":
        first, last = _WEEK_PARTS[which]
        return Span(start + first * calendar.DAY, start + last * calendar.DAY, "range")
    if length:
        return _period(start, start.replace(day=int(length)))
    if kind in "mM":
        return _part_of_month(which, start, end, ctx)
    if kind == "Q":
        return None
    first, last = _YEAR_PARTS[which]
    return _period(start.replace(month=first), calendar.month_end(start.year, last))


def _part_of_month(which: str, start: date, end: date, ctx: Context) -> Span:
    middle = _MIDDLE_FROM.get(ctx.language, 11)
    if which == "b":
        return _period(start, start.replace(day=10))
    if which == "c":
        return _period(start.replace(day=middle), start.replace(day=middle + 9))
    return _period(start.replace(day=21), end)


def rest(signs: Sequence[Sign], ctx: Context) -> Reading:
    """The rest of this week, month or year, today included."""
    _, end = window(signs, ctx)
    if any(s.symbol == "w" for s in signs) and ctx.language in _SUNDAY_FIRST and ctx.today < end:
        end -= calendar.DAY
    return Span(ctx.today, end, "day" if end == ctx.today else "range")


def end_of_unit(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "EOM", "end of year"."""
    kind = next(str(s.value) for s in signs if s.symbol == "E")
    start, end = calendar.bounds(ctx.today, kind)
    return _part_of_month("e", start, end, ctx) if kind == "m" else _period(date(end.year, 9, 1), end)


def season(signs: Sequence[Sign], ctx: Context) -> Reading:
    """A season, this one or the next, or that of a year."""
    return _period(*season_of(signs, ctx))


def stretch_of_weeks(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "Next 2 weeks", "next three months": whole units after this one."""
    count = next((int(s.value) for s in signs if s.symbol in "nqp1"), 1)
    kind = next(s.symbol for s in signs if s.symbol in "wma")
    start, _ = calendar.bounds(calendar.add(ctx.today, 1, kind), kind)
    _, end = calendar.bounds(calendar.add(ctx.today, count, kind), kind)
    return _period(start, end)
