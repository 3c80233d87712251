"""Ways from one place to another: a direct flight, or two with a change of planes at one airport."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from bot.domain.shopping.airports import Airport, airports_of, connection_minutes, kilometres
from bot.domain.shopping.departures import Departure
from bot.domain.shopping.offers import Slice
from bot.domain.shopping.search import Search

Journey = tuple[Departure, ...]
"""One direction: one departure or two."""

LONGEST_CHANGE = timedelta(hours=6)
LONGEST_NIGHT = timedelta(hours=12)
"""A change of up to twelve hours is shown only when nothing better flies."""

DETOUR = 1.8
DETOUR_KM = 400
"""A way over another airport may be 1.8 times the direct distance and 400 km more."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """One direction of a wish.

    `day` is the local date on which the first flight leaves; `origins` and `destinations` are airports; `seats` is
    how many the party needs.
    """

    day: date
    origins: frozenset[str]
    destinations: frozenset[str]
    cabin: str
    seats: int
    most_stops: int | None


def journeys(
    departures: Iterable[Departure], wanted: Wanted, *, airports: Mapping[str, Airport], now: datetime
) -> tuple[Journey, ...]:
    """Every way with seats for the party among the departures, which may hold flights that lead nowhere.

    A change takes six hours at most; up to twelve when there is nothing else.
    """
    usable = [one for one in departures if one.open_at(now) and _seats_for(one, wanted)]
    first = [one for one in usable if one.origin in wanted.origins and one.day == wanted.day]
    direct: list[Journey] = [(one,) for one in first if one.destination in wanted.destinations]
    if wanted.most_stops == 0:
        return _in_cabin(direct, wanted)
    changing = _changing(first, usable, wanted, airports)
    short = [way for way in changing if way[1].departs_at - way[0].arrives_at <= LONGEST_CHANGE]
    return _in_cabin([*direct, *short], wanted) or _in_cabin(changing, wanted)


def slice_of(journey: Journey, cabin: str) -> Slice:
    """A way as a part of an offer in a cabin."""
    minutes = int((journey[-1].arrives_at - journey[0].departs_at).total_seconds()) // 60
    return Slice(tuple(one.segment(cabin) for one in journey), minutes)


def connects(first: Departure, second: Departure, airports: Mapping[str, Airport]) -> bool:
    """Whether there is time enough, and not too much of it, to change from one flight to the other."""
    if first.destination != second.origin:
        return False
    here = airports[first.destination]
    least = connection_minutes(airports[first.origin], here, airports[second.destination])
    pause = second.departs_at - first.arrives_at
    return timedelta(minutes=least) <= pause <= LONGEST_NIGHT


def directions_of(wish: Search, airports: Mapping[str, Airport]) -> tuple[Wanted, ...]:
    """One or two directions of a wish, metropolitan codes for all their airports; none when nothing can fly it."""
    there, back = airports_of(wish.origin, airports), airports_of(wish.destination, airports)
    cities = {airports[code].city for code in there} & {airports[code].city for code in back}
    if not there or not back or cities:
        return ()
    ends = [(wish.depart, there, back)] + ([(wish.back, back, there)] if wish.back else [])
    return tuple(
        Wanted(
            day=day,
            origins=origins,
            destinations=destinations,
            cabin=wish.cabin,
            seats=wish.party.seats,
            most_stops=wish.most_stops,
        )
        for day, origins, destinations in ends
    )


def _seats_for(one: Departure, wanted: Wanted) -> bool:
    seats = one.cabins.get(one.cabin_for(wanted.cabin))
    return seats is not None and seats.free >= wanted.seats


def _in_cabin(ways: list[Journey], wanted: Wanted) -> tuple[Journey, ...]:
    return tuple(way for way in ways if any(wanted.cabin in one.cabins for one in way))


def _changing(
    first: list[Departure], usable: list[Departure], wanted: Wanted, airports: Mapping[str, Airport]
) -> list[Journey]:
    cities = {airports[code].city for code in wanted.origins | wanted.destinations}
    onward: dict[str, list[Departure]] = defaultdict(list)
    for one in usable:
        if one.destination in wanted.destinations and airports[one.origin].city not in cities:
            onward[one.origin].append(one)
    return [
        (one, other)
        for one in first
        for other in onward.get(one.destination, ())
        if connects(one, other, airports) and _worth_it(one, other, airports)
    ]


def _worth_it(first: Departure, second: Departure, airports: Mapping[str, Airport]) -> bool:
    start, middle, end = airports[first.origin], airports[first.destination], airports[second.destination]
    flown = kilometres(start, middle) + kilometres(middle, end)
    return flown <= DETOUR * kilometres(start, end) + DETOUR_KM
