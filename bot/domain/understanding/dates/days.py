"""Days told by the calendar: "the 5th", "12 March", "3/4/27", "first Tuesday of October", ranges in a month."""

from collections.abc import Sequence
from datetime import date

from bot.domain.understanding.dates import calendar
from bot.domain.understanding.dates.partial import Context, Partial, Reading
from bot.domain.understanding.dates.signs import Sign
from bot.domain.understanding.understood import Span

_MONTHS = 12
_MONTH_FIRST = frozenset({"en"})
_FEWEST = 10
_QUARTERS = 4
_EIGHT_DIGITS = 19_000_000
SHIFTS = {"x": 1, "X": 1, "U": 1, "J": 2, "P": -1, "L": -1, "0": 0}
NOWHERE = Partial(0)
"""What has the shape of a day that the calendar does not have: read, so that no part of it is, and never placed."""


def values(signs: Sequence[Sign], symbols: str) -> list[int]:
    """The numbers that signs of these symbols carry, in order."""
    return [int(s.value) for s in signs if s.symbol in symbols]


def full_year(number: int) -> int:
    """A year of two digits counts from 2000."""
    return number if number > 99 else 2000 + number  # noqa: PLR2004 two digits


def shift(signs: Sequence[Sign]) -> int:
    """How many units the modifiers of a text move: 1 for next, 2 for the one after, -1 for past, 0 for this."""
    found = [SHIFTS[s.symbol] for s in signs if s.symbol in SHIFTS]
    return sum(found[:1]) if found and found[0] < 0 else max(found, default=0)


def month_of(signs: Sequence[Sign], ctx: Context) -> tuple[int | None, int | None]:
    """Month and year that the signs name, by name or as "next month"; None for what is not said."""
    years = values(signs, "y")
    months = values(signs, "M")
    if months or not years:
        years = years or named_year(signs, ctx)
    if months:
        return months[0], years[0] if years else None
    if any(s.symbol == "m" for s in signs) and any(s.symbol in SHIFTS for s in signs):
        first = calendar.add_months(ctx.today.replace(day=1), shift(signs))
        return first.month, first.year
    return None, years[0] if years else None


def named_year(signs: Sequence[Sign], ctx: Context) -> list[int]:
    """Read "Next year" as a list of one, empty when no year is named."""
    at = next((i for i, s in enumerate(signs) if s.symbol == "a"), None)
    return [] if at is None else [ctx.today.year + shift(signs[max(0, at - 1) : at + 2])]


