"""Names that nobody knows are told back as they were written."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.mentions import Ground, find_mentions
from bot.domain.understanding.unknown_places import find_unknown
from tests.domain.understanding.gazetteers import PLACES


def unknown(text: str, *, asked: bool = False, article: bool = True) -> list[str]:
    """The unknown names of a text."""
    ground = Ground(text, tokenize(fold(text)), PLACES, asked, article)
    return [ground.written(*span) for span in find_unknown(ground, find_mentions(ground))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("flights to Atlantis", "Atlantis"),
        ("a flight to narnia on friday", "narnia"),
        ("from Paris to Minas Tirith", "Minas Tirith"),
        ("paris to atlantis", "atlantis"),
        ("ein Flug nach Mordor", "Mordor"),
        ("un vuelo a Macondo", "Macondo"),
        ("de Paris à Poudlard", "Poudlard"),
    ],
)
def test_a_name_where_a_place_stands_is_told_back(text: str, name: str) -> None:
    """The bot can say "I don't know Atlantis" instead of asking again."""
    assert unknown(text, article=False) == [name]


@pytest.mark.parametrize(
    "text",
    ["i want to go to bed", "flights to paris", "FLIGHT TO SEE MY MOM", "to whom it may concern", "flight to book"],
)
def test_words_of_the_language_are_no_names(text: str) -> None:
    """Read: "to book" and "to bed" name nothing."""
    assert unknown(text) == []


def test_a_short_answer_to_where_is_a_name() -> None:
    """Asked where to, "Wakanda please" names a place; "I don't know" does not."""
    assert unknown("Wakanda please", asked=True) == ["Wakanda"]
    assert unknown("i don't know", asked=True) == []
    assert unknown("Wakanda please") == []
