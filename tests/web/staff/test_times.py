"""Times as staff read them: near ones by their distance, others by day or date, never ambiguous."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.web.staff.times import told

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "short"),
    [
        (timedelta(seconds=5), "now"),
        (timedelta(minutes=4, seconds=30), "4 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=25), "Mon 10:00"),
        (timedelta(days=20), "4 Nov 2026"),
        (timedelta(minutes=-4), "in 4 min"),
        (timedelta(hours=-30), "Wed 17:00"),
    ],
)
def test_a_moment_is_told_by_how_far_it_is(ago: timedelta, short: str) -> None:
    """What is near counts; what is far has a day; nobody takes the third of April for the fourth of March."""
    assert told(NOW - ago, NOW, "Europe/Paris").short == short


def test_the_moment_itself_has_its_zone() -> None:
    """On hover and in scripts the time cannot be mistaken."""
    found = told(NOW, NOW, "Europe/Paris")
    assert found.whole == "Tue 24 Nov 2026, 11:00 CET"
    assert found.iso == "2026-11-24T10:00:00+00:00"
    assert found.after == "Tue 11:00"
