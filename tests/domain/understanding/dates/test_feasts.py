"""Days with names."""

import pytest

from bot.domain.understanding.dates.feast_names import FEASTS
from tests.domain.understanding.dates.reading import iso


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "thanksgiving", "2026-11-26"),
        ("en", "black friday", "2026-11-27"),
        ("en", "memorial day", "2026-05-25"),
        ("en", "labor day 2027", "2027-09-06"),
        ("en", "easter weekend", "2026-04-03/2026-04-06"),
        ("fr", "jeudi de l'Ascension", "2026-05-14"),
        ("fr", "14 juillet", "2026-07-14"),
        ("fr", "la Toussaint", "2026-11-01"),
        ("fr", "week-end de Pâques 2027", "2027-03-27/2027-03-29"),
        ("es", "Semana Santa", "2026-03-29/2026-04-05"),
        ("es", "año nuevo del año que viene", "2027-01-01"),
        ("es", "día de la Hispanidad", "2026-10-12"),
        ("de", "Pfingstmontag", "2026-05-25"),
        ("de", "Rosenmontag", "2027-02-08"),
        ("de", "erster Advent", "2026-11-29"),
        ("de", "zwischen den Jahren", "2026-12-27/2026-12-30"),
    ],
)
def test_a_feast_is_the_next_one(language: str, text: str, days: str) -> None:
    """Fixed days, days that hang on Easter, and the nth weekday of a month."""
    assert iso(text, language) == days


@pytest.mark.parametrize("language", sorted(FEASTS))
def test_every_feast_of_the_table_is_a_day(language: str) -> None:
    """No name of a feast is written in a way that cannot be read."""
    for entry in FEASTS[language].split("|"):
        name = entry.partition("=")[0]
        assert iso(name, language), name
