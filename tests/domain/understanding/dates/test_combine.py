"""Ranges, stays, and days counted from another day."""

import pytest

from tests.domain.understanding.dates.reading import iso


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("fr", "du 5 au 12 juin", "2026-06-05/2026-06-12"),
        ("en", "5-12 June", "2026-06-05/2026-06-12"),
        ("en", "June 5-12", "2026-06-05/2026-06-12"),
        ("en", "June 5 thru 12 2027", "2027-06-05/2027-06-12"),
        ("en", "from the 5th to the 12th of June", "2026-06-05/2026-06-12"),
        ("en", "between 5 and 12 june", "2026-06-05/2026-06-12"),
        ("fr", "entre le 3 et le 10", "2026-04-03/2026-04-10"),
        ("es", "del 5 al 12 de junio", "2026-06-05/2026-06-12"),
        ("de", "vom 5. bis zum 12. Juni", "2026-06-05/2026-06-12"),
        ("de", "5. - 12.6.", "2026-06-05/2026-06-12"),
        ("de", "5./12.6.2026", "2026-06-05/2026-06-12"),
        ("en", "aug 27 to sep 3", "2026-08-27/2026-09-03"),
        ("en", "6/5-6/12", "2026-06-05/2026-06-12"),
        ("en", "6/5 to 12, 2027", "2027-06-05/2027-06-12"),
        ("en", "26 june 2026 to 28 june 2027", "2026-06-26/2027-06-28"),
        ("fr", "du lundi 6 au mercredi 8 avril", "2026-04-06/2026-04-08"),
        ("en", "monday to friday", "2026-03-16/2026-03-20"),
        ("en", "fri-sun", "2026-03-13/2026-03-15"),
        ("es", "de lunes a viernes", "2026-03-16/2026-03-20"),
        ("en", "from friday until sunday", "2026-03-13/2026-03-15"),
        ("fr", "du 28 décembre au 3 janvier", "2026-12-28/2027-01-03"),
        ("en", "from 4 to 23 of next month", "2026-04-04/2026-04-23"),
        ("de", "nächsten Monat vom 4. bis zum 23.", "2026-04-04/2026-04-23"),
        ("en", "tomorrow for a week", "2026-03-11/2026-03-18"),
        ("en", "for 3 days from 5 june", "2026-06-05/2026-06-08"),
        ("es", "el 5 de junio por 3 noches", "2026-06-05/2026-06-08"),
        ("en", "next 3 days", "2026-03-11/2026-03-13"),
        ("fr", "les 3 prochains jours", "2026-03-11/2026-03-13"),
        ("en", "first 10 days of june", "2026-06-01/2026-06-10"),
        ("fr", "les 10 derniers jours de mai", "2026-05-22/2026-05-31"),
        ("en", "3 days after June 5", "2026-06-08"),
        ("en", "2 days before june 5", "2026-06-03"),
        ("en", "the closest Monday to Oct 5th", "2026-10-05"),
        ("en", "second closest Monday to Oct 5th", "2026-09-28"),
        ("en", "two weeks from tomorrow", "2026-03-25"),
        ("en", "a week from friday", "2026-03-20"),
        ("en", "the week of june 15", "2026-06-15/2026-06-21"),
        ("en", "from june to august", "2026-06-01/2026-08-31"),
    ],
)
def test_a_range_has_both_its_ends(language: str, text: str, days: str) -> None:
    """Both days of a range are understood, and what one leaves out the other says."""
    assert iso(text, language) == days
