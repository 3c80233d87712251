"""Business hours as a form has them: what is typed comes back, and means the same."""

from itertools import product

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.hours import ALWAYS, MINUTE_MS, Hours, Span, is_open
from bot.web.staff.hours_form import read_hours, shown

MONDAY = 4 * 24 * 60
"""Minutes from 1970, which began on a Thursday, to a Monday."""


def read(**fields: str) -> Hours:
    """The hours of fields."""
    return read_hours({"zone": "UTC", **fields})


def opens(hours: Hours) -> list[bool]:
    """Whether each half hour of a week is open."""
    return [is_open(hours, (MONDAY + 30 * half) * MINUTE_MS) for half in range(7 * 48)]


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    """Also from Sunday to Monday; midnight is the end of a day under either name."""
    assert read(start_6="22:00", end_6="06:00").week == (Span(0, 0, 360), Span(6, 1320, 1440))
    assert read(start_2="22:00", end_2="00:00").week == read(start_2="22:00", end_2="24:00").week == (
        Span(2, 1320, 1440),
    )  # fmt: skip
    assert read(start_2="00:00", end_2="00:00").week == (Span(2, 0, 1440),)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"start_6": "22:00", "end_6": "06:00"},
        {"start_0": "08:00", "end_0": "12:00", "start_0_2": "22:00", "end_0_2": "04:00"},
        {f"{name}_{day}": time for day, (name, time) in product(range(7), (("start", "20:00"), ("end", "04:00")))},
        {f"{name}_{day}": time for day, (name, time) in product(range(7), (("start", "00:00"), ("end", "24:00")))},
        {"start_1": "18:00", "end_1": "24:00", "start_2": "00:00", "end_2": "24:00"},
    ],
)
def test_what_was_typed_comes_back(fields: dict[str, str]) -> None:
    """Nobody finds their night torn in two."""
    assert shown(read(**fields)) == fields


@pytest.mark.parametrize(
    "fields",
    [
        {"start_0": "22:00", "end_0": "06:00", "start_1": "06:00", "end_1": "14:00"},
        {"start_0": "09:00", "end_0": "13:00", "start_0_2": "12:00", "end_0_2": "17:00"},
        {"start_0": "09:00", "end_0": "12:00", "start_0_2": "12:00", "end_0_2": "08:00"},
    ],
)
def test_what_touches_is_saved_again_without_a_change(fields: dict[str, str]) -> None:
    """It may be written in another way, and means the same."""
    hours = read(**fields)
    assert opens(read(**shown(hours))) == opens(hours)


def test_day_and_night_is_shown_as_seven_whole_days() -> None:
    """And not as one long night."""
    assert set(shown(ALWAYS).values()) == {"00:00", "24:00"}


@pytest.mark.parametrize(
    ("start", "end"), [("24:00", "06:00"), ("09:00", "09:00"), ("9", "17:00"), ("", "17:00"), ("25:00", "26:00")]
)
def test_what_is_no_span_is_refused_with_its_day(start: str, end: str) -> None:
    """In the second span of a day as in the first."""
    with pytest.raises(InvalidError, match="Friday: enter two times"):
        read(start_4_2=start, end_4_2=end)
