"""Ways: direct, or with one change that a traveller can make."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.shopping.airports import Airport
from bot.domain.shopping.departures import Departure, Seats
from bot.domain.shopping.itineraries import Wanted, connects, directions_of, journeys, slice_of
from bot.domain.shopping.search import Search
from tests.builders.flights import AIRPORTS, BACK, DAY, LONG_HAUL, NOW, flight

TO_NICE = flight("TF1", "CDG-NCE", "09:00", minutes=80)
OCEAN = flight("TF12", "CDG-JFK", "11:25", minutes=475, cabins=LONG_HAUL)


def wanted(origin: str, destination: str, **changes: Any) -> Wanted:
    """One direction on the day out, for one adult in economy unless told otherwise."""
    wish = {"day": DAY, "cabin": "economy", "seats": 1, "most_stops": None, **changes}
    return Wanted(origins=frozenset([origin]), destinations=frozenset([destination]), **wish)


def ways(*departures: Departure, to: str = "JFK", **changes: Any) -> set[str]:
    """The ways from Nice, as flight numbers."""
    found = journeys(departures, wanted("NCE", to, **changes), airports=AIRPORTS, now=NOW)
    return {"+".join(one.flight for one in way) for way in found}


def feeder(leaves: str, *, day: date = DAY, number: str = "TF1301") -> Departure:
    """Nice to Roissy in 80 minutes."""
    return flight(number, "NCE-CDG", leaves, minutes=80, day=day)


@pytest.mark.parametrize(("leaves", "found"), [("09:05", True), ("09:06", False), ("04:05", True), ("04:04", True)])
def test_a_change_needs_its_minutes(leaves: str, found: bool) -> None:  # noqa: FBT001  a column of the table
    """To America an hour must lie between the flights: 60 minutes are sold, 59 are not."""
    assert ways(feeder(leaves), OCEAN) == ({"TF1301+TF12"} if found else set())


def test_within_schengen_three_quarters_of_an_hour_are_enough() -> None:
    """Nice to Madrid over Roissy with 45 minutes is sold, with 44 it is not."""
    onward = flight("TF1400", "CDG-MAD", "11:00", minutes=125)
    assert ways(feeder("08:55"), onward, to="MAD") == {"TF1301+TF1400"}
    assert ways(feeder("08:56"), onward, to="MAD") == set()


def test_a_long_wait_is_shown_only_when_nothing_better_flies() -> None:
    """Nine hours in an airport are offered to nobody who can travel with less, and hidden from nobody who cannot."""
    evening = flight("TF16", "CDG-JFK", "19:00", minutes=475, cabins=LONG_HAUL)
    assert ways(feeder("08:35"), OCEAN, evening) == {"TF1301+TF12"}
    assert ways(feeder("08:35"), evening) == {"TF1301+TF16"}
    assert ways(feeder("05:35"), evening) == set(), "more than twelve hours are never shown"


def test_a_night_between_flights_is_the_last_resort() -> None:
    """Arriving at 22:20 for a flight of the next morning is offered when there is nothing else."""
    next_morning = flight("TF12", "CDG-JFK", "10:15", minutes=475, day=DAY + timedelta(days=1), cabins=LONG_HAUL)
    assert ways(feeder("21:00"), next_morning) == {"TF1301+TF12"}


def test_the_first_flight_leaves_on_the_day_that_was_asked_for() -> None:
    """Tomorrow's flights are a part of a way, never its beginning."""
    tomorrow = DAY + timedelta(days=1)
    assert ways(feeder("08:00", day=tomorrow), OCEAN) == set()
    direct_tomorrow = flight("TF70", "NCE-JFK", "09:00", minutes=520, day=tomorrow)
    assert ways(direct_tomorrow) == set()


def test_planes_are_changed_at_one_airport_and_never_in_the_cities_of_the_trip() -> None:
    """Nobody is sent across Paris between two flights, nor over the other airport of the city they leave."""
    from_orly = flight("TF60", "ORY-JFK", "13:25", minutes=485, cabins=LONG_HAUL)
    assert ways(feeder("08:00"), from_orly) == set()
    hop = flight("TF5", "ORY-NCE", "07:00", minutes=80)
    found = journeys(
        [hop, flight("TF6", "NCE-CDG", "09:00", minutes=80)],
        wanted("ORY", "CDG"),
        airports=AIRPORTS,
        now=NOW,
    )
    assert not any(way[0].destination in {"CDG", "ORY"} for way in found)


