"""The bars for whole messages, held by our own sentences."""

from functools import cache

import pytest

from tests.bench.understanding import SENTENCES, Reading, measure

TABLES = sorted(path.stem for path in SENTENCES.glob("*.txt"))


@cache
def reading() -> Reading:
    """All sentences, read once; a process that only collects these tests reads none."""
    return measure()


@pytest.mark.parametrize("table", [name for name in TABLES if name.startswith("journeys")])
def test_98_of_100_journeys_have_both_ends_right(table: str) -> None:
    """A traveller who says from and to is taken there, and nowhere else."""
    kept = reading().tables[table]
    assert kept.right >= 0.98 * kept.total, kept.misses


@pytest.mark.parametrize("table", [name for name in TABLES if name.startswith("elsewhere")])
def test_at_most_one_in_100_messages_about_something_else_starts_a_booking(table: str) -> None:
    """Who asks for the weather in Paris is not asked when to fly there."""
    kept = reading().tables[table]
    assert kept.total - kept.right <= 0.01 * kept.total, kept.misses


@pytest.mark.parametrize("table", [name for name in TABLES if name.startswith("openings")])
def test_at_most_one_in_100_first_messages_is_turned_away(table: str) -> None:
    """Who wants to travel is heard, however little is said of it."""
    kept = reading().tables[table]
    assert kept.total - kept.right <= 0.01 * kept.total, kept.misses
