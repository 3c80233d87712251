"""Parts of a month by number: its second Tuesday, its last day, the first ten days, the last weekend."""

from collections.abc import Sequence
from datetime import date

from bot.domain.understanding.dates import calendar
from bot.domain.understanding.dates.days import SHIFTS, values, window
from bot.domain.understanding.dates.partial import Context, Reading
from bot.domain.understanding.dates.periods import SATURDAY
from bot.domain.understanding.dates.signs import Sign
from bot.domain.understanding.understood import Span

_FORTNIGHT = 2


def nth_of(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """The nth or last weekday or day of a month: "first tuesday of october", "the 5th last day of May"."""
    head = next(i for i, s in enumerate(signs) if s.symbol in "Wd")
    if signs[head].symbol == "d" and signs[head].value:  # "the first days" are several
        return None
    nth = next(iter(values(signs[: head + 1], "onq")), 1)
    if any(s.symbol == "L" for s in signs[: head + 2]):
        nth = -nth
    tail = [s for i, s in enumerate(signs) if i > head and s.symbol not in "LoJ"]
    first, end = window(tail, ctx)
    day = _nth(first, end, signs[head], nth)
    if day is not None and day < ctx.today and (months := _months_to_the_next(tail)):
        first = calendar.add_months(first, months)
        day = _nth(first, calendar.month_end(first.year, first.month), signs[head], nth)
    return Span(day, day) if day else None


def nth_after(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """The month said first: "next month on the first Monday", "in October the last Friday"."""
    head = next(i for i, s in enumerate(signs) if s.symbol in "oL" or (s.symbol == "n" and signs[i + 1].symbol == "."))
    return nth_of([*signs[head:], *signs[:head]], ctx)


def _months_to_the_next(signs: Sequence[Sign]) -> int:
    """After how many months there is another such month: "of the month", "of May"; 0 when one month is meant."""
    symbols = {s.symbol for s in signs}
    if symbols & {"y", "a", "w", "Q", "s", *SHIFTS}:
        return 0
    return 12 if "M" in symbols else 1


def last_of(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "the last of the month"."""
    _, end = window([s for s in signs if s.symbol != "L"], ctx)
    return Span(end, end)


def _nth(first: date, last: date, head: Sign, nth: int) -> date | None:
    if head.symbol == "W":
        return calendar.nth_weekday(first, last, int(head.value), nth)
    day = last + (nth + 1) * calendar.DAY if nth < 0 else first + (nth - 1) * calendar.DAY
    return day if first <= day <= last else None


def some_days_of(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "First 10 days of June", "last 3 days of next month", "première quinzaine d'août", "last week of May"."""
    head = next(i for i, s in enumerate(signs) if s.symbol in "dw")
    start, end = window(signs[head + 1 :], ctx)
    last = any(s.symbol == "L" for s in signs[:head])
    numbers = values(signs[:head], "onNqp1")
    if signs[head].symbol == "d":
        length = (max(numbers) - 1) * calendar.DAY
        return Span(end - length, end, "range") if last else Span(start, start + length, "range")
    if signs[head].value == _FORTNIGHT:  # it cuts a month after the 15th
        half = start.replace(day=15)
        second = last or numbers[:1] == [_FORTNIGHT]
        return Span(half + calendar.DAY, end, "period") if second else Span(start, half, "period")
    return _week_of_month(start, end, -1 if last else (numbers[0] if numbers else 1))


def first_days_of(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "The first days of March", "les derniers jours d'avril": five of them."""
    head = next(i for i, s in enumerate(signs) if s.symbol == "d")
    if not signs[head].value:
        return None
    start, end = window(signs[head + 1 :], ctx)
    few = 4 * calendar.DAY
    last = signs[head - 1].symbol == "L"
    return Span(end - few, end, "period") if last else Span(start, start + few, "period")


def _week_of_month(start: date, end: date, nth: int) -> Span:
    if nth < 0:  # the last week of which most days are in the month
        week = calendar.monday(end - 3 * calendar.DAY)
    else:
        week = calendar.on_or_after(start, 0) + (nth - 1) * calendar.WEEK
    return Span(week, week + 6 * calendar.DAY, "period")


def weekend_in(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "the first weekend of June", "letztes Wochenende im Mai": by its Saturday."""
    head = next(i for i, s in enumerate(signs) if s.symbol == "k")
    start, end = window(signs[head + 1 :], ctx)
    nth = -1 if any(s.symbol == "L" for s in signs[:head]) else next(iter(values(signs[:head], "on")), 1)
    saturday = calendar.nth_weekday(start, end, SATURDAY, nth)
    return Span(saturday, saturday + calendar.DAY, "range") if saturday else None
