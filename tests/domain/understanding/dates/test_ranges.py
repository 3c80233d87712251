"""Ranges and stays."""

import pytest

from tests.domain.understanding.dates.reading import iso


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "from today to the 15th", "2026-03-10/2026-03-15"),
        ("fr", "d'aujourd'hui au 15", "2026-03-10/2026-03-15"),
        ("es", "desde hoy hasta el 15", "2026-03-10/2026-03-15"),
        ("de", "von heute bis zum 15.", "2026-03-10/2026-03-15"),
        ("en", "from now until the 15th", "2026-03-10/2026-03-15"),
        ("en", "friday night to sunday", "2026-03-13/2026-03-15"),
        ("en", "20/7 to 3/8", "2026-07-20/2026-08-03"),
        ("en", "nov 11 - 15 nov", "2026-11-11/2026-11-15"),
        ("en", "03MAR27 - 10MAR27", "2027-03-03/2027-03-10"),
        ("es", "del 28 al 3 de diciembre", "2026-11-28/2026-12-03"),
        ("de", "4 - 7.11.26", "2026-11-04/2026-11-07"),
        ("fr", "le 5 juin, une semaine", "2026-06-05/2026-06-12"),
        ("de", "ab dem 5. Juni zwei Wochen lang", "2026-06-05/2026-06-19"),
        ("en", "3 june → 10 june", "2026-06-03/2026-06-10"),
        ("en", "next week from monday till wednesday", "2026-03-16/2026-03-18"),
        ("fr", "les 3 et 4 juin", "2026-06-03/2026-06-04"),
    ],
)
def test_a_range_may_be_written_in_many_ways(language: str, text: str, days: str) -> None:
    """Both ends are read whatever stands between them, and in one order of day and month."""
    assert iso(text, language) == days
