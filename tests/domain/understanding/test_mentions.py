"""Places in a text: names, codes, typos, and words that only look like places."""

import msgspec
import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.masks import mask
from bot.domain.understanding.mentions import Ground, Mention, find_mentions
from bot.domain.understanding.places import Gazetteer
from tests.domain.understanding.gazetteers import PLACES, ROWS, SERVED


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


def test_a_name_that_is_a_word_too_follows_a_place_unless_the_place_is_spoken_of() -> None:
    """Read: "Paris Nice" is a pair, "is Paris nice in November" is none."""
    assert codes("Paris Nice") == [("PAR",), ("NCE",)]
    assert codes("munich - nice - munich") == [("MUC",), ("NCE",), ("MUC",)]
    assert codes("is Paris nice in november") == [("PAR",)]


def test_a_code_that_is_a_word_too_counts_after_another_code() -> None:
    """Read: "jfk to man" flies to Manchester, "a flight to man the desk" does not."""
    places = Gazetteer.build(ROWS, SERVED | {"MAN"})
    for text, found in (("flights jfk to man", ["JFK", "MAN"]), ("a flight to man the desk", [])):
        ground = Ground(text, tokenize(fold(text)), places, asked=False)
        assert [m.codes[0] for m in find_mentions(ground)] == found


def test_a_meeting_is_no_island() -> None:
    """Read: "la réunion de Berlin" is a meeting, "à la Réunion" the island."""
    lyon = next(row for row in ROWS if row.code == "LYS")
    island = msgspec.structs.replace(lyon, code="RUN", cities=("RUN",), airports=("RUN",), names={"fr": ("Réunion",)})
    places = Gazetteer.build((*ROWS, island), SERVED | {"RUN"})
    for text, found in (("la réunion de berlin", ["BER"]), ("de berlin à la réunion", ["BER", "RUN"])):
        ground = Ground(text, tokenize(fold(text)), places, asked=False, article=False)
        assert [m.codes[0] for m in find_mentions(ground)] == found
