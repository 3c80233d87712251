"""The line that is printed about a message."""

from datetime import date, datetime

from bot.adapters.data.places import gazetteer
from bot.domain.booking.passengers import Party
from bot.domain.understanding.report import as_listed, listed, to_line
from bot.domain.understanding.understood import Span, Understood

NOW = datetime.fromisoformat("2026-03-10T09:00:00")


def test_a_line_has_exactly_the_published_fields() -> None:
    """Whoever measures understanding can rely on these names."""
    assert to_line(Understood(), now=NOW) == {
        "origin": None,
        "destination": None,
        "places": [],
        "dates": [],
        "departure": None,
        "return": None,
        "passengers": None,
        "cabin": None,
        "intent": None,
        "scope": None,
        "unserved": [],
        "unknown": [],
    }


def test_days_and_ranges_are_iso() -> None:
    """A range is start and end with a slash, both inclusive."""
    day, last = date(2026, 6, 5), date(2026, 6, 12)
    heard = Understood(
        dates=(Span(day, day), Span(day, last, "range")), departure=day, return_date=last, passengers=Party(2, 1)
    )
    line = to_line(heard, now=NOW)
    assert line["dates"] == ["2026-06-05", "2026-06-05/2026-06-12"]
    assert (line["departure"], line["return"]) == ("2026-06-05", "2026-06-12")
    assert line["passengers"] == {"adults": 2, "children": 1, "infants": 0}


def test_a_past_day_is_no_departure() -> None:
    """What lies before now is shown among the dates alone."""
    past = date(2026, 3, 1)
    line = to_line(Understood(dates=(Span(past, past),), departure=past), now=NOW)
    assert (line["dates"], line["departure"]) == (["2026-03-01"], None)


def test_a_caller_gets_the_codes_that_it_serves() -> None:
    """New York is told as the city where the city is listed, and as its airport where only that is."""
    places = gazetteer(frozenset({"NYC", "BOS"}))
    heard = Understood(origin="JFK", destination="BOS", places=("JFK", "BOS"))
    assert listed(heard, places=places, codes=frozenset({"NYC", "BOS"})) == Understood(
        origin="NYC", destination="BOS", places=("NYC", "BOS")
    )
    alone = gazetteer(frozenset({"YUL"}))
    assert as_listed("YMQ", alone, frozenset({"YUL"})) == "YUL"
    assert as_listed("BWI", places, frozenset({"WAS"})) == "BWI"


def test_one_city_at_both_ends_is_no_journey_for_a_caller() -> None:
    """From Kennedy to La Guardia goes nowhere for who serves New York as a whole."""
    codes = frozenset({"NYC"})
    heard = listed(Understood(origin="JFK", destination="LGA"), places=gazetteer(codes), codes=codes)
    assert (heard.origin, heard.destination) == (None, None)
