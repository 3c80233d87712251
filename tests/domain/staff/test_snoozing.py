"""Until when a thread is put off, on the clock of who puts it off."""

from datetime import UTC, datetime

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.snoozing import CHOICES, UNTIL_WRITES, until

SUNDAY = datetime(2026, 10, 24, 20, 30, tzinfo=UTC)
"""A Saturday evening in Berlin, half past ten; the clocks go back in that night."""


def told(choice: str, now: datetime = SUNDAY, zone: str = "Europe/Berlin", own: str = "") -> str:
    """The moment in UTC."""
    return datetime.fromtimestamp(until(choice, now=now, zone=zone, own=own) / 1000, UTC).isoformat(" ", "minutes")


def test_an_hour_is_an_hour() -> None:
    """Whatever the clock on the wall does."""
    assert told("hour") == "2026-10-24 21:30+00:00"


def test_tomorrow_and_monday_begin_at_nine_on_the_agents_clock() -> None:
    """Also over a night in which the clocks change, and over midnight in another zone."""
    assert told("tomorrow") == "2026-10-25 08:00+00:00"
    assert told("monday") == "2026-10-26 08:00+00:00"
    assert told("tomorrow", zone="Asia/Tokyo") == "2026-10-26 00:00+00:00"
    assert told("monday", now=datetime(2026, 10, 26, 6, tzinfo=UTC)) == "2026-11-02 08:00+00:00"


def test_a_time_of_ones_own_is_on_ones_own_clock() -> None:
    """From now on, within sixty days."""
    assert told("own", own="2026-10-25T18:00") == "2026-10-25 17:00+00:00"
    for wrong in ("", "soon", "2026-10-24T22:30", "2026-12-30T09:00"):
        with pytest.raises(InvalidError):
            told("own", own=wrong)


def test_what_is_no_choice_is_refused() -> None:
    """And a zone that is none; every choice that is offered is one."""
    for choice, zone in (("never", "UTC"), ("tomorrow", "Mars/Base"), ("tomorrow", "../etc/passwd"), ("hour", "")):
        with pytest.raises(InvalidError):
            until(choice, now=SUNDAY, zone=zone)
    assert all(until(choice, now=SUNDAY, zone="UTC") for choice in CHOICES)
    assert until("writes", now=SUNDAY, zone="UTC") == UNTIL_WRITES
