"""How an agent stands: what they chose, while a page of theirs is open."""

import pytest

from bot.domain.errors import InvalidError
from bot.domain.staff.presence import (
    GONE_MS,
    MOST_CAPACITY,
    MOST_WEIGHT,
    Desk,
    checked_capacity,
    checked_weight,
    standing_of,
)


def test_what_one_chose_holds_while_a_page_is_open() -> None:
    """A minute after the last page has gone, one is away by itself, and back as one was with the next."""
    desk = Desk(person="p", standing="busy", seen_at=1_000_000)
    assert desk.now(1_000_000 + GONE_MS - 1) == "busy"
    assert desk.now(1_000_000 + GONE_MS) == "away"


def test_who_was_never_seen_is_away() -> None:
    """Nobody is handed a thread before they came in."""
    assert Desk(person="p").now(2 * GONE_MS) == "away"


def test_only_words_and_numbers_that_mean_something_are_taken() -> None:
    """The rest is refused with a sentence."""
    assert standing_of("away") == "away"
    assert (checked_capacity(0), checked_capacity(MOST_CAPACITY), checked_weight(1)) == (0, MOST_CAPACITY, 1)
    for refused in (
        lambda: standing_of("asleep"),
        lambda: checked_capacity(-1),
        lambda: checked_capacity(MOST_CAPACITY + 1),
        lambda: checked_weight(0),
        lambda: checked_weight(MOST_WEIGHT + 1),
    ):
        with pytest.raises(InvalidError):
            refused()
