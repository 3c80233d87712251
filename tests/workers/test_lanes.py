"""Lanes: one turn of a thread at a time, in order, with pauses that stop nobody else."""

import pytest

from bot.domain.ids import shard_of
from bot.ports.journal import Noted, ShardLease
from tests.builders.entries import THREAD, commit
from workers.job import Job
from workers.lanes import Lanes

BOB = "messenger:page:bob"


def add(lanes: Lanes, version: int = 1, thread: str = THREAD, fence: int = 1) -> Job | None:
    """A turn at the end of its lane."""
    shard = shard_of(thread)
    entry = commit(version, "one", "two", thread=thread).entry
    return lanes.add(Noted(shard, f"{version}-{thread}", entry), ShardLease(shard, "me", fence))


def taken(lanes: Lanes, now: float = 0, most: int = 20) -> list[tuple[str, int]]:
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


def test_an_account_gets_no_more_room_than_it_leaves_to_others() -> None:
    """An account that hangs fills half of what may be on its way, the next one half of the rest, and some is left."""
    lanes = Lanes({})
    room = 16
    for account, wanted in (("a", 8), ("b", 4), ("c", 2), ("d", 1)):
        for number in range(20):
            add(lanes, 1, f"messenger:{account}:{number}")
        found = taken(lanes, most=room)
        assert [thread.split(":")[1] for thread, _ in found] == [account] * wanted
        room -= wanted
    assert room == 1


def test_accounts_take_turns() -> None:
    """Whoever writes from a quiet account does not stand behind the crowd of a busy one."""
    lanes = Lanes({})
    for number in range(50):
        add(lanes, 1, f"messenger:busy:{number}")
    add(lanes, 1, "messenger:quiet:eve")
    assert "messenger:quiet:eve" in [thread for thread, _ in taken(lanes, most=6)[:2]]


def test_our_own_channels_need_no_room() -> None:
    """The web chat goes on while platforms hang."""
    lanes = Lanes({})
    add(lanes, 1, THREAD)
    add(lanes, 1, "webchat:tf:ada")
    assert taken(lanes, most=0) == [("webchat:tf:ada", 1)]


def test_an_account_keeps_its_pace() -> None:
    """A number that may send eighty a second is not refused for sending a hundred."""
    lanes = Lanes({"messenger": 8})
    for number in range(8):
        add(lanes, 1, f"messenger:page:{number}")
    assert len(taken(lanes)) == 2
    assert lanes.next_time() == pytest.approx(0.125)
    assert len(taken(lanes, 0.1)) == 0
    assert len(taken(lanes, 0.126)) == 1
    assert len(taken(lanes, 10)) == 2


def test_a_turn_of_many_requests_uses_as_much_of_the_pace() -> None:
    """A turn of ten messages counts ten times."""
    lanes = Lanes({"messenger": 4})
    job = add(lanes)
    assert job is not None
    assert len(taken(lanes)) == 1
    lanes.spent(job, 9, 0)
    lanes.done(job)
    add(lanes, 1, BOB)
    assert taken(lanes, 2) == []
    assert len(taken(lanes, 2.3)) == 1


def test_an_account_that_is_slowed_down_waits_between_two_turns_until_it_is_not() -> None:
    """A platform that warns is heeded before it refuses, and only as long as it warns."""
    lanes = Lanes({"messenger": 300})
    for number in range(6):
        add(lanes, 1, f"messenger:page:{number}")
    lanes.slow("messenger:page", 0.5)
    assert len(taken(lanes)) == 1
    assert len(taken(lanes, 0.4)) == 0
    assert len(taken(lanes, 0.51)) == 1
    lanes.slow("messenger:page", 0)
    assert len(taken(lanes, 2)) == 4


def test_a_person_on_whatsapp_is_not_written_to_too_fast() -> None:
    """Of a long turn as much is sent as the platform allows; the rest waits its time, and nobody else does."""
    lanes = Lanes({})
    job, _ = add(lanes, 1, "whatsapp:n:ada"), add(lanes, 1, "whatsapp:n:bob")
    assert job is not None
    taken(lanes)
    assert (job.allowed, job.end, len(job.sendable)) == (40, 2, 2)
    lanes.spent(job, 39, 0)
    lanes.again(job)
    assert taken(lanes) == [("whatsapp:n:ada", 1)]
    assert (job.allowed, job.end, job.sendable) == (1, 1, ("ada.m1#0",))
    lanes.spent(job, 1, 0)
    job.skip()
    lanes.again(job)
    assert taken(lanes, 5.9) == []
    assert taken(lanes, 6) == [("whatsapp:n:ada", 1)]


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
