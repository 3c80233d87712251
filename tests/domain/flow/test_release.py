"""How flows go out: times, notes, and what becomes of a publication that waits."""

import pytest

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.flow.release import LATEST_MS, LONGEST_NOTES, SOONEST_MS, Scheduled, due_time, notes_of, settled

LATER = Scheduled(id="pub_1", flow="book", document=b"{}", notes="Shorter", author="per_edi", made_at=1, due=9, base=1)


def test_a_publication_ends_once() -> None:
    """What was published, refused or cancelled does not wait again."""
    done = settled(LATER, "published", now=10, revision=2)
    assert (done.state, done.settled_at, done.revision) == ("published", 10, 2)
    with pytest.raises(ConflictError, match="was published before"):
        settled(done, "cancelled", now=11)


def test_an_author_is_told_of_what_they_do_not_know() -> None:
    """A refusal, and what a colleague cancelled; not what went as they wanted, or what they took back."""
    assert settled(LATER, "published", now=10).seen
    assert settled(LATER, "cancelled", now=10, by="per_edi", why="mine").seen
    assert not settled(LATER, "cancelled", now=10, by="per_bea", why="no").seen
    assert not settled(LATER, "refused", now=10, why="a fault").seen


def test_a_time_lies_from_a_minute_to_a_year_ahead() -> None:
    """Sooner is now, and later is a slip."""
    for due in (100 + SOONEST_MS, 100 + LATEST_MS):
        assert due_time(due, now=100) == due
    for due in (0, 99 + SOONEST_MS, 101 + LATEST_MS):
        with pytest.raises(InvalidError, match="Choose a time"):
            due_time(due, now=100)


def test_notes_are_some_words() -> None:
    """Blanks are none, and very many are cut."""
    assert notes_of("  Shorter\nand kinder ") == "Shorter\nand kinder"
    assert len(notes_of("x" * 5000)) == LONGEST_NOTES
    with pytest.raises(InvalidError, match="what changes"):
        notes_of(" \n")
    with pytest.raises(InvalidError, match="Say why"):
        notes_of("", missing="Say why.")
