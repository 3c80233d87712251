"""Business hours as a form has them: two spans a day, each of which may end on the next morning."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain import typed
from bot.domain.errors import InvalidError
from bot.domain.staff.hours import DAY_MINUTES, Hours, Span

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS = ("", "_2")
"""How the fields of the first and of the second span of a day end: between them is lunch."""
MOST_HOLIDAYS = 100
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
_Fields = Mapping[str, str]


def read_hours(form: _Fields) -> Hours:
    """The hours of a posted form; raises `InvalidError` that says which day cannot be.

    What ends before it begins ends on the next day, whose morning it is: it is closed when that is a holiday.
    """
    zone = form.get("zone", "").strip()
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InvalidError("Name a time zone as Europe/Paris.") from error
    spans = sorted(span for day in range(len(DAYS)) for part in PARTS for span in _spans(day, part, form))
    return Hours(zone, tuple(spans), _holidays(form.get("holidays", "")))


def shown(hours: Hours) -> dict[str, str]:
    """What stands in the fields for hours, by the names of the fields."""
    fields: dict[str, str] = {}
    for day in range(len(DAYS)):
        for part, (start, end) in zip(PARTS, _of_day(hours, day), strict=False):
            fields |= {f"start_{day}{part}": _clock(start), f"end_{day}{part}": _clock(end)}
    return fields


def _of_day(hours: Hours, day: int) -> Iterator[tuple[int, int]]:
    """Spans that begin on a day, each to its end, on the next day as well; two of one day that touch are one."""
    for span in _joined(hours, day):
        if span.start == 0 and _goes_over(hours, (day - 1) % len(DAYS)):
            continue
        yield span.start, _morning(hours, day) if span.end == DAY_MINUTES and _goes_over(hours, day) else span.end


def _joined(hours: Hours, day: int) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(one for one in hours.week if one.day == day):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(day, joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _morning(hours: Hours, day: int) -> int:
    """When the span ends with which the day after one begins; 0 when it does not begin with one."""
    after = _joined(hours, (day + 1) % len(DAYS))
    return after[0].end if after and after[0].start == 0 else 0


def _goes_over(hours: Hours, day: int) -> bool:
    """Whether the last span of a day goes on over midnight, and ends before the clock shows its beginning again."""
    spans = _joined(hours, day)
    late = spans[-1] if spans and spans[-1].end == DAY_MINUTES else None
    return late is not None and late.start > 0 and 0 < _morning(hours, day) < late.start


def _spans(day: int, part: str, form: _Fields) -> Iterator[Span]:
    start, end = form.get(f"start_{day}{part}", "").strip(), form.get(f"end_{day}{part}", "").strip()
    if not start and not end:
        return
    if not (_TIME.fullmatch(start) and _TIME.fullmatch(end)) or start == "24:00" or start == end != "00:00":
        raise InvalidError(f"{DAYS[day]}: enter two times as 09:00 and 17:30, or none.")
    begins, ends = _minutes_of(start), _minutes_of(end)
    yield Span(day, begins, ends if begins < ends else DAY_MINUTES)
    if 0 < ends < begins:
        yield Span((day + 1) % len(DAYS), 0, ends)


def _holidays(text: str) -> tuple[date, ...]:
    words = text.replace(",", " ").split()
    if len(words) > MOST_HOLIDAYS:
        raise InvalidError(f"Enter at most {MOST_HOLIDAYS} holidays.")
    days = {typed.day(word) for word in words}
    if None in days:
        raise InvalidError("Write holidays as 2026-12-25, one a line.")
    return tuple(sorted(day for day in days if day))


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _minutes_of(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
