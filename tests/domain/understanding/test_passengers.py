"""Who travels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.booking.passengers import Party
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.passengers import Travellers, number_at, read_travellers


def read(text: str, *, asked: bool = True) -> Travellers:
    """Who travels by a text."""
    return read_travellers(tokenize(fold(text)), fold(text), asked=asked)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("2 adults", (2, 0, 0)),
        ("2 adults 1 child", (2, 1, 0)),
        ("two adults and one child", (2, 1, 0)),
        ("2 adultes, 1 enfant (4 ans), 1 bébé", (2, 1, 1)),
        ("dos adultos y un niño de 4 años", (2, 1, 0)),
        ("2 Erwachsene und 1 Kind", (2, 1, 0)),
        ("me and my wife and our 3 yr old", (2, 1, 0)),
        ("my wife and me", (2, 0, 0)),
        ("moi et mon mari", (2, 0, 0)),
        ("2 kids 3 and 7 and me", (1, 2, 0)),
        ("two adults and a 2 year old and an 8 month old", (2, 1, 1)),
        ("2 adults and a baby", (2, 0, 1)),
        ("family of 4 with 2 kids", (2, 2, 0)),
        ("family of 4", (4, 0, 0)),
        ("nous sommes 4", (4, 0, 0)),
        ("somos 3", (3, 0, 0)),
        ("wir sind zu zweit", (2, 0, 0)),
        ("3 of us", (3, 0, 0)),
        ("just me", (1, 0, 0)),
        ("2 people", (2, 0, 0)),
        ("2+1", (2, 1, 0)),
        ("2+1+1", (2, 1, 1)),
        ("2", (2, 0, 0)),
        ("two", (2, 0, 0)),
        ("zwei", (2, 0, 0)),
    ],
)
def test_a_party_is_understood_however_it_is_said(text: str, party: tuple[int, int, int]) -> None:
    """A traveller counts people as people do."""
    assert read(text).party == Party(*party)


@pytest.mark.parametrize(
    ("text", "party"),
    [("0 passengers", (0, 0, 0)), ("40 people", (40, 0, 0)), ("1 baby", (0, 0, 1)), ("2 kids", (0, 2, 0))],
)
def test_a_party_that_cannot_travel_is_carried_as_said(text: str, party: tuple[int, int, int]) -> None:
    """The flow, not the reader, says what is possible."""
    assert read(text).party == Party(*party)


@pytest.mark.parametrize(
    "text", ["Paris", "2", "next friday", "I visit my mother in Lyon", "12 june", "for 3 nights", "a nice person"]
)
def test_nobody_is_counted_who_was_not_named(text: str) -> None:
    """A number that is no count of people fills no party when people were not asked for."""
    assert read(text, asked=False).party is None


@pytest.mark.parametrize(
    ("text", "ages"),
    [("2 kids 3 and 7", (3, 7)), ("our 3 yr old", (3,)), ("un bébé de 8 mois", (0,)), ("2 adults", ())],
)
def test_ages_are_kept(text: str, ages: tuple[int, ...]) -> None:
    """Ages that were said are not asked again."""
    assert read(text).ages == ages


def test_the_words_that_counted_people_are_told() -> None:
    """No date is read from the number of people."""
    assert read("Paris 2 adults", asked=False).taken == ((1, 3),)


def test_a_number_is_digits_or_a_word_and_nothing_outside_the_text() -> None:
    """Read: "2", "two" and "deux" are the same number."""
    tokens = tokenize("2 two deux x")
    assert [number_at(tokens, at) for at in range(-1, 6)] == [None, 2, 2, 2, None, None, None]


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever a traveller types, counting people never raises."""
    assert isinstance(read(text), Travellers)


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("with my wife and our 3 yr old and a baby", Party(2, 1, 1)),
        ("avec ma femme", Party(2)),
        ("a ticket for my mother and my father", Party(2)),
        ("2 adults with our son", Party(2, 1)),
    ],
)
def test_who_comes_with_somebody_travels_too(text: str, party: Party) -> None:
    """The one who writes is counted when others come along, and not when others travel instead."""
    folded = fold(text)
    assert read_travellers(tokenize(folded), folded, asked=False).party == party


@pytest.mark.parametrize(
    "text", ["il y a deux jours", "pour deux semaines", "for the 22 of September", "for the thirty-first of July"]
)
def test_numbers_that_tell_a_time_count_nobody(text: str) -> None:
    """Read "pour deux semaines" as a stay and not as two people."""
    assert read(text, asked=False) == Travellers()


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("me, my wife and our 3 yr old", (2, 1, 0)),
        ("zwei Erwachsene und ein Baby", (2, 0, 1)),
        ("a family of four", (4, 0, 0)),
        ("my mother and I want to fly", (2, 0, 0)),
        ("Paris for two", (2, 0, 0)),
        ("pour 3", (3, 0, 0)),
        ("für vier", (4, 0, 0)),
        ("2 enfants de 3 et 13 ans et 2 adultes", (3, 1, 0)),
    ],
)
def test_a_party_may_be_told_unasked(text: str, party: tuple[int, int, int]) -> None:
    """Who says it in the first sentence is not asked again."""
    assert read(text, asked=False).party == Party(*party)


@pytest.mark.parametrize(
    "text",
    ["for 2 weeks", "for 3 nights", "pour 2 jours", "for 5 may", "for one", "for 40", "for 2/5", "a couple of days"],
)
def test_other_numbers_after_for_count_nobody(text: str) -> None:
    """Nights, days and sums are no travellers."""
    assert read(text, asked=False).party is None


def test_a_couple_is_two() -> None:
    """A couple with a child is three."""
    assert read("a couple").party == Party(2)
    assert read("a couple with a toddler").party == Party(2, 1)


def test_an_age_of_nobody_who_travels_is_no_party() -> None:
    """Read: "my son is 12 years old" alone fills nothing."""
    assert read("mon fils a 12 ans", asked=False).party is None


def test_girls_and_boys_are_children() -> None:
    """Their ages are asked for."""
    assert read("me, my husband and our two girls").party == Party(2, 2, 0)
