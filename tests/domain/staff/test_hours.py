"""Business hours: what is counted is what a clock on the wall shows, minute by minute."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import InvalidError
from bot.domain.staff.hours import ALWAYS, MINUTE_MS, Hours, Span, add_open, is_open, next_open, open_ms

ZONES = ("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu")
PARIS = Hours("Europe/Paris", tuple(Span(day, 9 * 60, 17 * 60) for day in range(5)), (date(2026, 12, 25),))
MINUTES_OF_THREE_DAYS = 3 * 24 * 60


def ms(*parts: int, zone: str = "UTC") -> int:
    """A moment."""
    return int(datetime(*parts, tzinfo=ZoneInfo(zone)).timestamp() * 1000)  # type: ignore[arg-type]


def wall_is_open(hours: Hours, at: int) -> bool:
    """The plain judge: what the clock on the wall shows at that minute."""
    local = datetime.fromtimestamp(at / 1000, ZoneInfo(hours.zone))
    minute = local.hour * 60 + local.minute
    within = any(span.day == local.weekday() and span.start <= minute < span.end for span in hours.week)
    return within and local.date() not in hours.holidays


@st.composite
def weeks(draw: st.DrawFn) -> Hours:
    """Hours of any shape, overlapping spans among them."""
    spans = [
        Span(draw(st.integers(0, 6)), *sorted(draw(st.lists(st.integers(0, 1440), min_size=2, max_size=2))))
        for _ in range(draw(st.integers(0, 9)))
    ]
    holidays = draw(st.lists(st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1)]), max_size=2))
    return Hours(draw(st.sampled_from(ZONES)), tuple(spans), tuple(holidays))


# The nights of 2026 in which clocks of these zones are changed, and some day.
NIGHTS = st.sampled_from(
    [
        ms(2026, 3, 28),
        ms(2026, 10, 24),
        ms(2026, 3, 7),
        ms(2026, 10, 31),
        ms(2026, 4, 4),
        ms(2026, 4, 23),
        ms(2026, 7, 1),
    ]
)


@settings(max_examples=60, deadline=None)
@given(weeks(), NIGHTS, st.integers(0, 1440), st.integers(0, MINUTES_OF_THREE_DAYS))
def test_what_is_counted_is_what_the_wall_shows(hours: Hours, night: int, later: int, length: int) -> None:
    """Also in nights in which an hour is left out or comes twice."""
    start = night + later * MINUTE_MS
    end = start + length * MINUTE_MS
    assert open_ms(hours, start, end) == sum(wall_is_open(hours, at) for at in range(start, end, MINUTE_MS)) * MINUTE_MS
    assert is_open(hours, start) == wall_is_open(hours, start)


@settings(max_examples=60, deadline=None)
@given(weeks(), NIGHTS, st.integers(0, 1440), st.integers(1, 2000))
def test_a_due_moment_is_the_first_by_which_the_minutes_have_passed(
    hours: Hours, night: int, later: int, minutes: int
) -> None:
    """Nobody is late a minute early, and nobody a minute late."""
    start = night + later * MINUTE_MS
    if not any(span.start < span.end for span in hours.week):
        with pytest.raises(InvalidError):
            add_open(hours, start, minutes)
        return
    due = add_open(hours, start, minutes)
    assert open_ms(hours, start, due) == minutes * MINUTE_MS
    assert open_ms(hours, start, due - MINUTE_MS) == (minutes - 1) * MINUTE_MS


@settings(max_examples=40, deadline=None)
@given(weeks(), NIGHTS, st.integers(0, 1440))
def test_the_next_open_moment_has_nothing_open_before_it(hours: Hours, night: int, later: int) -> None:
    """A traveller who is told when somebody is there again is told the first such moment."""
    at = night + later * MINUTE_MS
    found = next_open(hours, at)
    if found is None:
        assert not any(span.start < span.end for span in hours.week)
        return
    assert is_open(hours, found)
    assert open_ms(hours, at, found) == 0


def test_a_friday_evening_is_answered_on_monday() -> None:
    """Thirty minutes from ten to five on Friday end at twenty past nine on Monday."""
    friday = ms(2026, 11, 27, 16, 50, zone="Europe/Paris")
    assert add_open(PARIS, friday, 30) == ms(2026, 11, 30, 9, 20, zone="Europe/Paris")
    assert add_open(PARIS, friday, 10) == ms(2026, 11, 27, 17, 0, zone="Europe/Paris")


def test_a_holiday_is_passed_over() -> None:
    """Christmas is a Friday: what comes on Thursday evening waits until Monday."""
    assert next_open(PARIS, ms(2026, 12, 24, 18, zone="Europe/Paris")) == ms(2026, 12, 28, 9, zone="Europe/Paris")


def test_day_and_night_is_plain_addition() -> None:
    """Clocks that always run know no zones."""
    now = int((datetime(2026, 3, 28, 12, tzinfo=UTC) + timedelta(seconds=7)).timestamp() * 1000)
    assert add_open(ALWAYS, now, 5000) == now + 5000 * MINUTE_MS
    assert add_open(ALWAYS, now, 0) == now
    assert open_ms(ALWAYS, now, now - 5) == 0


def test_a_lunch_hour_is_passed_over() -> None:
    """What comes after lunch is not answered before it, and what comes before may be answered after it."""
    day = Hours("UTC", (Span(1, 8 * 60, 12 * 60), Span(1, 13 * 60, 17 * 60)))
    assert add_open(day, ms(2026, 11, 24, 11, 50), 20) == ms(2026, 11, 24, 13, 10)
    assert add_open(day, ms(2026, 11, 24, 14), 30) == ms(2026, 11, 24, 14, 30)
