"""Airports: distances that law can rely on, cities with several airports, and time enough to change planes."""

from bot.domain.shopping.airports import Airport, airports_of, connection_minutes, kilometres
from tests.builders.flights import AIRPORTS

CDG, NCE, LHR, JFK, MAD = (AIRPORTS[code] for code in ("CDG", "NCE", "LHR", "JFK", "MAD"))


def test_distances_are_great_circles() -> None:
    """Prices and flying times follow true distances: the published ones for London and New York."""
    assert abs(kilometres(CDG, LHR) - 348) <= 2
    assert abs(kilometres(CDG, JFK) - 5830) <= 10
    assert kilometres(CDG, CDG) == 0
    assert kilometres(JFK, CDG) == kilometres(CDG, JFK)


def test_distances_are_right_across_the_date_line() -> None:
    """A flight over the Pacific takes the short way round."""
    east = Airport("AAA", "AAA", "FJ", "Pacific/Fiji", 0, 179)
    west = Airport("BBB", "BBB", "US", "Pacific/Honolulu", 0, -179)
    assert kilometres(east, west) == 222


def test_a_metropolitan_code_stands_for_its_airports() -> None:
    """A traveller who says Paris is shown both airports; who says Orly, Orly alone."""
    assert airports_of("PAR", AIRPORTS) == {"CDG", "ORY"}
    assert airports_of("ORY", AIRPORTS) == {"ORY"}
    assert airports_of("NCE", AIRPORTS) == {"NCE"}
    assert airports_of("XXX", AIRPORTS) == frozenset()


def test_a_change_takes_longer_where_passports_are_shown() -> None:
    """45 minutes within a country or Schengen, an hour when a border is crossed: a traveller reaches the next gate."""
    assert connection_minutes(NCE, CDG, MAD) == 45
    assert connection_minutes(NCE, CDG, JFK) == 60
    assert connection_minutes(JFK, CDG, NCE) == 60
    assert connection_minutes(AIRPORTS["EWR"], JFK, JFK) == 45
    assert connection_minutes(CDG, LHR, MAD) == 60
