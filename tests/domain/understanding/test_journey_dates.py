"""Which date is the way out and which the way back."""

from datetime import date

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.journey_dates import JourneyDates, read_journey_dates

TODAY = date(2026, 3, 10)


def read(text: str, language: str = "en", expecting: str | None = None, departing: date | None = None) -> JourneyDates:
    """The dates of a text."""
    return read_journey_dates(
        tokenize(fold(text)), language=language, today=TODAY, expecting=expecting, departing=departing
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("5 june back 12 june", "en"),
        ("le 5 juin retour le 12 juin", "fr"),
        ("el 5 de junio regreso el 12 de junio", "es"),
        ("5. Juni Rückflug 12. Juni", "de"),
        ("back 12 june out 5 june", "en"),
    ],
)
def test_a_word_for_the_way_back_marks_its_date(text: str, language: str) -> None:
    """The order in which the two days are said does not matter."""
    read_dates = read(text, language)
    assert (read_dates.departure, read_dates.return_date) == (date(2026, 6, 5), date(2026, 6, 12))


@pytest.mark.parametrize(
    ("text", "nights"),
    [("for 3 nights", 3), ("pour une semaine", 7), ("5 noches", 5), ("zwei Nächte", 2), ("in 3 weeks", None)],
)
def test_a_length_of_stay_alone_is_nights(text: str, nights: int | None) -> None:
    """Read: "for a week" waits for the day of departure."""
    assert read(text).nights == nights


def test_tomorrow_stays_tomorrow_on_the_way_back() -> None:
    """Read: "back tomorrow" is told from today and not from the flight out."""
    assert read("today, back tomorrow").return_date == date(2026, 3, 11)


def test_nothing_said_is_nothing_read() -> None:
    """A text without dates gives none."""
    assert read("hello") == JourneyDates()


def test_a_bare_ordinal_after_a_word_of_return_is_the_day_of_return() -> None:
    """Read "coming back 12th" as people type it, against the day of departure."""
    tokens = tokenize(fold("leaving dec 4 coming back 12th"))
    read = read_journey_dates(tokens, language="en", today=date(2026, 11, 24), expecting=None, departing=None)
    assert (read.departure, read.return_date) == (date(2026, 12, 4), date(2026, 12, 12))
    assert not read_journey_dates(
        tokenize(fold("coming back")), language="en", today=date(2026, 11, 24), expecting=None, departing=None
    ).return_date


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("leave june 5 return june 12", "en"),
        ("leaving june 5 and back on the 12th", "en"),
        ("je pars le 5 juin et je reviens le 12", "fr"),
        ("départ le 5 juin retour le 12", "fr"),
        ("salgo el 5 de junio y vuelvo el 12", "es"),
        ("am 5. Juni hin und am 12. zurück", "de"),
        ("june 5, returning a week later", "en"),
        ("le 5 juin, retour une semaine après", "fr"),
        ("june 5 for a week", "en"),
        ("vom 5. bis 12. Juni", "de"),
    ],
)
def test_a_word_of_return_belongs_to_the_date_that_follows(text: str, language: str) -> None:
    """There on the 5th, back on the 12th, however it is said."""
    read_dates = read(text, language)
    assert (read_dates.departure, read_dates.return_date) == (date(2026, 6, 5), date(2026, 6, 12))
