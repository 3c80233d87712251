"""The plan of the sample airline could be flown: by real planes, at human hours, on every day of the year."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from bot.adapters.data.sample_airline import departures_on
from bot.adapters.data.sample_network import AIRBUS, Base, sample_airports
from bot.adapters.data.sample_rotations import Leg, _Planner, clock_differences, daily_plan, flying_minutes
from bot.domain.shopping.airports import Airport
from bot.domain.shopping.departures import Departure

AUTUMN = date(2026, 10, 20)
"""Before Europe's and America's clocks go back, a week apart."""
SPRING = date(2027, 2, 20)
"""Before Morocco's, America's and Europe's clocks change, on three different nights."""


@cache
def sample() -> tuple[dict[str, Airport], tuple[Leg, ...]]:
    """Airports and plan, made once."""
    airports = sample_airports()
    return airports, daily_plan(airports)


def flown(start: date, days: int) -> dict[str, list[Departure]]:
    """What each plane flies over some days, in order of true time."""
    airports, plan = sample()
    planes: dict[str, list[Departure]] = defaultdict(list)
    for index in range(days):
        for one, plane in departures_on(start + timedelta(days=index), plan, airports):
            planes[plane].append(one)
    return {plane: sorted(flights, key=lambda one: one.departs_at) for plane, flights in planes.items()}


def test_the_plan_has_three_hundred_flights_with_numbers_of_their_own() -> None:
    """Every flight number names one flight a day."""
    _, plan = sample()
    assert len(plan) == len({leg.flight for leg in plan}) == 300


def test_the_same_seed_makes_the_same_plan() -> None:
    """A demo restarted next week extends the timetable that travellers have already booked from."""
    airports, plan = sample()
    assert daily_plan(airports) == plan


def test_flying_times_follow_distance_within_a_tenth() -> None:
    """830 kilometres an hour and half an hour on top, ten percent more or less, in steps of five minutes."""
    airports, plan = sample()
    for leg in plan:
        exact = flying_minutes(airports[leg.origin], airports[leg.destination])
        assert abs(leg.minutes / exact - 1) <= 0.1, leg.flight
        assert leg.minutes % 5 == 0


def test_westwards_takes_longer_than_eastwards_over_the_ocean() -> None:
    """The wind blows from the west: Paris to New York is longer than back."""
    _, plan = sample()
    out = [leg.minutes for leg in plan if (leg.origin, leg.destination) == ("CDG", "JFK")]
    back = [leg.minutes for leg in plan if (leg.origin, leg.destination) == ("JFK", "CDG")]
    assert min(out) > max(back)


def test_nothing_leaves_between_midnight_and_five() -> None:
    """Neighbours of every airport sleep, by its own clock."""
    _, plan = sample()
    assert all(5 * 60 <= leg.departs < 24 * 60 for leg in plan)


@pytest.mark.parametrize("start", [AUTUMN, SPRING])
def test_a_plane_is_in_one_place_at_a_time(start: date) -> None:
    """Each flight leaves from where its plane landed, no sooner than it can be turned around, clock changes or not."""
    _, plan = sample()
    turnaround = {plane: leg.equipment.turnaround for leg in plan for plane in leg.aircraft}
    for plane, flights in flown(start, 45).items():
        for before, after in pairwise(flights):
            assert after.origin == before.destination, (plane, before.key, after.key)
            ground = after.departs_at - before.arrives_at
            assert ground >= timedelta(minutes=turnaround[plane]), (plane, before.key, after.key)


def test_each_plane_works_and_none_is_too_many() -> None:
    """The fleet is of a size that an airline of three hundred flights would have."""
    planes = flown(SPRING, 4)
    assert 50 <= len(planes) <= 70
    assert all(flights for flights in planes.values())


def test_flights_of_a_route_are_spread_over_the_day() -> None:
    """Somebody who wants London in the morning finds one, and in the evening too."""
    _, plan = sample()
    hours = sorted(leg.departs // 60 for leg in plan if (leg.origin, leg.destination) == ("CDG", "LHR"))
    assert hours[0] < 10
    assert hours[-1] >= 17
    assert len(set(hours)) == len(hours)


def test_differences_of_clocks_are_those_of_the_whole_year() -> None:
    """Five hours or six to New York, for clocks change on different Sundays; one hour to London always."""
    assert clock_differences("Europe/Paris", "America/New_York") == (-360, -300)
    assert clock_differences("Europe/Paris", "Europe/London") == (-60, -60)


def test_local_times_stay_while_clocks_change() -> None:
    """The morning flight leaves at the same hour all year; at the other end it may arrive an hour earlier or later."""
    airports, plan = sample()
    days = [date(2027, 3, day) for day in (1, 20, 29)]
    times = []
    for day in days:
        one = next(one for one, _ in departures_on(day, plan, airports) if one.flight == "TF12")
        times.append((one.departs.time(), one.arrives.time(), one.departs_at.hour))
    assert len({departs for departs, _, _ in times}) == 1
    winter, between, summer = (datetime.combine(AUTUMN, arrives) for _, arrives, _ in times)
    assert winter == summer == between - timedelta(hours=1)
    assert times[0][2] == times[1][2] == times[2][2] + 1


def test_a_short_haul_route_that_takes_longer_than_a_day_is_refused() -> None:
    """Who edits the network learns at once that a plane could not be home by night."""
    too_far = Base("CDG", AIRBUS, {"LHR": 1, "LAX": 1}, 1)
    with pytest.raises(ValueError, match="CDG"):
        _Planner(sample()[0]).legs(too_far, long_haul=False)
