"""Days told from today: tomorrow, weekdays, "in three days", "Wednesday of next week", "vendredi en huit"."""

from collections.abc import Sequence
from datetime import date

from bot.domain.understanding.dates import calendar
from bot.domain.understanding.dates.days import shift, values
from bot.domain.understanding.dates.partial import Context, Partial, Reading
from bot.domain.understanding.dates.signs import Sign
from bot.domain.understanding.understood import Span

NEXT_IS_NEAREST = frozenset({"fr", "de"})
"""Where "next Friday" is the nearest one; in the other languages it is the Friday of next week (Duckling's reading)."""
_UNITS = "dwmagQk"
_AMOUNTS = "nNqo1py"
_ROUND_DAYS = {"fr": (8, 15), "es": (8, 15), "de": (8,)}
"""Counts of days that mean whole weeks where both ends are counted: "dans huit jours", "en quince días"."""
_WEEKDAYS = range(7)
_WEEKS_IN_DAYS = {(7, "d"): 1, (8, "d"): 1, (14, "d"): 2, (15, "d"): 2}
_HOURS = 24
_HALVES = {"a": (6, "m"), "m": (15, "d")}
_MOST_AHEAD, _THIS_AGE, _AGES = 1200, 2000, 500
"""Bounds that keep nonsense ("in 99 years 99 years") inside the calendar; nobody flies later than these."""


def _day(day: date, *choices: date) -> Span:
    return Span(day, day, "day", choices if len(set(choices)) > 1 else ())


