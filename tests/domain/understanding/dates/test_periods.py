"""Weeks, months, seasons, their parts, and feasts."""

import pytest

from tests.domain.understanding.dates.reading import iso


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "in june", "2026-06-01/2026-06-30"),
        ("en", "next month", "2026-04-01/2026-04-30"),
        ("en", "next week", "2026-03-16/2026-03-22"),
        ("fr", "ce week-end", "2026-03-14/2026-03-15"),
        ("en", "next weekend", "2026-03-21/2026-03-22"),
        ("en", "early june", "2026-06-01/2026-06-10"),
        ("en", "mid june", "2026-06-11/2026-06-20"),
        ("en", "late june", "2026-06-21/2026-06-30"),
        ("fr", "mi-juin", "2026-06-10/2026-06-19"),
        ("fr", "début juin", "2026-06-01/2026-06-10"),
        ("de", "Ende Mai", "2026-05-21/2026-05-31"),
        ("es", "a mediados de mayo", "2026-05-11/2026-05-20"),
        ("en", "end of the month", "2026-03-21/2026-03-31"),
        ("en", "EOM", "2026-03-21/2026-03-31"),
        ("en", "beginning of next week", "2026-03-16/2026-03-18"),
        ("fr", "en milieu de semaine", "2026-03-11/2026-03-12"),
        ("en", "this summer", "2026-06-21/2026-09-23"),
        ("en", "next summer", "2026-06-21/2026-09-23"),
        ("en", "winter 2027", "2027-12-21/2028-03-20"),
        ("en", "rest of the week", "2026-03-10/2026-03-14"),
        ("de", "Rest der Woche", "2026-03-10/2026-03-15"),
        ("en", "end of year", "2026-09-01/2026-12-31"),
        ("fr", "première quinzaine d'août", "2026-08-01/2026-08-15"),
        ("fr", "la deuxième quinzaine d'août", "2026-08-16/2026-08-31"),
        ("en", "first week of june", "2026-06-01/2026-06-07"),
        ("en", "last week of june", "2026-06-22/2026-06-28"),
        ("en", "next 2 weeks", "2026-03-16/2026-03-29"),
        ("en", "first days of june", "2026-06-01/2026-06-05"),
        ("en", "2027 Q2", "2027-04-01/2027-06-30"),
        ("en", "midweek", "2026-03-11/2026-03-12"),
        ("en", "easter monday", "2026-04-06"),
        ("fr", "lundi de Pâques", "2026-04-06"),
        ("en", "Christmas", "2026-12-25"),
        ("en", "christmas 2027", "2027-12-25"),
        ("es", "nochevieja", "2026-12-31"),
        ("de", "Karfreitag", "2026-04-03"),
        ("en", "easter 2027", "2027-03-28"),
    ],
)
def test_a_longer_time_has_a_first_and_a_last_day(language: str, text: str, days: str) -> None:
    """A week runs from Monday to Sunday, a month is cut after the 10th and the 20th."""
    assert iso(text, language) == days
