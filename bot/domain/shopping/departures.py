"""Dated flights of an own timetable, with the seats that are left on them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.shopping.offers import Segment

CABINS = ("economy", "premium", "business")
"""Cabins from the cheapest up; not every plane has every one."""

CLOSES_BEFORE = timedelta(minutes=60)
"""A flight is sold until an hour before it leaves, so that there is time to check in."""


class Seats(msgspec.Struct, frozen=True):
    """Seats of one cabin of one departure; `taken` are sold or held."""

    capacity: int
    taken: int = 0

    @property
    def free(self) -> int:
        """Seats that may still be held."""
        return self.capacity - self.taken

    @property
    def load(self) -> int:
        """The taken share in whole percent."""
        return self.taken * 100 // self.capacity


class Departure(msgspec.Struct, frozen=True, kw_only=True):
    """A flight on a day.

    Units: `departs` and `arrives` are wall-clock times of their airports, `departs_at` and `arrives_at` the same
    moments in UTC; `day` is the local date of departure. `cabins` holds only cabins that the plane has.
    """

    flight: str
    day: date
    origin: str
    destination: str
    operator: str
    departs: datetime
    arrives: datetime
    departs_at: datetime
    arrives_at: datetime
    cabins: Mapping[str, Seats]

    @property
    def key(self) -> str:
        """The name of this departure, such as "TF12/2026-12-18"."""
        return f"{self.flight}/{self.day.isoformat()}"

    @property
    def minutes(self) -> int:
        """The true flying time."""
        return int((self.arrives_at - self.departs_at).total_seconds()) // 60

    def open_at(self, now: datetime) -> bool:
        """Whether it is still sold at that moment."""
        return self.departs_at - now >= CLOSES_BEFORE

    def cabin_for(self, wanted: str) -> str:
        """The cabin that somebody who wants one sits in: economy on a plane that has it not."""
        return wanted if wanted in self.cabins else CABINS[0]

    def segment(self, wanted: str) -> Segment:
        """This departure as a part of an offer in the wanted cabin."""
        return Segment(
            flight=self.flight,
            carrier=self.flight[:2],
            operator=self.operator,
            origin=self.origin,
            destination=self.destination,
            departs=self.departs,
            arrives=self.arrives,
            minutes=self.minutes,
            cabin=self.cabin_for(wanted),
            key=self.key,
        )


def parse_key(key: str) -> tuple[date, str]:
    """Day and flight number of a departure's key; raises `InvalidError` when it is none."""
    flight, _, day = key.partition("/")
    try:
        return date.fromisoformat(day), flight
    except ValueError as error:
        raise InvalidError("A departure is named by its flight number, a stroke and its day.") from error