def relative(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Today, tomorrow, the day after, "next day"; "the next days" is no day."""
    if any(s.symbol == "d" and s.value for s in signs):
        return None
    offset = next(iter(values(signs, "rD")), 1)
    if offset < 0 and any(s.symbol == "D" for s in signs):  # the eve of nothing
        return None
    return _day(ctx.today + offset * calendar.DAY)


def weekday(signs: Sequence[Sign], _: Context) -> Reading:
    """A weekday alone or with "this": the nearest one after the day that it is read against."""
    return Partial(0, weekday=values(signs, "W")[0])


def weekday_range(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "Fri-Sun"."""
    first, last = values(signs, "W")[:2]
    start = calendar.after(ctx.today, first)
    return Span(start, calendar.on_or_after(start, last), "range")


def next_weekday(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "Next Friday": two days fit, so both are choices."""
    wanted = values(signs, "W")[0]
    nearest = calendar.after(ctx.today, wanted)
    following = calendar.monday(ctx.today) + calendar.WEEK + wanted * calendar.DAY
    chosen = nearest if ctx.language in NEXT_IS_NEAREST else following
    other = chosen + calendar.WEEK if chosen == nearest else nearest
    return _day(chosen, chosen, other)


def at_hours(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "Friday from 3 to 5", "tomorrow between 9 and 11": hours of a day, not days of a month."""
    if any(s.symbol == "f" and s.value for s in signs) or max(values(signs, "n")) > _HOURS:
        return None
    if any(s.symbol == "r" for s in signs):
        return relative(signs, ctx)
    return next_weekday(signs, ctx) if any(s.symbol == "x" for s in signs) else weekday(signs, ctx)


def past_weekday(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "Last Friday": the nearest one before today."""
    return _day(calendar.on_or_after(ctx.today - calendar.WEEK, values(signs, "W")[0]))


def weekday_of_week(signs: Sequence[Sign], ctx: Context) -> Reading:
    """A weekday of this week, of next week or of the one after."""
    week = calendar.monday(ctx.today) + shift(signs) * calendar.WEEK
    return _day(week + values(signs, "W")[0] * calendar.DAY)


def weekday_plus(signs: Sequence[Sign], ctx: Context) -> Reading | None:
    """Read "Friday week", "vendredi en huit", "a fortnight on Friday": weeks after the nearest such day, today counted.

    The day after next ("friday after next", "übernächsten Freitag") is a week after the nearest one that is not today.
    """
    count = next(iter(values(signs, "1qn")), 1)
    if any(s.symbol == "I" for s in signs):  # "en huit": a week with both its ends counted
        if count not in _ROUND_DAYS.get(ctx.language, ()):
            return None
        count = count // len(_WEEKDAYS)
    weeks = count * next(iter(values(signs, "w")), 1)
    weekdays = values(signs, "W")
    if not weekdays:
        return _day(ctx.today + sum(values(signs, "r")) * calendar.DAY + weeks * calendar.WEEK)
    if any(s.symbol in "JA" for s in signs):
        return _day(calendar.after(ctx.today, weekdays[0]) + calendar.WEEK)
    return _day(calendar.on_or_after(ctx.today, weekdays[0]) + weeks * calendar.WEEK)


def counted_weekdays(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "Two sundays from now"."""
    count = max(1, _amounts(signs)[0])
    return _day(calendar.after(ctx.today, values(signs, "W")[0]) + (count - 1) * calendar.WEEK)


def _amounts(signs: Sequence[Sign]) -> list[int]:
    return [int(s.value) for s in signs if s.symbol in _AMOUNTS]


def moves(signs: Sequence[Sign]) -> list[tuple[int, str]]:
    """Amounts and units of a duration: "2 years 21 days", "a fortnight" as two weeks."""
    found: list[tuple[int, str]] = []
    amount = 1
    for sign in signs:
        if sign.symbol in _AMOUNTS:
            amount = int(sign.value)
        elif sign.symbol in _UNITS:
            found.append((amount * (int(sign.value) if sign.symbol == "w" else 1), sign.symbol))
            amount = 1
        elif sign.symbol == "l" and found:
            found.append(_HALVES[found[-1][1]])
    return found


def moved(day: date, signs: Sequence[Sign], direction: int = 1) -> date:
    """A day moved by the durations that the signs name."""
    for amount, unit in moves(signs):
        if abs(day.year - _THIS_AGE) < _AGES:
            day = calendar.add(day, direction * min(amount, _MOST_AHEAD), unit)
    return day


def ahead(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "In two weeks", "3 days later", "a week tomorrow"."""
    told = sum(values(signs, "r"))
    last = signs[-1]
    if last.symbol == "r" and ctx.language == "fr" and last.value == 2:  # noqa: PLR2004 "deux jours après demain"
        told -= 1
    day = moved(ctx.today + told * calendar.DAY, signs)
    if not _counts_both_ends(signs, ctx):
        return _day(day)
    inside = day - calendar.DAY
    return _day(inside, inside, day) if signs[0].symbol == "r" else _day(day, day, inside)


def _counts_both_ends(signs: Sequence[Sign], ctx: Context) -> bool:
    """Whether a week is said as eight days, a fortnight as fifteen."""
    lengths = moves(signs)
    return len(lengths) == 1 and lengths[0][1] == "d" and lengths[0][0] in _ROUND_DAYS.get(ctx.language, ())


def ago(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "Two days ago"."""
    return _day(moved(ctx.today, signs, -1))


def ahead_on_weekday(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "Monday two weeks from now", "in two months on Tuesday": that weekday in the week that is reached."""
    target = moved(ctx.today, signs)
    wanted = values(signs, "W")[0]
    length = moves(signs)[0] if signs[0].symbol == "W" and any(s.symbol == "I" for s in signs) else (0, "")
    if length == (1, "w") or length in _WEEKS_IN_DAYS:  # "Montag in einer Woche": a week after Monday
        weeks = _WEEKS_IN_DAYS.get(length, 1)
        return _day(calendar.on_or_after(ctx.today, wanted) + weeks * calendar.WEEK)
    if any(unit in "ma" for _, unit in moves(signs)):  # a week is too fine for months: from that day on
        return _day(calendar.on_or_after(target, wanted))
    day = calendar.monday(target) + wanted * calendar.DAY
    if length[1] == "w":  # "Monday in two weeks": two weeks after Monday, or the Monday of that week
        return _day(day, day, calendar.on_or_after(ctx.today, wanted) + length[0] * calendar.WEEK)
    return _day(day)


def coming_days(signs: Sequence[Sign], ctx: Context) -> Reading:
    """Read "Next 3 days": from tomorrow on; English "upcoming 3 days" is the day that they end on."""
    end = moved(ctx.today, signs)
    if any(s.symbol == "U" and s.value == "upcoming" for s in signs):
        return _day(end)
    return Span(ctx.today + calendar.DAY, end, "range")
