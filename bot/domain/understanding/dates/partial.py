"""A day as far as it was said, and the smallest day that fits what was said."""

from collections.abc import Iterator
from datetime import date

import msgspec

from bot.domain.understanding.dates import calendar
from bot.domain.understanding.understood import Span

_MOST_MONTHS = 12 * 12


class Context(msgspec.Struct, frozen=True):
    """What a day is read against: the day today is, the language, and whether nothing else stands in the message."""

    today: date
    language: str
    alone: bool = False


class Partial(msgspec.Struct, frozen=True):
    """A day of which some parts were said; `other` is the same text read with day and month exchanged."""

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    other: "Partial | None" = None

    def on(self, floor: date) -> date | None:
        """The smallest day not before `floor` that fits; with a year said, that day even when it is past."""
        if self.month is not None and self.year is not None:
            return calendar.valid(self.year, self.month, self.day)
        fallback = None
        for day in self._candidates(floor):
            if day < floor:
                continue
            if self.weekday is None or day.weekday() == self.weekday:
                return day
            fallback = fallback or day
        return fallback

    def span(self, floor: date) -> Span | None:
        """The day placed, with the exchanged reading as another choice."""
        day = self.on(floor)
        if day is None:
            return None
        other = self.other.on(floor) if self.other else None
        return Span(day, day, "day", (day, other) if other and other != day else ())

    def _candidates(self, floor: date) -> Iterator[date]:
        if self.month is not None:
            days = [calendar.valid(year, self.month, self.day) for year in range(floor.year, floor.year + 9)]
            if self.weekday is not None:  # with a month said, the nearest year counts even if the weekday disagrees
                days = [day for day in days if day is not None and day >= floor][:1]
        else:
            firsts = (calendar.add_months(floor.replace(day=1), n) for n in range(_MOST_MONTHS))
            days = [calendar.valid(first.year, first.month, self.day) for first in firsts]
        return (day for day in days if day is not None)


Reading = Partial | Span
"""What a pattern yields: a day to be placed, or days that stand."""


class Found(msgspec.Struct, frozen=True):
    """A reading at [start, end) of the folded text."""

    reading: Reading
    start: int
    end: int