def dated(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """A day number with what stands around it: weekday, month, year, "of next month"."""
    month, year = month_of(signs, ctx)
    numbers = values(signs, "noqN")
    weekdays = values(signs, "W")
    several = any(s.symbol == "d" and s.value for s in signs)
    if several or not numbers or numbers[0] > 31:  # noqa: PLR2004 days of the longest month
        return None
    if year is None and month is not None and len(numbers) > 1:
        year = full_year(numbers[1])
    return Partial(numbers[0], month, year, weekdays[0] if weekdays else None)


def bare(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """A number that is the whole message: below ten it needs an article or an ordinal, else it may count anything."""
    sign = next(s for s in signs if s.symbol in "noq")
    written = sign.end - sign.start if sign.symbol == "n" else 0
    if len(signs) == 1 and sign.symbol != "o" and int(sign.value) < _FEWEST and written != len("05"):
        return None
    return dated(signs, ctx)


def told_of(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "celui du 20", "el vuelo del 20", "der vom 20.": the preposition holds an article, so nothing is counted."""
    return dated(signs, ctx) if any(s.symbol == "f" and s.value for s in signs) else None


def numeric(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Two or three numbers: year first when it has four digits, else in the order of the language."""
    if _counted(signs, ctx):
        return None
    weekdays = values(signs, "W")
    weekday = weekdays[0] if weekdays else None
    parts = [s for s in signs if s.symbol in "nNyo"]
    numbers = [int(s.value) for s in parts]
    if parts[0].symbol == "y":
        year: int | None = numbers[0]
        first, second = numbers[1:3]
        return _ordered(second, first, year, weekday) or _ordered(first, second, year, weekday) or NOWHERE
    first, second = numbers[:2]
    year = full_year(numbers[2]) if len(numbers) > 2 else None  # noqa: PLR2004 day, month, year
    day_first, month_first = _ordered(first, second, year, weekday), _ordered(second, first, year, weekday)
    native, foreign = (month_first, day_first) if _leads_month(parts, ctx) else (day_first, month_first)
    if foreign and (not native or (foreign.agrees(ctx.today) and not native.agrees(ctx.today))):
        return Partial(foreign.day, foreign.month, foreign.year, weekday, turned=True)
    if native and foreign and native.on(ctx.today) != foreign.on(ctx.today) and ctx.language in _MONTH_FIRST:
        return Partial(native.day, native.month, native.year, weekday, foreign)
    return native or (NOWHERE if year else None)


def _counted(signs: Sequence[Sign], ctx: Context) -> bool:
    """Whether one number of another is no day and month: "1 of 2 bags", "1 de 3"; "el 1 del 3" is."""
    joints = [s.value for s in signs if s.symbol == "f"]
    told = any(joints) or any(s.symbol in "tyWd" for s in signs)
    return bool(joints) and (ctx.language in _MONTH_FIRST or not told)


def _leads_month(parts: Sequence[Sign], ctx: Context) -> bool:
    return ctx.language in _MONTH_FIRST and parts[0].symbol != "o"


def _ordered(day: int, month: int, year: int | None, weekday: int | None) -> Partial | None:
    if not 1 <= month <= _MONTHS or calendar.valid(year or 2000, month, day) is None:
        return None
    return Partial(day, month, year, weekday)


def compact(signs: Sequence[Sign], _: Context) -> Reading | None:
    """Eight digits without separators, year first (ISO 8601 basic format)."""
    number = values(signs, "#")[0]
    day = calendar.valid(number // 10000, number // 100 % 100, number % 100) if number > _EIGHT_DIGITS else None
    return Span(day, day) if day else None


def days_of_month(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Two day numbers of one month: "13-15 July", "from the 4th to the 23rd of next month", "du 13 au 18"."""
    month, year = month_of(signs, ctx)
    numbers = values(signs, "noq")
    if year is None and month is not None and len(numbers) > 2:  # noqa: PLR2004 two days, then a year
        year = full_year(numbers[2])
    start = Partial(numbers[0], month, year).on(ctx.today)
    end = Partial(numbers[1], month, start.year if start and month else None).on(start or ctx.today)
    if (
        any(s.symbol == "M" for s in signs)
        and numbers[0] > numbers[1]
        and (end := Partial(numbers[1], month, year).on(ctx.today))
    ):
        before = calendar.add_months(end.replace(day=1), -1)  # "28 to 3 December" begins in November
        start = calendar.valid(before.year, before.month, numbers[0])
    return Span(start, end, "range") if start and end and start < end else NOWHERE


def window(signs: Sequence[Sign], ctx: Context) -> tuple[date, date]:
    """First and last day of the month, week, season or year that the signs name, the next one that is not over."""
    if any(s.symbol == "s" for s in signs):
        return season_of(signs, ctx)
    month, year = month_of(signs, ctx)
    if month is not None:
        year = year or ctx.today.year + (month < ctx.today.month)
        return date(year, month, 1), calendar.month_end(year, month)
    years = values(signs, "y") or named_year(signs, ctx)
    quarter = _quarter(signs, years[0] if years else None, ctx)
    if quarter or years:
        return quarter or (date(years[0], 1, 1), date(years[0], 12, 31))
    unit = next((s.symbol for s in reversed(signs) if s.symbol in "wmQa"), "m")
    return calendar.bounds(calendar.add(ctx.today, shift(signs), unit), unit)


def season_of(signs: Sequence[Sign], ctx: Context) -> tuple[date, date]:
    """First and last day of a season, this one or the next, or that of a year."""
    index = values(signs, "s")[0]
    years = values(signs, "y")
    start, end = calendar.season(index, date(years[0], 4, 1) if years else ctx.today)
    if not years and shift(signs) < 0:
        return calendar.season(index, calendar.add(start, -1, "a"))
    if not years and shift(signs) > 0 and start <= ctx.today:
        return calendar.season(index, end + calendar.DAY)
    return start, end


def _quarter(signs: Sequence[Sign], year: int | None, ctx: Context) -> tuple[date, date] | None:
    """The quarter with a number, the next one that is not over when no year is said."""
    at = next((i for i, s in enumerate(signs) if s.symbol == "Q"), None)
    number = next(iter(values(signs[max(0, at - 2) : at + 2], "on1")), 0) if at is not None else 0
    if not 1 <= number <= _QUARTERS:
        return None
    start, end = calendar.bounds(date(year or ctx.today.year, 3 * number, 1), "Q")
    return calendar.bounds(calendar.add(start, 1, "a"), "Q") if year is None and end < ctx.today else (start, end)
