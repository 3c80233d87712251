"""Days told from today."""

import pytest

from tests.domain.understanding.dates.reading import iso, spans


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "today", "2026-03-10"),
        ("en", "tomorrow", "2026-03-11"),
        ("fr", "après-demain", "2026-03-12"),
        ("es", "pasado mañana", "2026-03-12"),
        ("de", "übermorgen", "2026-03-12"),
        ("en", "friday", "2026-03-13"),
        ("en", "tuesday", "2026-03-17"),
        ("en", "this friday", "2026-03-13"),
        ("fr", "vendredi prochain", "2026-03-13"),
        ("de", "kommenden Freitag", "2026-03-13"),
        ("en", "friday week", "2026-03-20"),
        ("fr", "vendredi en huit", "2026-03-20"),
        ("fr", "mardi en quinze", "2026-03-24"),
        ("en", "wednesday of next week", "2026-03-18"),
        ("de", "übernächste Woche am Freitag", "2026-03-27"),
        ("en", "in 3 days", "2026-03-13"),
        ("fr", "dans quinze jours", "2026-03-25"),
        ("es", "en dos meses", "2026-05-10"),
        ("de", "in einer Woche", "2026-03-17"),
        ("en", "a fortnight later", "2026-03-24"),
        ("en", "in about two weeks", "2026-03-24"),
        ("en", "2 years 21 days later", "2028-03-31"),
        ("en", "two sundays from now", "2026-03-22"),
        ("en", "Monday two weeks from now", "2026-03-23"),
        ("en", "two months from today on Tuesday", "2026-05-12"),
        ("fr", "le lendemain", "2026-03-11"),
        ("es", "al día siguiente", "2026-03-11"),
        ("en", "yesterday", "2026-03-09"),
        ("en", "two days ago", "2026-03-08"),
        ("en", "last friday", "2026-03-06"),
        ("de", "Mittwochabend", "2026-03-11"),
        ("es", "hoy en ocho", "2026-03-17"),
    ],
)
def test_a_day_told_from_today_is_counted_from_today(language: str, text: str, days: str) -> None:
    """Tomorrow, weekdays and spans of time count from the day of the message."""
    assert iso(text, language) == days


@pytest.mark.parametrize(
    ("language", "chosen", "other"), [("en", "2026-03-20", "2026-03-13"), ("fr", "2026-03-13", "2026-03-20")]
)
def test_next_friday_has_two_readings(language: str, chosen: str, other: str) -> None:
    """The bot echoes the day that the language usually means and offers the other."""
    text = {"en": "next friday", "fr": "vendredi prochain"}[language]
    (span,) = spans(text, language)
    assert (span.iso, tuple(day.isoformat() for day in span.choices)) == (chosen, (chosen, other))


def test_a_heap_of_years_stays_inside_the_calendar() -> None:
    """Nonsense about far years is answered and never breaks."""
    assert iso("in " + "99 years " * 9 + "1200 years 9999 years")
    assert iso("in 99 years and 99 years and 99 years")
