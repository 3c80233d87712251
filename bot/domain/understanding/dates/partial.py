"""A day as far as it was said, and the smallest day that fits what was said."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

import msgspec

from bot.domain.understanding.dates import calendar
from bot.domain.understanding.understood import Span

_MOST_MONTHS = 12 * 12
_LEAP_GAP = 9


class Context(msgspec.Struct, frozen=True):
    """What a day is read against: the day today is, and the language."""

    today: date
    language: str


class Partial(msgspec.Struct, frozen=True):
    """A day of which some parts were said; `other` is the same text read with day and month exchanged.

    `day` is 0 when only the weekday was said; `turned` tells that only the order foreign to the language made a day.
    """

    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    other: "Partial | None" = None
    turned: bool = False

    def on(self, floor: date) -> date | None:
        """The smallest day not before `floor` that fits; with a year said, that day even when it is past."""
        if not self.day and self.weekday is not None:
            return calendar.after(floor, self.weekday)
        if self == Partial(0):
            return None
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

    def within(self, start: date, end: date) -> date | None:
        """The one day between two days, both inclusive, that fits; None when there are none or several."""
        span = (start + number * calendar.DAY for number in range((end - start).days + 1))
        fitting = [day for day in span if self._fits(day)]
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, day: date) -> bool:
        parts = (
            (self.day or None, day.day),
            (self.month, day.month),
            (self.year, day.year),
            (self.weekday, day.weekday()),
        )
        return all(said is None or said == real for said, real in parts)

    def agrees(self, floor: date) -> bool:
        """Whether the weekday that was said, if any, is that of the day."""
        day = self.on(floor)
        return day is not None and self.weekday in (None, day.weekday())

    def span(self, floor: date) -> Span | None:
        """The day placed, with the exchanged reading as another choice."""
        day = self.on(floor)
        if day is None:
            return None
        other = self.other.on(floor) if self.other else None
        if other is None and self.weekday is not None and day.weekday() != self.weekday:
            other = calendar.on_or_after(day, self.weekday)
        return Span(day, day, "day", (day, other) if other and other != day else ())

    def _candidates(self, floor: date) -> Iterator[date]:
        if self.month is None:
            yield from self._in_months(floor)
            return
        days = (calendar.valid(year, self.month, self.day) for year in range(floor.year, floor.year + _LEAP_GAP))
        coming = (day for day in days if day is not None and day >= floor)
        # With a month said the nearest year counts, even if the weekday disagrees with it.
        yield from islice(coming, 1)

    def _in_months(self, floor: date) -> Iterator[date]:
        for ahead in range(_MOST_MONTHS):
            years, month = divmod(floor.month - 1 + ahead, 12)
            day = calendar.valid(floor.year + years, month + 1, self.day)
            if day is not None:
                yield day


Reading = Partial | Span
"""What a pattern yields: a day to be placed, or days that stand."""


class Found(msgspec.Struct, frozen=True):
    """A reading at [start, end) of the folded text."""

    reading: Reading
    start: int
    end: int
