"""Places told more closely: airports of a city, states and countries; and airlines that hold the name of a place."""

import pytest

from bot.adapters.data.places import gazetteer
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.masks import mask
from bot.domain.understanding.mentions import Ground, find_mentions
from bot.domain.understanding.qualified import qualify
from bot.domain.understanding.word_lists import word_set

SERVED = word_set("CDG ORY LHR LGW JFK LGA EWR DCA BOS ATL MKC BUF SEA SJC SJO PDX YYZ MAD BCN LIM")
PLACES = gazetteer(SERVED)


def found(text: str) -> list[tuple[str, ...]]:
    """The codes of what is found in a text."""
    ground = Ground(text, tokenize(mask(fold(text))), PLACES, asked=False)
    return [mention.codes for mention in qualify(find_mentions(ground), ground)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("from Paris CDG to London, Gatwick", ["CDG", "LGW"]),
        ("new york's la guardia", ["LGA"]),
        ("la guardia in new york", ["LGA"]),
        ("l'aéroport d'Orly", ["ORY"]),
    ],
)
def test_a_city_beside_its_airport_is_the_airport(text: str, codes: list[str]) -> None:
    """Read: "Paris CDG" and "London (Gatwick)" are one place, and the finer one."""
    assert found(text) == [(code,) for code in codes]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("from boston massachusetts to atlanta georgia", ["BOS", "ATL"]),
        ("from seattle washington to washington d c", ["SEA", "WAS"]),
        ("from buffalo new york to boston", ["BUF", "BOS"]),
        ("Boston, MA to Portland, OR", ["BOS", "PDX"]),
        ("paris france to lima peru", ["PAR", "LIM"]),
        ("san jose costa rica", ["SJO"]),
        ("san jose california", ["SJC"]),
        ("toronto ontario", ["YTO"]),
    ],
)
def test_a_state_or_country_after_a_city_tells_which(text: str, codes: list[str]) -> None:
    """The state is no second place, and says which San Jose is meant."""
    assert found(text) == [(code,) for code in codes]


def test_two_cities_side_by_side_stay_two() -> None:
    """Read: "Boston New York" is a journey, although a state is called New York."""
    assert found("boston new york") == [("BOS",), ("NYC",)]


def test_a_city_in_another_state_is_another_city() -> None:
    """Portland in Maine is not flown to when Portland in Oregon is."""
    assert found("to portland maine") == [()]


@pytest.mark.parametrize("text", ["air canada to boston", "boston on alaska airlines"])
def test_an_airline_is_no_place(text: str) -> None:
    """Who flies with Air Canada need not go to Canada."""
    assert found(text) == [("BOS",)]


def test_a_country_is_its_served_cities() -> None:
    """Who wants to go to Spain is asked where in Spain."""
    assert [set(codes) for codes in found("to Spain")] == [{"MAD", "BCN"}]
    assert found("vers le Pérou") == [("LIM",)]
