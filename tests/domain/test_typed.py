"""Numbers and days as they are typed: what is out of all bounds is none, and never an error."""

from datetime import date

import pytest

from bot.domain.typed import count, day, whole


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), (" 42 ", 42), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5000, None), ("-1", None), ("", None)],
)
def test_a_whole_number_has_eighteen_digits_at_most(text: str, number: int | None) -> None:
    """More than that no column holds, and Python refuses to read thousands."""
    assert whole(text) == number


def test_a_number_that_is_counted_up_fits_where_it_is_kept() -> None:
    """A revision that nobody can have is none, and no error of the database."""
    assert [count(text) for text in ("7", "", "-1", "x", "٣", "999999999", "9999999999")] == [
        7,
        0,
        0,
        0,
        0,
        999_999_999,
        0,
    ]


@pytest.mark.parametrize("text", ["½", "٣", "1e3", "0x10", "1.5"])
def test_other_signs_are_no_digits(text: str) -> None:
    """A number is written in the digits 0 to 9."""
    assert whole(text) is None


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "2026-02-30", "tomorrow", "", "9" * 5000])
def test_a_day_is_one_of_this_century(text: str) -> None:
    """The day after the last day of all is none, so nobody can ask for it."""
    assert day(text) is None


def test_a_day_is_read_as_it_is_written() -> None:
    """Year, month and day, with spaces around it or without."""
    assert day(" 2026-11-30 ") == date(2026, 11, 30)
