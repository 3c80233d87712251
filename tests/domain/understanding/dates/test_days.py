"""Days told by the calendar."""

import pytest

from tests.domain.understanding.dates.reading import iso, spans


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("en", "15JUN", "2026-06-15"),
        ("en", "from 4-23 to 4-26", "2026-04-23/2026-04-26"),
        ("en", "half past 3 on april 20", "2026-04-20"),
        ("en", "this april 3rd", "2026-04-03"),
        ("es", "3 de abril del 27", "2027-04-03"),
        ("de", "am 20. und am 21. April", "2026-04-20/2026-04-21"),
        ("en", "the 5th", "2026-04-05"),
        ("fr", "le 5", "2026-04-05"),
        ("en", "5 january", "2027-01-05"),
        ("en", "12 March", "2026-03-12"),
        ("en", "march the third", "2027-03-03"),
        ("en", "Monday 21st", "2026-09-21"),
        ("fr", "vendredi 13 mars", "2026-03-13"),
        ("es", "el veintiuno de mayo", "2026-05-21"),
        ("de", "am zweiten Mai", "2026-05-02"),
        ("en", "twenty second of June", "2026-06-22"),
        ("fr", "mai vingt-neuf", "2026-05-29"),
        ("en", "april 3 2027", "2027-04-03"),
        ("en", "3 april 27", "2027-04-03"),
        ("en", "Sep-23-2026", "2026-09-23"),
        ("es", "23-2026-septiembre", "2026-09-23"),
        ("fr", "2026/sep/23", "2026-09-23"),
        ("en", "4/22", "2026-04-22"),
        ("en", "22/4", "2026-04-22"),
        ("fr", "5/4", "2026-04-05"),
        ("de", "5.4.", "2026-04-05"),
        ("de", "5.4.27", "2027-04-05"),
        ("en", "2026-06-15", "2026-06-15"),
        ("en", "20260615", "2026-06-15"),
        ("fr", "20 02 27", "2027-02-20"),
        ("en", "feb 29", "2028-02-29"),
        ("en", "5 june two thousand and twenty seven", "2027-06-05"),
        ("es", "5 de junio de dos mil veintisiete", "2027-06-05"),
        ("en", "20th of next month", "2026-04-20"),
        ("fr", "le 20 du mois prochain", "2026-04-20"),
        ("en", "april 15 next year", "2027-04-15"),
        ("es", "15 de abril del año que viene", "2027-04-15"),
        ("en", "last sunday of march", "2026-03-29"),
        ("fr", "le dernier dimanche de mars", "2026-03-29"),
        ("en", "first tuesday of october 2026", "2026-10-06"),
        ("de", "letzter Tag im April", "2026-04-30"),
        ("en", "the 5th last day of May", "2026-05-27"),
        ("en", "second to last friday of may", "2026-05-22"),
        ("en", "third day of october", "2026-10-03"),
        ("es", "día once", "2026-03-11"),
    ],
)
def test_a_day_told_by_the_calendar_is_the_next_one_that_fits(language: str, text: str, days: str) -> None:
    """A day without a year is the next such day; month first in English numbers, day first elsewhere."""
    assert iso(text, language) == days


@pytest.mark.parametrize(
    "text",
    [
        "31 february",
        "99",
        "0",
        "1 of 3",
        "030114",
        "13/13/2026",
        "my seat is 12",
        "room 5",
        "march along with me, may I?",
    ],
)
def test_what_the_calendar_does_not_have_is_no_day(text: str) -> None:
    """No impossible day is bent into a possible one."""
    assert iso(text, asked=False) == ""


def test_a_weekday_that_contradicts_its_date_is_asked() -> None:
    """Friday the 14th of March 2026 is a Saturday: both days are choices."""
    (span,) = spans("friday 14 march 2026")
    assert [day.isoformat() for day in span.choices] == ["2026-03-14", "2026-03-20"]


def test_a_bare_number_is_a_day_only_when_a_date_was_asked_for() -> None:
    """Read: "12" answers "which day?" and nothing else."""
    assert iso("12") == "2026-03-12"
    assert iso("12", asked=False) == ""
