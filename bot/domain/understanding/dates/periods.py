"""Longer times: weeks, months, weekends, seasons, their beginnings, middles and ends."""

from collections.abc import Sequence
from datetime import date

from bot.domain.understanding.dates import calendar
from bot.domain.understanding.dates.days import shift, values, window
from bot.domain.understanding.dates.lexicon import Sign
from bot.domain.understanding.dates.partial import Context, Partial, Reading
from bot.domain.understanding.understood import Span

_SATURDAY = 5
_SUNDAY_FIRST = frozenset({"en"})
_MIDDLE_FROM = {"fr": 10}
_WEEK_PARTS = {"b": (0, 2), "c": (2, 3), "e": (4, 6)}
_YEAR_PARTS = {"b": (1, 4), "c": (5, 8), "e": (9, 12)}


def _period(start: date, end: date) -> Span:
    return Span(start, end, "period")


def unit(signs: Sequence[Sign], ctx: Context) -> Reading:
    """A whole week, month, quarter or year: "next week", "in June", "June 2027"."""
    start, end = window(signs, ctx)
    return _period(start, end)


def weekend(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Saturday and Sunday, this week's or the following."""
    saturday = calendar.monday(ctx.today) + _SATURDAY * calendar.DAY
    saturday += max(0, shift(signs)) * calendar.WEEK
    return Span(max(saturday, ctx.today), saturday + calendar.DAY, "range")


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


def feast(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Christmas, Easter Monday and other days with names."""
    name = next(str(s.value) for s in signs if s.symbol == "K")
    years = values(signs, "y")
    if name.startswith("e"):
        return _around_easter(int(name[1:]), years, ctx)
    return Partial(int(name[2:]), int(name[:2]), years[0] if years else None)


def _around_easter(offset: int, years: list[int], ctx: Context) -> Span:
    day = calendar.easter(years[0] if years else ctx.today.year) + offset * calendar.DAY
    if not years and day < ctx.today:
        day = calendar.easter(ctx.today.year + 1) + offset * calendar.DAY
    return Span(day, day)


def season(signs: Sequence[Sign], ctx: Context) -> Reading:
    """A season, this one or the next, or that of a year."""
    index = values(signs, "s")[0]
    years = values(signs, "y")
    floor = date(years[0], 4, 1) if years else ctx.today
    start, end = calendar.season(index, floor)
    if not years and shift(signs) > 0 and start <= ctx.today:
        start, end = calendar.season(index, end + calendar.DAY)
    return _period(start, end)


def some_days_of(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "First 10 days of June", "last 3 days of next month", "première quinzaine d'août", "last week of May"."""
    head = next(i for i, s in enumerate(signs) if s.symbol in "dw")
    start, end = window(signs[head + 1 :], ctx)
    last = any(s.symbol == "L" for s in signs[:head])
    numbers = values(signs[:head], "onNqp1")
    if signs[head].symbol == "d":
        length = (max(numbers) - 1) * calendar.DAY
        return Span(end - length, end, "range") if last else Span(start, start + length, "range")
    if signs[head].value == 2:  # noqa: PLR2004 a fortnight cuts a month after the 15th
        half = start.replace(day=15)
        return _period(half + calendar.DAY, end) if last or numbers[:1] == [2] else _period(start, half)
    return _week_of_month(start, end, -1 if last else (numbers[0] if numbers else 1))


def first_days_of(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "The first days of March", "les derniers jours d'avril": five of them."""
    head = next(i for i, s in enumerate(signs) if s.symbol == "d")
    if not signs[head].value:
        return None
    start, end = window(signs[head + 1 :], ctx)
    few = 4 * calendar.DAY
    return _period(end - few, end) if signs[head - 1].symbol == "L" else _period(start, start + few)


def _week_of_month(start: date, end: date, nth: int) -> Span:
    week = (
        calendar.monday(end + calendar.DAY) - calendar.WEEK
        if nth < 0
        else calendar.on_or_after(start, 0) + (nth - 1) * calendar.WEEK
    )
    return _period(week, week + 6 * calendar.DAY)


def stretch_of_weeks(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "Next 2 weeks", "next three months": whole units after this one."""
    count = next((int(s.value) for s in signs if s.symbol in "nqp1"), 1)
    kind = next(s.symbol for s in signs if s.symbol in "wma")
    start, _ = calendar.bounds(calendar.add(ctx.today, 1, kind), kind)
    _, end = calendar.bounds(calendar.add(ctx.today, count, kind), kind)
    return _period(start, end)
