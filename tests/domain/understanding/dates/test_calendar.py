"""Arithmetic on days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.understanding.dates import calendar

DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


@given(DAYS, st.integers(0, 6))
def test_the_next_weekday_is_within_a_week(day: date, weekday: int) -> None:
    """A weekday is never today when a later one is meant, and never more than a week away."""
    later = calendar.after(day, weekday)
    assert later.weekday() == weekday
    assert timedelta(0) < later - day <= timedelta(7)


@given(DAYS, st.integers(-60, 60))
def test_months_keep_the_day_or_the_last_of_the_month(day: date, months: int) -> None:
    """A month after the 31st of January is the last of February."""
    moved = calendar.add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, calendar.month_end(moved.year, moved.month).day)


@given(DAYS, st.sampled_from("wmQa"))
def test_a_unit_holds_its_day(day: date, unit: str) -> None:
    """This week, month, quarter and year hold today."""
    first, last = calendar.bounds(day, unit)
    assert first <= day <= last


@given(DAYS, st.integers(0, 3))
def test_a_season_is_never_over(day: date, index: int) -> None:
    """Read: "In summer" is this summer until it has ended."""
    first, last = calendar.season(index, day)
    assert last >= day
    assert first < last


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")],
)
def test_easter_is_where_the_church_has_it(year: int, day: str) -> None:
    """Known Easter Sundays."""
    assert calendar.easter(year).isoformat() == day


def test_the_nth_weekday_may_not_exist() -> None:
    """There is no fifth Monday in February 2026."""
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    assert calendar.nth_weekday(first, last, 0, 5) is None
    assert calendar.nth_weekday(first, last, 0, -5) is None
    assert calendar.nth_weekday(first, last, 0, -1) == date(2026, 2, 23)


def test_an_impossible_date_is_none() -> None:
    """The 30th of February is no date."""
    assert calendar.valid(2026, 2, 30) is None
    assert calendar.valid(2_200_000_000, 1, 1) is None


@pytest.mark.parametrize(
    ("amount", "unit", "day"),
    [
        (3, "d", "2026-01-31"),
        (1, "w", "2026-02-04"),
        (1, "m", "2026-02-28"),
        (1, "Q", "2026-04-28"),
        (1, "a", "2027-01-28"),
    ],
)
def test_durations_move_a_day(amount: int, unit: str, day: str) -> None:
    """Days, weeks, months, quarters and years ahead."""
    assert calendar.add(date(2026, 1, 28), amount, unit).isoformat() == day
