"""Cabin, stops, one way, hours and budget."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.wishes import Wishes, read_wishes


def wishes(text: str) -> Wishes:
    """What a text wishes."""
    return read_wishes(tokenize(fold(text)), fold(text))


@pytest.mark.parametrize(
    ("text", "one_way"),
    [
        ("one way", True),
        ("aller simple", True),
        ("solo ida", True),
        ("nur hin", True),
        ("round trip", False),
        ("aller-retour", False),
        ("A/R", False),
        ("ida y vuelta", False),
        ("hin und zurück", False),
        ("to Paris", None),
    ],
)
def test_one_way_and_return_are_told_apart(text: str, *, one_way: bool | None) -> None:
    """Nobody is asked for a day of return who said one way."""
    assert wishes(text).one_way is one_way


@pytest.mark.parametrize(
    ("text", "cabin"),
    [
        ("business class", "business"),
        ("en classe affaires", "business"),
        ("eco", "economy"),
        ("premium economy", "premium"),
        ("première classe", "first"),
        ("erste Klasse", "first"),
        ("the first of May", None),
    ],
)
def test_the_cabin_is_understood(text: str, cabin: str | None) -> None:
    """A cabin is named in any of the languages, and "first of May" is none."""
    assert wishes(text).cabin == cabin


@pytest.mark.parametrize(
    ("text", "stops"),
    [("direct", 0), ("non-stop", 0), ("sans escale", 0), ("sin escalas", 0), ("one stop", 1), ("hello", None)],
)
def test_stops_are_counted(text: str, stops: int | None) -> None:
    """Who says direct sees no connections."""
    assert wishes(text).max_stops == stops


@pytest.mark.parametrize(
    ("text", "hours"),
    [("in the morning", (5, 12)), ("l'après-midi", (12, 18)), ("por la noche", (18, 24)), ("at any time", None)],
)
def test_parts_of_the_day_are_hours(text: str, hours: tuple[int, int] | None) -> None:
    """Read: "In the morning" is from five to noon, local time."""
    assert wishes(text).hours == hours


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("under 300 euros", 300),
        ("moins de 250 €", 250),
        ("max $400", 400),
        ("budget 500", 500),
        ("under 12", None),
        ("300", None),
    ],
)
def test_a_budget_needs_a_word_that_says_so(text: str, budget: int | None) -> None:
    """A bare number is no budget, an age is none either."""
    assert wishes(text).budget == budget


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("less than 1000 dollars", 1000),
        ("moins de 1 000 euros", 1000),
        ("under $1,200", 1200),
        ("not more than 250", 250),
        ("300 euros max", 300),
        ("$300 or less", 300),
        ("before 10 am", None),
        ("max 2 stops", None),
    ],
)
def test_a_budget_may_be_told_in_other_ways(text: str, budget: int | None) -> None:
    """Thousands may be parted, and the word may follow."""
    assert wishes(text).budget == budget


@pytest.mark.parametrize(
    ("text", "cabin"),
    [
        ("not business, economy", "economy"),
        ("i don't want business class", None),
        ("pas de classe affaires", None),
        ("no, business class", "business"),
    ],
)
def test_a_refused_cabin_is_not_wished_for(text: str, cabin: str | None) -> None:
    """Read: "not business" never sells business."""
    assert wishes(text).cabin == cabin
