"""Days told from the trip: a day later is the day after the flight, in the words of four languages."""

import pytest

from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.shifts import read_shift


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("a day later", 1),
        ("2 days earlier please", -2),
        ("one week later", 7),
        ("can we go a day later?", 1),
        ("the day after", 1),
        ("the day before, please", -1),
        ("un jour plus tard", 1),
        ("deux jours plus tôt", -2),
        ("le lendemain", 1),
        ("la veille s'il vous plaît", -1),
        ("un día después", 1),
        ("einen Tag später", 1),
    ],
)
def test_a_shift_counts_from_the_trip(text: str, days: int) -> None:
    """Earlier is negative, weeks are sevens."""
    shift = read_shift(tokenize(fold(text)))
    assert shift is not None
    assert shift.days == days


@pytest.mark.parametrize(
    "text",
    ["two days before Christmas", "the day after tomorrow", "later", "day later", "900 days later", "", "in 2 days"],
)
def test_what_counts_from_another_day_is_no_shift(text: str) -> None:
    """A feast, tomorrow or today are not the trip."""
    assert read_shift(tokenize(fold(text))) is None
