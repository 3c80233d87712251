"""The gazetteer: served airports, their cities and what they are called."""

import pytest

from bot.domain.understanding.places import Gazetteer
from tests.domain.understanding.gazetteers import PLACES, ROWS


def test_a_metropolitan_code_stands_for_its_served_airports_the_best_known_first() -> None:
    """A traveller who says Paris is searched at both Paris airports."""
    assert PLACES.airports("PAR") == ("CDG", "ORY")
    assert PLACES.airports("NYC") == ("JFK",)


def test_an_airport_stands_for_itself() -> None:
    """A traveller who says CDG is never offered Orly."""
    assert PLACES.airports("CDG") == ("CDG",)


def test_an_airport_knows_its_city_and_a_city_is_its_own() -> None:
    """From Orly to Charles de Gaulle is the same city twice."""
    assert (PLACES.city("ORY"), PLACES.city("PAR"), PLACES.city("BER")) == ("PAR", "PAR", "BER")


def test_a_label_is_in_the_language_of_the_talk() -> None:
    """A French traveller reads Londres, an English one London."""
    assert PLACES.label("LON", "fr") == "Londres"
    assert PLACES.label("LON", "en") == "London"


def test_an_airport_of_a_city_with_several_is_named_with_its_city() -> None:
    """A traveller sees at which of the London airports the flight lands."""
    assert PLACES.label("LHR", "en") == "London Heathrow"
    assert PLACES.label("ORY", "fr") == "Paris-Orly"


def test_the_only_airport_of_a_city_is_called_as_the_city() -> None:
    """No traveller has to read Berlin Brandenburg International."""
    assert PLACES.label("BER", "en") == "Berlin"
    assert PLACES.label("MUC", "de") == "München"


def test_zone_and_country_are_known_for_airport_and_city() -> None:
    """Today is the day at the airport of departure."""
    assert PLACES.zone("JFK") == PLACES.zone("NYC") == "America/New_York"
    assert PLACES.country("LON") == "GB"


@pytest.mark.parametrize("code", ["WAW", "XXX", ""])
def test_what_is_not_served_has_no_airports_and_harmless_answers(code: str) -> None:
    """A code that is not served never raises; it is shown as it is."""
    assert PLACES.airports(code) == ()
    assert PLACES.label(code, "en") == code
    assert (PLACES.zone(code), PLACES.country(code), PLACES.city(code)) == ("UTC", "", code)


def test_only_served_airports_are_kept() -> None:
    """An airport that is known but not served is no place to search."""
    assert "WAW" not in PLACES.places
    assert PLACES.served >= {"CDG", "JFK"}


def test_a_metropolitan_code_stands_for_every_airport_of_its_city() -> None:
    """Who serves "PAR" serves both of its airports; a code that is an airport's too means that airport."""
    places = Gazetteer.build(ROWS, frozenset({"PAR", "BER"}))
    assert set(places.airports("PAR")) == {"CDG", "ORY"}
    assert places.airports("BER") == ("BER",)
