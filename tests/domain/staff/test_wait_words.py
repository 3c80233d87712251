"""When a traveller who waits is told of it again."""

from typing import Any

import pytest

from bot.domain.staff.wait_words import PAUSE_MS, SETTLE_MS, Told, is_news

SINCE = 1_000_000
LATER = SINCE + SETTLE_MS + PAUSE_MS
BEFORE = Told(thread="t", since=SINCE, at=SINCE + SETTLE_MS, place=8, minutes=6)


def now(**fields: Any) -> Told:
    """What holds some minutes later."""
    return Told(**{"thread": "t", "since": SINCE, "at": LATER, "place": 8, "minutes": 6, **fields})


def test_the_first_word_comes_when_it_is_clear_that_they_wait() -> None:
    """Whoever is answered at once hears nothing of a line; a new wait is a new word."""
    assert not is_news(None, now(at=SINCE + SETTLE_MS - 1))
    assert is_news(None, now(at=SINCE + SETTLE_MS))
    assert is_news(BEFORE, now(since=SINCE + 5, at=SINCE + 5 + SETTLE_MS))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, False),
        ({"place": 7}, False),
        ({"place": 4}, True),
        ({"place": 1}, True),
        ({"place": 9}, False),
        ({"minutes": 15}, False),
        ({"minutes": 16}, True),
        ({"place": 4, "at": LATER - 1}, False),
        ({"opens": 9_000_000, "place": 0, "at": SINCE + SETTLE_MS + 1}, True),
    ],
    ids=["same", "one less", "half", "next", "more", "somewhat longer", "much longer", "too soon", "doors closed"],
)
def test_it_is_told_again_when_it_has_changed_notably(fields: dict[str, Any], *, told: bool) -> None:
    """A place that moves by one is no news; half of it, being next, or a much longer wait is, after a pause."""
    assert is_news(BEFORE, now(**fields)) is told


def test_closed_doors_are_told_once_until_that_changes() -> None:
    """And when they open the place is told at once."""
    closed = Told(thread="t", since=SINCE, at=SINCE, opens=9_000_000)
    assert not is_news(closed, now(place=0, opens=9_000_000))
    assert is_news(closed, now(place=0, opens=9_500_000))
    assert is_news(closed, now(place=3, at=SINCE + 1))
    second = Told(thread="t", since=SINCE, at=SINCE, place=2)
    assert is_news(second, now(place=1))
    assert not is_news(Told(thread="t", since=SINCE, at=SINCE, place=2), now(place=2, minutes=30))
