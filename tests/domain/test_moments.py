"""Moments as numbers: the same moment has one number wherever it was read from a clock."""

from datetime import UTC, datetime, timedelta, timezone

from bot.domain.moments import milliseconds


def test_a_moment_is_told_in_whole_milliseconds() -> None:
    """Windows and timers compare what platforms tell with what our clock tells."""
    moment = datetime(2026, 11, 29, 9, 30, 0, 123_999, tzinfo=UTC)
    assert milliseconds(moment) == 1795944600123


def test_the_zone_in_which_it_was_read_makes_no_difference() -> None:
    """A clock in Paris and one in London tell the same moment."""
    moment = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
    assert milliseconds(moment.astimezone(timezone(timedelta(hours=1)))) == milliseconds(moment)
