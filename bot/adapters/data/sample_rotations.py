"""What each plane of the sample airline flies in a day, made by a seeded generator.

The plan is one day that repeats: a flight leaves at the same local time every day. A flight takes the great-circle
distance at 830 km/h and half an hour, longer westwards, and chance adds or takes up to 3 %: never more than 10 % in
all. Nothing leaves between midnight and five, local time.

Short-haul planes fly from their base and back until night, always to where the next flight is most overdue. A
long-haul plane flies out and back, and again at the same hour the next day, or the day after: then two planes take
turns. Clocks change on different days in different countries, so ground time is counted with the worst difference
of the two zones' clocks: a plane is in one place at a time on every day of every year.

Chance comes from `random.Random(SEED).random()` alone, whose sequence Python keeps over versions.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from heapq import heapify, heappop, heappush
from random import Random
from zoneinfo import ZoneInfo

import msgspec

from bot.adapters.data.sample_network import CARRIER, LONG_HAUL, SHORT_HAUL, Base, Equipment
from bot.domain.shopping.airports import Airport, kilometres

SEED = 20261124
KILOMETRES_AN_HOUR = 830
GROUND_MINUTES = 30
DAY = 24 * 60
FIRST_DEPARTURE = 5 * 60
BASE_OPENS = 6 * 60
CLOCK_CHANGE = 60
"""Minutes by which a base's own clock may jump while its plane is away over night."""

_WAVES = (8 * 60 + 30, 19 * 60)
_WEEKS_SAMPLED = 52 * 10


class Leg(msgspec.Struct, frozen=True, kw_only=True):
    """A flight of the daily plan.

    Units: `departs` in minutes after local midnight, `minutes` of flying. `aircraft` are the registrations that take
    turns from day to day; `lead` is how many local dates after leaving its base the plane flies this leg.
    """

    flight: str
    origin: str
    destination: str
    departs: int
    minutes: int
    equipment: Equipment
    aircraft: tuple[str, ...]
    lead: int = 0


class _Pair(msgspec.Struct, frozen=True):
    """Out and back: minutes after the base's midnight, and after the other end's; `home` is the base's again."""

    other: str
    out: int
    out_minutes: int
    back: int
    back_minutes: int
    home: int


def daily_plan(airports: Mapping[str, Airport]) -> tuple[Leg, ...]:
    """Every flight of a day, sorted by its number."""
    planner = _Planner(airports)
    return tuple(leg for base in (*LONG_HAUL, *SHORT_HAUL) for leg in planner.legs(base, long_haul=base in LONG_HAUL))


