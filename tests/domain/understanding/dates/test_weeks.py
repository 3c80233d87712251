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
        ("en", "the day after next tuesday", "2026-03-18"),
        ("en", "friday after the next", "2026-03-20"),
        ("es", "el viernes después del próximo", "2026-03-20"),
        ("de", "die folgenden drei Tage", "2026-03-11/2026-03-13"),
        ("de", "die nächsten beiden Tage", "2026-03-11/2026-03-12"),
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


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "friday from 3 to 5", "2026-03-13"),
        ("en", "tomorrow between 9 and 11", "2026-03-11"),
        ("en", "next friday from 3 to 5", "2026-03-20"),
        ("fr", "vendredi de 9 à 11", "2026-03-13"),
        ("es", "mañana de 10 a 12", "2026-03-11"),
        ("de", "am Freitag zwischen 10 und 12", "2026-03-13"),
        ("fr", "vendredi du 13 au 15", "2026-03-13/2026-03-15"),
        ("en", "friday from the 13th to the 15th", "2026-03-13/2026-03-15"),
    ],
)
def test_hours_beside_a_day_are_no_days(language: str, text: str, day: str) -> None:
    """From three to five on Friday is an afternoon; with an article or an ending the numbers are days."""
    assert iso(text, language) == day


def test_monday_in_two_weeks_has_two_readings() -> None:
    """Two weeks after the next Monday, or the Monday of the week that is two weeks away: the bot asks."""
    (span,) = spans("Montag in zwei Wochen", "de")
    assert [day.isoformat() for day in span.choices] == ["2026-03-23", "2026-03-30"]


def test_a_heap_of_years_stays_inside_the_calendar() -> None:
    """Nonsense about far years is answered and never breaks."""
    assert iso("in " + "99 years " * 9 + "1200 years 9999 years")
    assert iso("in 99 years and 99 years and 99 years")
