"""Lanes: one turn of a thread at a time, in order, with pauses that stop nobody else."""

from bot.domain.ids import shard_of
from bot.ports.journal import Noted, ShardLease
from tests.builders.entries import THREAD, commit
from workers.lanes import Job, Lanes

BOB = "messenger:page:bob"


def add(lanes: Lanes, version: int = 1, thread: str = THREAD, fence: int = 1) -> Job | None:
    """A turn at the end of its lane."""
    shard = shard_of(thread)
    entry = commit(version, "one", "two", thread=thread).entry
    return lanes.add(Noted(shard, f"{version}-{len(thread)}", entry), ShardLease(shard, "me", fence))


def taken(lanes: Lanes, now: float = 0, most: int = 9) -> list[tuple[str, int]]:
    """Who may be sent to now: thread and version."""
    return [(job.entry.thread, job.entry.version) for job in lanes.take(most, now)]


def test_a_thread_has_one_turn_on_its_way_at_a_time() -> None:
    """The second answer never overtakes the first."""
    lanes = Lanes()
    first = add(lanes)
    add(lanes, 2)
    add(lanes, 1, BOB)
    assert taken(lanes) == [(THREAD, 1), (BOB, 1)]
    assert taken(lanes) == []
    assert first is not None
    lanes.done(first)
    assert taken(lanes) == [(THREAD, 2)]


def test_no_more_are_taken_than_there_is_room_for() -> None:
    """What cannot be sent at once is not marked."""
    lanes = Lanes()
    for number in range(5):
        add(lanes, 1, f"messenger:page:{number}")
    assert len(taken(lanes, most=3)) == 3
    assert len(taken(lanes, most=3)) == 2


def test_a_turn_that_is_known_already_only_gets_the_newer_lease() -> None:
    """A shard that was lost and regained does not double what waits in memory."""
    lanes = Lanes()
    job = add(lanes)
    assert job is not None
    assert add(lanes, fence=7) is None
    assert job.lease.fence == 7
    assert len(lanes.jobs) == 1


def test_a_lane_that_waits_wakes_at_its_time() -> None:
    """A retry is neither forgotten nor early, whatever woke the lane before."""
    lanes = Lanes()
    job = add(lanes)
    assert job is not None
    taken(lanes)
    lanes.later(job, 5)
    lanes.later(job, 9)
    assert lanes.next_time() == 5
    assert taken(lanes, 6) == []
    assert taken(lanes, 9) == [(THREAD, 1)]
    lanes.again(job)
    assert taken(lanes, 9) == [(THREAD, 1)]
    assert lanes.next_time() is None


def test_a_paused_account_stops_its_own_lanes_alone() -> None:
    """A rate limit of one Page is nobody else's."""
    lanes = Lanes()
    add(lanes)
    add(lanes, 1, "messenger:other:eve")
    lanes.pause("messenger:page", 10)
    lanes.pause("messenger:page", 5)
    assert taken(lanes, 6) == [("messenger:other:eve", 1)]
    assert taken(lanes, 10) == [(THREAD, 1)]


def test_messages_that_may_be_out_are_sent_one_at_a_time() -> None:
    """Nothing behind a doubtful message is marked before it is decided."""
    job = add(Lanes())
    assert job is not None
    assert job.sendable == ("m1#0", "m1#1")
    job.doubts["m1#1"] = 5.0
    assert job.sendable == ("m1#0",)
    job.skip()
    job.skip()
    assert (job.head, job.left) == (None, ())