class _Planner:
    """Draws the plan; one generator of chance and one row of registrations for the whole fleet."""

    def __init__(self, airports: Mapping[str, Airport]) -> None:
        self._airports = airports
        self._chance = Random(SEED)  # noqa: S311  a plan that repeats is wanted, and nothing secret
        self._planes = 0

    def legs(self, base: Base, *, long_haul: bool) -> list[Leg]:
        """Both ways of every pair of a base, numbered by destination and hour."""
        flown = self._long_haul(base) if long_haul else self._short_haul(base)
        flown.sort(key=lambda each: (each[0].other, each[0].out))
        return [
            leg
            for index, (pair, planes) in enumerate(flown)
            for leg in _both_ways(pair, base, planes, base.first_number + 2 * index)
        ]

    def _long_haul(self, base: Base) -> list[tuple[_Pair, tuple[str, ...]]]:
        flown = []
        for other, times in base.daily.items():
            first, last = _WAVES
            for index in range(times):
                share = (index + self._chance.random()) / times
                out = _five(first + share * (last - first) * (1 if times > 1 else 0.5))
                pair = self._pair(base, other, out)
                away = pair.home - pair.out + base.equipment.turnaround + CLOCK_CHANGE
                flown.append((pair, tuple(self._plane() for _ in range(-(-away // DAY)))))
        return flown

    def _short_haul(self, base: Base) -> list[tuple[_Pair, tuple[str, ...]]]:
        """With one plane more at each try, until every pair of the day is flown."""
        pairs = sum(base.daily.values())
        for planes in range(1, pairs + 1):
            flown = self._fly_day(base, planes)
            if len(flown) == pairs:
                names = [self._plane() for _ in range(planes)]
                return [(pair, (names[plane],)) for pair, plane in flown]
        raise ValueError(f"A short-haul plane of {base.airport} cannot be home by night from everywhere.")

    def _fly_day(self, base: Base, planes: int) -> list[tuple[_Pair, int]]:
        left = dict(base.daily)
        last = {other: BASE_OPENS - self._chance.random() * DAY / times for other, times in base.daily.items()}
        ready = [(BASE_OPENS + _five(90 * plane / planes), plane) for plane in range(planes)]
        heapify(ready)
        flown = []
        while ready:
            at, plane = heappop(ready)
            fitting = [pair for other in left if left[other] and (pair := self._pair(base, other, at)).home < DAY]
            if not fitting:
                continue
            pair = max(fitting, key=lambda each: ((at - last[each.other]) * base.daily[each.other], each.other))
            last[pair.other] = at
            left[pair.other] -= 1
            flown.append((pair, plane))
            heappush(ready, (_five(pair.home + base.equipment.turnaround + 15 * self._chance.random()), plane))
        return flown

    def _pair(self, base: Base, other: str, out: int) -> _Pair:
        """Out at a time of the base's clock, and back as soon as plane, clocks and the other end's night allow."""
        here, there = self._airports[base.airport], self._airports[other]
        least, most = clock_differences(here.zone, there.zone)
        out_minutes, back_minutes = self._flying(here, there), self._flying(there, here)
        back = _five(out + out_minutes + base.equipment.turnaround + most)
        if back % DAY < FIRST_DEPARTURE:
            back += FIRST_DEPARTURE - back % DAY
        return _Pair(other, out, out_minutes, back, back_minutes, back - least + back_minutes)

    def _flying(self, start: Airport, end: Airport) -> int:
        westwards = max(-1.0, min(1.0, (start.longitude - end.longitude) / 75))
        factor = 1 + 0.04 * westwards + 0.03 * (2 * self._chance.random() - 1)
        exact = flying_minutes(start, end)
        return 5 * round(exact * factor / 5)

    def _plane(self) -> str:
        tens, ones = divmod(self._planes, 26)
        self._planes += 1
        return f"F-{CARRIER}{chr(ord('A') + tens)}{chr(ord('A') + ones)}"


def flying_minutes(start: Airport, end: Airport) -> float:
    """The minutes of a flight before wind, chance and rounding to five minutes."""
    return kilometres(start, end) * 60 / KILOMETRES_AN_HOUR + GROUND_MINUTES


@cache
def clock_differences(here: str, there: str) -> tuple[int, int]:
    """The least and the most minutes by which one zone's clock is ahead of another's, in ten years from 2026."""
    start, home, away = datetime(2026, 1, 4, 12, tzinfo=UTC), ZoneInfo(here), ZoneInfo(there)
    differences = {
        (at.astimezone(away).replace(tzinfo=None) - at.astimezone(home).replace(tzinfo=None)) // timedelta(minutes=1)
        for week in range(_WEEKS_SAMPLED)
        for at in [start + timedelta(weeks=week)]
    }
    return min(differences), max(differences)


def _both_ways(pair: _Pair, base: Base, planes: tuple[str, ...], number: int) -> tuple[Leg, Leg]:
    out = Leg(
        flight=f"{CARRIER}{number}",
        origin=base.airport,
        destination=pair.other,
        departs=pair.out,
        minutes=pair.out_minutes,
        equipment=base.equipment,
        aircraft=planes,
    )
    back = Leg(
        flight=f"{CARRIER}{number + 1}",
        origin=pair.other,
        destination=base.airport,
        departs=pair.back % DAY,
        minutes=pair.back_minutes,
        equipment=base.equipment,
        aircraft=planes,
        lead=pair.back // DAY,
    )
    return out, back


def _five(minutes: float) -> int:
    return -int(-minutes // 5) * 5
