"""Parts of a month by number."""

import pytest

from tests.domain.understanding.dates.reading import iso


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "the last friday of the month", "2026-03-27"),
        ("en", "the first monday of the month", "2026-04-06"),
        ("en", "first monday of march", "2027-03-01"),
        ("en", "last day of the year", "2026-12-31"),
        ("en", "the last of the month", "2026-03-31"),
        ("fr", "l'avant-dernier jour de juillet", "2026-07-30"),
        ("es", "el penúltimo día de julio", "2026-07-30"),
        ("de", "am vorletzten Tag im Juli", "2026-07-30"),
        ("de", "der 1. Montag im Dezember", "2026-12-07"),
        ("en", "last friday of the year", "2026-12-25"),
        ("en", "the first day of summer", "2026-06-21"),
        ("de", "erster Frühlingstag", "2026-03-20"),
        ("en", "next month on the first monday", "2026-04-06"),
        ("es", "en octubre el último viernes", "2026-10-30"),
        ("de", "erste Hälfte August", "2026-08-01/2026-08-15"),
        ("en", "first weekend of june", "2026-06-06/2026-06-07"),
        ("de", "letztes Wochenende im Mai", "2026-05-30/2026-05-31"),
        ("de", "letzte Dezemberwoche", "2026-12-28/2027-01-03"),
        ("de", "zweite Julihälfte", "2026-07-16/2026-07-31"),
        ("en", "first half of august", "2026-08-01/2026-08-15"),
        ("fr", "les 3 derniers jours de mai", "2026-05-29/2026-05-31"),
    ],
)
def test_a_part_of_a_month_is_found_by_its_number(language: str, text: str, days: str) -> None:
    """The next one that is still to come."""
    assert iso(text, language) == days
