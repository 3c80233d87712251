"""Two readings of one day."""

import pytest

from tests.domain.understanding.dates.reading import iso, spans


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "next month, on the 3rd", "2026-04-03"),
        ("en", "friday, in the week of june 15", "2026-06-19"),
        ("de", "am Freitag in der nächsten Woche", "2026-03-20"),
        ("fr", "demain, mercredi", "2026-03-11"),
        ("en", "june 5, a friday", "2026-06-05"),
        ("es", "20 de marzo (viernes)", "2026-03-20"),
    ],
)
def test_a_day_told_in_two_ways_is_one_day(language: str, text: str, day: str) -> None:
    """A day inside a week or a month, and a weekday beside its date, are one date."""
    (span,) = spans(text, language)
    assert (span.iso, span.choices) == (day, ())


@pytest.mark.parametrize(
    ("language", "text", "choices"),
    [
        ("en", "friday or saturday", ["2026-03-13", "2026-03-14"]),
        ("fr", "le 20 ou le 21 juin", ["2026-06-20", "2026-06-21"]),
        ("es", "el 3 de marzo o el 4", ["2027-03-03", "2027-03-04"]),
        ("de", "Sa oder So", ["2026-03-14", "2026-03-15"]),
        ("en", "tomorrow, friday", ["2026-03-11", "2026-03-13"]),
        ("fr", "dans huit jours", ["2026-03-18", "2026-03-17"]),
        ("de", "heute in acht Tagen", ["2026-03-17", "2026-03-18"]),
        ("es", "en quince días", ["2026-03-25", "2026-03-24"]),
        ("en", "4/5", ["2026-04-05", "2026-05-04"]),
    ],
)
def test_two_days_are_asked(language: str, text: str, choices: list[str]) -> None:
    """Where two days fit, the bot asks and never picks silently."""
    (span,) = spans(text, language)
    assert [day.isoformat() for day in span.choices] == choices


def test_one_month_or_the_next_is_a_time_of_both() -> None:
    """Whoever can fly in June or July is shown both."""
    assert iso("june or july") == "2026-06-01/2026-07-31"


@pytest.mark.parametrize("text", ["next week, june 15", "in april on the 31st"])
def test_a_day_outside_its_period_is_not_read(text: str) -> None:
    """What contradicts itself is asked again."""
    assert iso(text) == ""
