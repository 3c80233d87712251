"""Messages in doubt: what an echo names is out, whoever had the turn before."""

from bot.domain.conversation.entry import FateEntry, TurnEntry
from bot.domain.ids import shard_of
from bot.ports.journal import Done, Mark
from tests.builders.entries import THREAD, commit
from tests.fakes.clock import StandingClock
from tests.fakes.conversations import MemoryConversations
from tests.fakes.journal import MemoryJournal
from tests.fakes.memory import Memory
from workers.doubts import Doubts
from workers.job import Job

SHARD = shard_of(THREAD)


def test_what_another_marked_is_in_doubt_until_its_echo_names_it() -> None:
    """A traveller is not told twice what the platform says it has: the turn goes on behind it at once."""
    doubts, job, first = _taken_over()
    assert set(job.doubts) == {said.id for said in job.entry.said}
    assert doubts.told(FateEntry(THREAD, "sent", first)) is job
    assert first not in job.doubts
    assert first in job.out


def test_what_another_finished_is_out_and_in_no_doubt() -> None:
    """Nothing is waited for of which the end is known."""
    doubts, job, first = _taken_over(ended=True)
    assert job.out == {first}
    assert first not in job.doubts
    assert doubts.told(FateEntry(THREAD, "sent", first)) is None


def test_an_echo_of_a_later_message_does_not_let_the_first_one_pass() -> None:
    """Order holds: the first message is still waited for while the platform tells of the second."""
    doubts, job, _ = _taken_over()
    later = job.entry.said[1].id
    assert doubts.told(FateEntry(THREAD, "sent", later)) is None
    assert job.out == {later}


def test_a_doubt_that_is_over_is_nobodys_any_more() -> None:
    """An echo that comes too late starts nothing."""
    doubts, job, first = _taken_over()
    doubts.end(job, first)
    assert first not in job.doubts
    assert doubts.told(FateEntry(THREAD, "sent", first)) is None


def _taken_over(*, ended: bool = False) -> tuple[Doubts, Job, str]:
    """A turn of two messages that another process had marked, or of which it had noted the end of the first."""
    memory = Memory(StandingClock())
    journal = MemoryJournal(memory)
    made = commit(1, "one", "two")
    MemoryConversations(memory).commit(made)
    lease = journal.lease_shard("courier", SHARD, owner="other", ttl_ms=1000)
    assert lease is not None
    entry: TurnEntry = made.entry
    ids = tuple(said.id for said in entry.said)
    journal.mark_sending((Mark(lease, THREAD, ids, entry.epoch),))
    if ended:
        journal.finish("courier", (Done(SHARD, ended=ids[:1]),))
    job = Job(lease, "1-0", entry)
    doubts = Doubts()
    doubts.examine(job, dict(zip(ids, journal.marks(SHARD, ids), strict=True)), 8.0)
    return doubts, job, ids[0]
