"""Local times become moments that are right across zones, dates and changed clocks."""

from datetime import UTC, datetime

from bot.domain.booking.moments import layover, moments
from tests.builders.trips import places, segment


def utc(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_flight_is_timed_by_the_zones_of_its_airports() -> None:
    """Eleven twenty-five in Paris is ten twenty-five in UTC in winter, whatever the clock shows in New York."""
    assert moments(segment("CDG-JFK", "2026-12-04 11:25", 475), places().zone) == (
        utc("2026-12-04 10:25"),
        utc("2026-12-04 18:20"),
    )


def test_a_flight_in_summer_time_is_an_hour_earlier_by_utc() -> None:
    """The same clock shows another moment in July."""
    departs, _ = moments(segment("CDG-JFK", "2026-07-04 11:25", 475), places().zone)
    assert departs == utc("2026-07-04 09:25")


def test_an_hour_that_comes_twice_is_told_apart_by_the_arrival() -> None:
    """When summer time ends, half past two comes twice: the flying time says which one is meant."""
    first = segment("CDG-LHR", "2026-10-25 02:30", 80, fold=0)
    second = segment("CDG-LHR", "2026-10-25 02:30", 80, fold=1)
    assert moments(first, places().zone)[0] == utc("2026-10-25 00:30")
    assert moments(second, places().zone)[0] == utc("2026-10-25 01:30")


def test_the_night_on_which_clocks_change_does_not_lengthen_a_flight() -> None:
    """A flight over the change lands by its flying time, not by the difference of clocks."""
    departs, arrives = moments(segment("JFK-CDG", "2026-10-24 19:30", 430), places().zone)
    assert (arrives - departs).total_seconds() == 430 * 60


def test_a_wait_between_flights_is_counted_in_true_minutes() -> None:
    """A change of planes in the night on which clocks go back lasts an hour longer than they show."""
    before = segment("NCE-CDG", "2026-10-24 22:00", 90)
    after = segment("CDG-JFK", "2026-10-25 07:30", 475)
    assert layover(before, after, places().zone) == 9 * 60
