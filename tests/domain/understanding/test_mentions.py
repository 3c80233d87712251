"""Places in a text: names, codes, typos, and words that only look like places."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.masks import mask
from bot.domain.understanding.mentions import Ground, Mention, find_mentions
from tests.domain.understanding.gazetteers import PLACES


def mentions(text: str, *, asked: bool = False) -> list[Mention]:
    """What is found in a text."""
    return find_mentions(Ground(text, tokenize(mask(fold(text))), PLACES, asked))


def codes(text: str, *, asked: bool = False) -> list[tuple[str, ...]]:
    """The codes found in a text."""
    return [m.codes for m in mentions(text, asked=asked)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Paris", ["PAR"]),
        ("cdg", ["CDG"]),
        ("from Paris to New York", ["PAR", "NYC"]),
        ("Paris-London", ["PAR", "LON"]),
        ("CDG->JFK", ["CDG", "JFK"]),
        ("München nach Berlin", ["MUC", "BER"]),
        ("st. louis", ["STL"]),
        ("St Louis", ["STL"]),
        ("London Heathrow", ["LHR"]),
        ("the Big Apple", ["NYC"]),
        ("PARIS TO LONDON", ["PAR", "LON"]),
    ],
)
def test_names_and_codes_are_found_in_order(text: str, found: list[str]) -> None:
    """A traveller may use names, codes, nicknames, hyphens and arrows."""
    assert codes(text) == [(code,) for code in found]


@pytest.mark.parametrize(
    "text",
    ["nice to meet you", "man for the job", "the flight for my mother", "have a nice day", "Ende März", "les enfants"],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    """Words that are names or codes by chance never start a booking."""
    assert codes(text) == []


@pytest.mark.parametrize("text", ["paris to nice", "vols Nice Londres", "à Nice"])
def test_an_ordinary_word_is_a_place_where_one_is_meant(text: str) -> None:
    """Nice can be booked all the same."""
    assert ("NCE",) in codes(text)


def test_an_ordinary_word_alone_is_a_place_when_one_was_asked_for() -> None:
    """Read: "nice" answers "where to?"."""
    assert codes("nice") == []
    assert codes("nice", asked=True) == [("NCE",)]


@pytest.mark.parametrize(("typed", "code"), [("Pariss", "PAR"), ("from Lodnon", "LON"), ("to Berlim", "BER")])
def test_a_typo_is_put_right_where_a_place_is_meant(typed: str, code: str) -> None:
    """One wrong or swapped letter does not stop a traveller, and is marked as unsure."""
    found = mentions(typed)
    assert [m.codes for m in found] == [(code,)]
    assert not found[0].sure


def test_a_known_place_that_is_not_served_is_named_and_not_bent() -> None:
    """Warsaw stays Warsaw, so that the bot can say that it does not fly there."""
    assert mentions("to Warsaw") == [Mention((), "Warsaw", 1, 2)]


def test_an_unknown_word_is_no_place() -> None:
    """Nonsense after "to" is not turned into a city."""
    assert codes("I want to qwrtzp") == []


def test_a_name_with_several_served_places_carries_them_all() -> None:
    """San Jose is asked back."""
    assert codes("to San Jose") == [("SJC", "SJO")]
