"""Mistyped names of months and weekdays."""

import pytest

from tests.domain.understanding.dates.reading import iso


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "wensday", "2026-03-11"),
        ("en", "febuary 20", "2027-02-20"),
        ("en", "tomorow", "2026-03-11"),
        ("fr", "vendrdi", "2026-03-13"),
        ("de", "Donnertag", "2026-03-12"),
        ("es", "miercloes", "2026-03-11"),
    ],
)
def test_a_typo_is_put_right_when_a_date_was_asked_for(language: str, text: str, day: str) -> None:
    """A slip of a finger does not stop a booking."""
    assert iso(text, language) == day


@pytest.mark.parametrize("text", ["match", "marche", "Julia", "friends", "mardy gras was nice"])
def test_other_words_are_not_bent_into_dates(text: str) -> None:
    """Names and ordinary words near a month stay what they are."""
    assert iso(text, asked=False) == ""


def test_names_near_a_month_are_left_alone_even_when_a_date_was_asked_for() -> None:
    """Julia is no July."""
    assert iso("Julia") == ""
