"""What is done and not told yet: told by shard, at once, and never lost."""

from bot.domain.conversation.entry import FateEntry
from bot.ports.journal import Done
from tests.builders.entries import THREAD
from workers.finished import Finished

SENT = FateEntry(THREAD, "sent", "m1#0")


def test_of_a_turn_that_is_over_no_mark_stays() -> None:
    """Memory is not filled with marks of messages that nobody will send again."""
    finished = Finished()
    finished.fate("s01", SENT)
    finished.over("s01", "1-1", ("m1#0",))
    assert finished.take() == (Done("s01", (SENT,), (), ("m1#0",), ("1-1",)),)
    assert finished.take() == ()


def test_of_a_turn_that_goes_on_the_mark_says_that_the_message_ended() -> None:
    """Who takes over does not repeat it."""
    finished = Finished()
    finished.fate("s01", SENT)
    finished.unmark("s01", ("m1#1",))
    assert finished.take() == (Done("s01", (SENT,), ("m1#0",), ("m1#1",), ()),)


def test_what_could_not_be_told_is_told_later() -> None:
    """While Redis is away nothing that went out is forgotten."""
    finished = Finished()
    finished.fate("s01", SENT)
    finished.over("s02", "2-1")
    done = finished.take()
    finished.put_back(done)
    finished.over("s01", "1-1", ("m1#0",))
    assert finished.take() == (
        Done("s01", (SENT,), (), ("m1#0",), ("1-1",)),
        Done("s02", positions=("2-1",)),
    )
