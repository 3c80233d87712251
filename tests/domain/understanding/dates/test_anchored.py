"""Days counted from another day."""

import pytest

from tests.domain.understanding.dates.reading import iso


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "the day after christmas", "2026-12-26"),
        ("fr", "le lendemain de Noël", "2026-12-26"),
        ("fr", "la veille du 15 juin", "2026-06-14"),
        ("es", "la víspera del 15 de junio", "2026-06-14"),
        ("de", "am Tag vor Weihnachten", "2026-12-24"),
        ("de", "zwei Tage vor Weihnachten", "2026-12-23"),
        ("de", "vor zwei Tagen", "2026-03-08"),
        ("en", "the monday before june 15", "2026-06-08"),
        ("fr", "le vendredi suivant le 15 juin", "2026-06-19"),
        ("en", "two sundays after easter", "2026-04-19"),
        ("en", "the first tuesday after june 15", "2026-06-16"),
        ("en", "the last sunday before june 15", "2026-06-14"),
        ("en", "the day following june 15", "2026-06-16"),
        ("en", "two days after next friday", "2026-03-22"),
        ("en", "the second closest friday to june 4", "2026-05-29"),
        ("fr", "le mardi le plus proche du 15 juin", "2026-06-16"),
        ("es", "el martes más cercano al 15 de junio", "2026-06-16"),
        ("en", "the weekend of june 13", "2026-06-13/2026-06-14"),
        ("es", "la semana del 15", "2026-03-09/2026-03-15"),
        ("en", "3 nights from june 5", "2026-06-05/2026-06-08"),
        ("en", "3 days from june 5", "2026-06-08"),
        ("en", "two weeks starting june 5", "2026-06-05/2026-06-19"),
        ("en", "a week from monday", "2026-03-23"),
    ],
)
def test_a_day_is_told_from_another(language: str, text: str, days: str) -> None:
    """Eves, days after, and the weekday beside a date."""
    assert iso(text, language) == days


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "before friday"),
        ("fr", "après le 15 juin"),
        ("es", "antes del viernes"),
        ("de", "vor Freitag"),
        ("en", "the weekend before christmas"),
        ("en", "the weekend of june 10"),
        ("fr", "la veille"),
    ],
)
def test_how_far_from_a_day_must_be_said(language: str, text: str) -> None:
    """Read "before Friday" as no day at all, for Friday is the one day that is not meant."""
    assert iso(text, language) == ""