def test_great_detours_are_not_sold() -> None:
    """Nice to Madrid over New York is no way to travel."""
    out = flight("TF70", "NCE-JFK", "06:00", minutes=520)
    onward = flight("TF71", "JFK-MAD", "15:00", minutes=420)
    assert ways(out, onward, to="MAD") == set()


def test_only_ways_with_seats_for_the_whole_party_are_found() -> None:
    """A family is not offered a flight with two seats left."""
    nearly_full = flight("TF1301", "NCE-CDG", "08:35", minutes=80, cabins={"economy": Seats(20, 18)})
    assert ways(nearly_full, OCEAN, seats=2) == {"TF1301+TF12"}
    assert ways(nearly_full, OCEAN, seats=3) == set()


def test_a_way_in_a_cabin_has_it_on_one_flight_at_least() -> None:
    """Premium with an economy feeder is premium; a plane without it is not sold as premium at all."""
    assert ways(feeder("08:35"), OCEAN, cabin="premium") == {"TF1301+TF12"}
    assert ways(feeder("08:35"), to="CDG", cabin="premium") == set()
    no_economy = flight("TF1301", "NCE-CDG", "08:35", minutes=80, cabins={"business": Seats(4)})
    assert ways(no_economy, OCEAN, cabin="premium") == set()


def test_flights_of_the_last_hour_are_left_out() -> None:
    """What cannot be sold is not shown."""
    found = journeys([feeder("08:35")], wanted("NCE", "CDG"), airports=AIRPORTS, now=NOW + timedelta(days=10))
    assert found == ()


def test_a_way_becomes_a_slice_with_its_time_door_to_door() -> None:
    """The duration shown counts the wait between flights, across time zones."""
    piece = slice_of((feeder("08:35"), OCEAN), "economy")
    assert (piece.origin, piece.destination, piece.stops) == ("NCE", "JFK", 1)
    assert piece.minutes == 80 + 90 + 475
    assert slice_of((OCEAN,), "economy").minutes == 475


def test_two_flights_connect_only_in_order_and_place() -> None:
    """A connection leaves from where the traveller is, after they have arrived."""
    assert connects(feeder("08:35"), OCEAN, AIRPORTS)
    assert not connects(OCEAN, feeder("08:35"), AIRPORTS)
    assert not connects(feeder("12:00"), OCEAN, AIRPORTS)


def test_a_wish_becomes_one_direction_or_two() -> None:
    """A round trip is two directions with the ends swapped; metropolitan codes open to all their airports."""
    out, back = directions_of(Search("PAR", "NYC", DAY, BACK, Party(2, 1, 1), "business", 0), AIRPORTS)
    assert (out.day, out.origins, out.destinations) == (DAY, {"CDG", "ORY"}, {"JFK", "EWR"})
    assert (back.day, back.origins, back.destinations) == (BACK, {"JFK", "EWR"}, {"CDG", "ORY"})
    assert (out.cabin, out.seats, out.most_stops) == ("business", 3, 0)
    assert len(directions_of(Search("CDG", "JFK", DAY), AIRPORTS)) == 1


@pytest.mark.parametrize(("origin", "destination"), [("XXX", "JFK"), ("JFK", "XXX"), ("CDG", "PAR"), ("CDG", "ORY")])
def test_a_wish_between_unknown_or_equal_cities_has_no_direction(origin: str, destination: str) -> None:
    """Nothing is searched where nothing can be found."""
    assert directions_of(Search(origin, destination, DAY), AIRPORTS) == ()


def test_airports_are_values() -> None:
    """Two readings of the same airport are equal, so that caches can compare them."""
    assert AIRPORTS["NCE"] == Airport("NCE", "NCE", "FR", "Europe/Paris", 43.66, 7.2169)
