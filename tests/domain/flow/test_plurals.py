"""Plurals: words that agree with a number, by the rules of each language."""

import pytest

from bot.domain.booking.passengers import Party
from bot.domain.flow.plurals import category, count, find, known, looks_broken, needed
from bot.domain.flow.texts import compile_text, fill

SEATS = "{trip.passengers, plural, =0 {no seat} one {# seat} other {# seats}} for {{ name }}"


def _fill(text: str, language: str = "en", **facts: object) -> str:
    told = {key.replace("_", "."): value for key, value in facts.items()}
    return fill(compile_text(text), told.get, lambda _, value: str(value), language=language)


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "no seat for Ana"), (1, "1 seat for Ana"), (2, "2 seats for Ana"), (21, "21 seats for Ana")],
)
def test_words_agree_with_the_number(number: int, said: str) -> None:
    """One seat, two seats, and an exact number where it has words of its own."""
    assert _fill(SEATS, trip_passengers=number, name="Ana") == said


def test_each_language_has_its_own_rules() -> None:
    """Nought is one in French and many in English."""
    text = "{n, plural, one {un} other {des}}"
    assert (_fill(text, "fr", n=0), _fill(text, "en", n=0)) == ("un", "des")
    assert needed("fr") == needed("es") == needed("de") == needed("en") == {"one", "other"}
    assert needed("pl") == {"one", "few", "many", "other"}
    assert "many" in known("fr")


def test_a_language_that_nobody_knows_has_one_form() -> None:
    """It is told in the form for all else."""
    assert category(1, "xx") == "other"
    assert category(1, "!") == "other"
    assert known("xx") == {"other"}


def test_a_form_may_hold_fields() -> None:
    """With their filters, as in any text."""
    text = "{n, plural, one {{{ name }} flies} other {{{ name }} and # others fly}}"
    assert _fill(text, n=1, name="Ana") == "Ana flies"
    assert _fill(text, n=3, name="Ana") == "Ana and 3 others fly"


@pytest.mark.parametrize(
    "text",
    [
        "{n, plural, one {x}}",
        "{n, plural, other {x}",
        "{n, plural, other {x",
        "{n, plural, other {x} other {y}}",
        "{n, plural, some {x} other {y}}",
        "{n, plural}",
        "{n, select, other {x}}",
        "{n, plural, one {" * 100,
        "{N, plural, other {x}}",
    ],
)
def test_what_is_not_well_formed_stays_words(text: str) -> None:
    """Nothing is guessed; the check tells whoever wrote it."""
    assert list(find(text)) == []
    assert compile_text(text).plurals() == ()
    assert _fill(text, n=1) == text


def test_a_plural_that_was_never_finished_is_noticed() -> None:
    """And one that is finished, or none at all, is not."""
    assert looks_broken("{n, plural, one {x}}")
    assert not looks_broken("{ a } and {n, select, x {y}}")


def test_a_number_of_things_is_counted() -> None:
    """Whatever staff count: a number, people, things, or nothing yet."""
    values = (None, 3, True, "4", "x", "", (1, 2), Party(2, 1), object())
    assert [count(value) for value in values] == [0, 3, 1, 4, 0, 0, 2, 3, 1]


def test_two_plurals_in_one_text_are_told_apart() -> None:
    """Adults and children agree each with their own number."""
    text = "{a, plural, one {# bag} other {# bags}}, {b, plural, one {# seat} other {# seats}}"
    assert _fill(text, a=1, b=2) == "1 bag, 2 seats"
