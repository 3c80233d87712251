"""Origin and destination from the words around places."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.directions import direct
from bot.domain.understanding.mentions import Ground, find_mentions
from tests.domain.understanding.gazetteers import PLACES


def way(text: str, expecting: str | None = None) -> tuple[str | None, str | None]:
    """Origin and destination of a text."""
    ground = Ground(text, tokenize(fold(text)), PLACES, expecting in ("origin", "destination"))
    directed = direct(find_mentions(ground), ground, expecting)
    return (
        directed.origin.codes[0] if directed.origin else None,
        directed.destination.codes[0] if directed.destination else None,
    )


@pytest.mark.parametrize(
    "text",
    [
        "from Paris to New York",
        "to New York from Paris",
        "Paris New York",
        "Paris - New York",
        "flights between Paris and New York",
        "leaving Paris, arriving in New York",
        "I am in Paris and want to get to New York",
        "New York please, from Paris",
        "de Paris à New York",
        "vols à destination de New York au départ de Paris",
        "un billet pour New York depuis Paris",
        "je pars de Paris et je vais à New York",
        "de París a Nueva York",
        "desde París hasta Nueva York",
        "von Paris nach New York",
        "nach New York ab Paris",
        "from Paris to New York via London",
        "from Paris to New York with a stopover in London",
    ],
)
def test_from_and_to_are_told_apart_in_four_languages(text: str) -> None:
    """However the sentence turns, the flight goes the right way."""
    assert way(text) == ("PAR", "NYC")


def test_one_place_alone_is_where_somebody_wants_to_go() -> None:
    """Read: "Paris" opens a talk about a flight to Paris."""
    assert way("Paris") == (None, "PAR")


@pytest.mark.parametrize(
    ("expecting", "found"), [("origin", ("PAR", None)), ("destination", (None, "PAR")), ("date", (None, "PAR"))]
)
def test_one_place_alone_answers_what_was_asked(expecting: str, found: tuple[str | None, str | None]) -> None:
    """The same word answers "where from?" and "where to?"."""
    assert way("Paris", expecting) == found


def test_a_word_of_direction_is_stronger_than_the_question() -> None:
    """Read: "to London" after "where from?" is the destination."""
    assert way("to London", "origin") == (None, "LON")


def test_a_refused_place_is_neither() -> None:
    """Read: "not Berlin" never books Berlin."""
    ground = Ground("not Berlin", tokenize("not berlin"), PLACES, asked=False)
    directed = direct(find_mentions(ground), ground, None)
    assert (directed.origin, directed.destination) == (None, None)
    assert [m.codes for m in directed.negated] == [("BER",)]


def test_no_after_a_comma_corrects_instead_of_refusing() -> None:
    """Read: "no, Berlin" books Berlin."""
    assert way("no, Berlin", "destination") == (None, "BER")


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("leaving paris on friday and arriving in new york", ("PAR", "NYC")),
        ("a flight from paris to new york with a london stopover", ("PAR", "NYC")),
        ("paris to new york to berlin", ("PAR", "NYC")),
        ("out of paris into new york", ("PAR", "NYC")),
        ("from paris or lyon to new york", ("PAR", "NYC")),
        ("from lyon no from paris to new york", ("PAR", "NYC")),
        ("i'd rather go to new york than london from paris", ("PAR", "NYC")),
        ("go to new york returning to paris", ("PAR", "NYC")),
        ("je quitte paris pour new york avec escale à londres", ("PAR", "NYC")),
        ("new york en provenance de paris", ("PAR", "NYC")),
        ("aller-retour paris new york", ("PAR", "NYC")),
        ("au lieu de londres un vol de paris à new york", ("PAR", "NYC")),
        ("von paris über london nach new york", ("PAR", "NYC")),
        ("paris departure to new york", ("PAR", "NYC")),
        ("paris to anywhere", ("PAR", None)),
        ("returning to paris", (None, "PAR")),
        ("i don't want to go to london but to paris", (None, "PAR")),
        ("je ne veux pas aller à londres", (None, None)),
        ("from paris to paris", ("PAR", None)),
        ("flights through london", (None, None)),
    ],
)
def test_other_turns_of_phrase_lead_the_right_way(text: str, ends: tuple[str | None, str | None]) -> None:
    """Stopovers, second legs, alternatives and places taken back are no ends of the journey."""
    assert way(text) == ends


def test_a_place_where_something_only_is_is_no_end() -> None:
    """Read: "the hotels in Paris" go nowhere, unless a place was asked for."""
    assert way("what is there in paris") == (None, None)
    assert way("somewhere in paris", "origin") == ("PAR", None)


def test_a_place_where_somebody_is_answers_where_from() -> None:
    """Asked where from, "à Paris" and "I am staying in Paris" are the origin."""
    assert way("à Paris", "origin") == ("PAR", None)
    assert way("staying in Paris", "origin") == ("PAR", None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("flights connecting Paris with Berlin", ("PAR", "BER")),
        ("flights linking Paris and Berlin", ("PAR", "BER")),
        ("from Paris bound for Berlin", ("PAR", "BER")),
        ("leave from Paris instead to Berlin", ("PAR", "BER")),
        ("what stops are on the Paris to Berlin flight", ("PAR", "BER")),
        ("Paris as the origin and Berlin as the destination", ("PAR", "BER")),
        ("Paris comme ville de départ et Berlin comme ville d'arrivée", ("PAR", "BER")),
        ("fares for Paris Berlin", ("PAR", "BER")),
        ("flights arriving from Paris in Berlin", ("PAR", "BER")),
        ("to Berlin from our meeting in Paris", ("PAR", "BER")),
        ("touch down in Berlin, taking off from Paris", ("PAR", "BER")),
        ("from which airport in Paris can I fly to Berlin", ("PAR", "BER")),
        ("de Paris à Berlin escale Munich", ("PAR", "BER")),
        ("vols sans escale Paris Berlin", ("PAR", "BER")),
        ("je prends l'avion à Paris et je veux atterrir à Berlin", ("PAR", "BER")),
        ("partir de l'aéroport de Paris et arriver à celui de Berlin", ("PAR", "BER")),
        ("intéressé par Berlin", (None, "BER")),
        ("meine Tante in Berlin besuchen", (None, "BER")),
        ("my sister lives in Berlin", (None, "BER")),
        ("Berlin airports", (None, None)),
    ],
)
def test_what_stands_around_a_place_tells_its_part(text: str, found: tuple[str | None, str | None]) -> None:
    """However a traveller pairs, names or visits places, the flight goes the right way."""
    assert way(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("which airlines serve Berlin", (None, "BER")),
        ("what airlines service Berlin from Paris", ("PAR", "BER")),
        ("who serves the Paris to Berlin route", ("PAR", "BER")),
        ("does an airline serve Paris Berlin and Munich", (None, None)),
    ],
)
def test_places_that_an_airline_serves_are_ends_only_when_a_journey_is_told(
    text: str, found: tuple[str | None, str | None]
) -> None:
    """A list of served cities is no journey between the first two."""
    assert way(text) == found


def test_two_places_side_by_side_point_as_a_word_of_direction_does() -> None:
    """Read: "Paris Berlin" and "Paris - Berlin" are journeys, "Paris and Berlin" may be a talk about two cities."""
    pointed = {}
    for text in ("Paris Berlin", "Paris - Berlin", "Paris and Berlin"):
        ground = Ground(text, tokenize(fold(text)), PLACES, asked=False)
        pointed[text] = direct(find_mentions(ground), ground, None).pointed
    assert pointed == {"Paris Berlin": 1, "Paris - Berlin": 1, "Paris and Berlin": 0}
