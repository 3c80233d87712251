"""The sample airline's network is what the demo promises."""

from bot.adapters.data.sample_network import LONG_HAUL, SHORT_HAUL, sample_airports


def test_there_are_about_forty_airports_with_all_of_paris_new_york_and_london() -> None:
    """A newcomer can try metropolitan codes: two airports of Paris, three of New York, four of London."""
    airports = sample_airports()
    by_city = {city: {code for code, each in airports.items() if each.city == city} for city in ("PAR", "NYC", "LON")}
    assert 40 <= len(airports) <= 50
    assert by_city == {
        "PAR": {"CDG", "ORY"},
        "NYC": {"JFK", "EWR", "LGA"},
        "LON": {"LHR", "LGW", "LCY", "STN"},
    }


def test_every_airport_has_its_place_and_clock() -> None:
    """Times and distances are right because each airport has true coordinates, a country and a zone."""
    airports = sample_airports()
    assert airports["JFK"].zone == "America/New_York"
    assert airports["CMN"].country == "MA"
    assert all(each.zone and each.country and each.latitude for each in airports.values())


def test_a_day_has_three_hundred_flights() -> None:
    """The plan is as big as the demo says: a hundred and fifty pairs out and back."""
    assert sum(sum(base.daily.values()) for base in SHORT_HAUL + LONG_HAUL) == 150


def test_light_planes_fly_where_only_they_can_land() -> None:
    """London City's runway is short: nothing heavier than the small jet goes there."""
    to_city = {base.equipment.code for base in SHORT_HAUL + LONG_HAUL if "LCY" in base.daily}
    assert to_city == {"E90"}
