"""Arithmetic on days: weekdays, months, quarters and seasons, without a clock."""

import calendar as gregorian
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_MONTHS = 12
_SEASONS = (((3, 20), (6, 21)), ((6, 21), (9, 23)), ((9, 23), (12, 21)), ((12, 21), (3, 20)))
THIRD = 10


def on_or_after(day: date, weekday: int) -> date:
    """The first day with this weekday (Monday is 0) that is not before `day`."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def after(day: date, weekday: int) -> date:
    """The first day with this weekday later than `day`."""
    return on_or_after(day + DAY, weekday)


def monday(day: date) -> date:
    """The Monday of the ISO 8601 week of a day."""
    return day - timedelta(days=day.weekday())


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, gregorian.monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last of that month when it is shorter."""
    index = day.year * _MONTHS + day.month - 1 + months
    year, month = divmod(index, _MONTHS)
    last = month_end(year, month + 1)
    return last.replace(day=min(day.day, last.day))


def add(day: date, amount: int, unit: str) -> date:
    """Move a day by an amount of days or nights (d, g), weeks (w), months (m), quarters (Q) or years (a)."""
    if unit in "dg":
        return day + amount * DAY
    if unit in "wk":
        return day + amount * WEEK
    return add_months(day, amount * {"m": 1, "Q": 3, "a": 12}[unit])


def bounds(day: date, unit: str) -> tuple[date, date]:
    """First and last day of the week (w), month (m), quarter (Q) or year (a) that holds a day."""
    if unit == "w":
        return monday(day), monday(day) + 6 * DAY
    if unit == "m":
        return day.replace(day=1), month_end(day.year, day.month)
    if unit == "Q":
        first = (day.month - 1) // 3 * 3 + 1
        return date(day.year, first, 1), month_end(day.year, first + 2)
    return date(day.year, 1, 1), date(day.year, 12, 31)


def season(index: int, floor: date) -> tuple[date, date]:
    """The season (spring 0 to winter 3) whose end is not before `floor`, by the usual days of equinox and solstice."""
    (first_month, first_day), (last_month, last_day) = _SEASONS[index]
    for year in (floor.year - 1, floor.year, floor.year + 1):
        end = date(year + (last_month < first_month), last_month, last_day)
        if end >= floor:
            return date(year, first_month, first_day), end
    raise AssertionError  # a season ends every year


def valid(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def nth_weekday(first: date, last: date, weekday: int, nth: int) -> date | None:
    """The nth such weekday between two days; -1 counts from the end."""
    if nth < 0:
        day = last - timedelta(days=(last.weekday() - weekday) % 7) + (nth + 1) * WEEK
        return day if day >= first else None
    day = on_or_after(first, weekday) + (nth - 1) * WEEK
    return day if day <= last else None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    m = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + m - 7 * ((a + 11 * h + 22 * m) // 451) + 114, 31)
    return date(year, month, day + 1)
