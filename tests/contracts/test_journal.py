"""What every journal promises, in memory and in a real Valkey alike."""

from collections.abc import Iterator

import pytest

from bot.domain.conversation.entry import FateEntry
from bot.domain.ids import SHARDS, shard_of
from bot.ports.journal import Done, Mark, Noted, ShardLease
from tests.builders.entries import THREAD, commit, due, search, talk
from tests.builders.world import NOW_MS
from tests.contracts.stores import Bench, memory_bench, valkey_bench

ALL = tuple(f"s{number:02d}" for number in range(SHARDS))
SHARD = shard_of(THREAD)
FAR = NOW_MS * 2


@pytest.fixture(params=["memory", pytest.param("valkey", marks=pytest.mark.real)])
def stores(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Each kind in turn, read once so that its groups exist."""
    if request.param == "memory":
        yield memory_bench()
        return
    with valkey_bench(request.getfixturevalue("valkey")) as bench:
        bench.journal.read("courier", ALL, most=1, wait_ms=0)
        yield bench


def read(stores: Bench, group: str = "courier", *, most: int = 50) -> tuple[Noted, ...]:
    """What the group has not read."""
    found: tuple[Noted, ...] = stores.journal.read(group, ALL, most=most, wait_ms=0)
    return found


def lease(stores: Bench, owner: str = "one", *, ttl_ms: int = 5000) -> ShardLease:
    """The lease of the thread's shard for the courier."""
    found = stores.journal.lease_shard("courier", SHARD, owner=owner, ttl_ms=ttl_ms)
    assert found is not None
    return found


def test_each_group_reads_each_turn_once_and_in_order(stores: Bench) -> None:
    """The courier sends and the archivist writes the same turns, in the order in which they were taken."""
    for version in range(1, 6):
        stores.conversations.commit(commit(version, "hello"))
    for group in ("courier", "archivist"):
        assert [noted.entry.version for noted in read(stores, group)] == [1, 2, 3, 4, 5]
        assert read(stores, group) == ()


def test_no_more_is_read_than_was_asked_for(stores: Bench) -> None:
    """A long queue is taken in pieces."""
    for version in range(1, 6):
        stores.conversations.commit(commit(version))
    assert [noted.entry.version for noted in read(stores, most=3)] == [1, 2, 3]
    assert [noted.entry.version for noted in read(stores, most=3)] == [4, 5]


def test_what_nobody_finished_is_found_again(stores: Bench) -> None:
    """Whoever follows a courier that died finds what it had in hand, oldest first, in pieces."""
    for version in range(1, 6):
        stores.conversations.commit(commit(version, "hello"))
    taken = read(stores)
    stores.journal.finish("courier", (Done(SHARD, positions=(taken[1].position,)),))
    left = (taken[0], *taken[2:])
    assert stores.journal.reread("courier", SHARD, after="", most=50) == left
    assert stores.journal.reread("courier", SHARD, after="", most=2) == left[:2]
    assert stores.journal.reread("courier", SHARD, after=left[1].position, most=50) == left[2:]
    assert stores.journal.reread("archivist", SHARD, after="", most=50) == ()


def test_fates_stand_in_the_journal_behind_their_turn(stores: Bench) -> None:
    """The archive learns what became of a message after the message itself."""
    stores.conversations.commit(commit(1, "hello"))
    fate = FateEntry(THREAD, "sent", "m1#0", "mid.1", at=NOW_MS)
    (taken,) = read(stores)
    stores.journal.finish("courier", (Done(SHARD, fates=(fate,), positions=(taken.position,)),))
    assert [noted.entry for noted in read(stores, "archivist")] == [commit(1, "hello").entry, fate]
    assert stores.journal.reread("courier", SHARD, after="", most=9) == ()


def test_a_shard_has_one_owner(stores: Bench) -> None:
    """Two couriers never send the same thread's words side by side."""
    mine = lease(stores)
    assert stores.journal.lease_shard("courier", SHARD, owner="two", ttl_ms=5000) is None
    assert lease(stores) == mine
    assert stores.journal.lease_shard("archivist", SHARD, owner="two", ttl_ms=5000) is not None


def test_a_shard_whose_owner_died_gets_a_new_one_with_a_higher_fence(stores: Bench) -> None:
    """A process that dies holds nothing up for long."""
    mine = lease(stores, ttl_ms=30)
    stores.wait(60)
    theirs = lease(stores, "two")
    assert theirs.fence > mine.fence
    assert stores.journal.lease_shard("courier", SHARD, owner="one", ttl_ms=5000) is None


def test_a_shard_that_is_given_back_is_free_at_once(stores: Bench) -> None:
    """A deployment hands over without a pause; what is not ours any more is not given back for others."""
    mine = lease(stores)
    stores.journal.release_shard("courier", mine)
    theirs = lease(stores, "two")
    stores.journal.release_shard("courier", mine)
    assert stores.journal.lease_shard("courier", SHARD, owner="one", ttl_ms=5000) is None
    assert theirs.fence > mine.fence


def test_processes_know_how_many_they_are(stores: Bench) -> None:
    """Shards are shared out fairly among those who are here."""
    assert stores.journal.gather("courier", owner="one", ttl_ms=5000) == 1
    assert stores.journal.gather("courier", owner="two", ttl_ms=50) == 2
    assert stores.journal.gather("archivist", owner="one", ttl_ms=5000) == 1
    stores.wait(80)
    assert stores.journal.gather("courier", owner="one", ttl_ms=5000) == 1
    stores.journal.gather("courier", owner="two", ttl_ms=5000)
    stores.journal.leave("courier", owner="two")
    assert stores.journal.gather("courier", owner="one", ttl_ms=5000) == 1


def test_a_message_is_marked_while_its_thread_and_shard_are_the_same(stores: Bench) -> None:
    """Sending begins with a mark that others can see."""
    stores.conversations.commit(commit(1, "hello", "there"))
    mine = lease(stores)
    assert stores.journal.mark_sending((Mark(mine, THREAD, ("m1#0", "m1#1"), 0),)) == ("marked",)
    assert stores.journal.marks(SHARD, ("m1#0", "m1#1", "m2#0")) == ("sending", "sending", "")


def test_after_a_takeover_nothing_of_the_bot_can_be_marked(stores: Bench) -> None:
    """When an agent has the thread the bot does not talk into it; the agent's own words go out in any case."""
    stores.conversations.restore((talk(3, epoch=1, owner="human"),))
    mine = lease(stores)
    marks = (Mark(mine, THREAD, ("m1#0",), 0), Mark(mine, THREAD, ("m2#0",), 1), Mark(mine, THREAD, ("m3#0",), None))
    assert stores.journal.mark_sending(marks) == ("thread_changed_hands", "marked", "marked")
    assert stores.journal.marks(SHARD, ("m1#0", "m2#0", "m3#0")) == ("", "sending", "sending")


def test_who_lost_the_shard_can_mark_nothing(stores: Bench) -> None:
    """A courier that slept through the end of its lease sends nothing that its follower may be sending."""
    stores.conversations.commit(commit(1, "hello"))
    mine = lease(stores, ttl_ms=30)
    stores.wait(60)
    lease(stores, "two")
    assert stores.journal.mark_sending((Mark(mine, THREAD, ("m1#0",), 0),)) == ("shard_changed_hands",)
    assert stores.journal.mark_sending(()) == ()


def test_marks_follow_what_is_finished(stores: Bench) -> None:
    """What ended is not sent again while its turn goes on; what did not go out may be."""
    stores.conversations.commit(commit(1, "hello"))
    stores.journal.mark_sending((Mark(lease(stores), THREAD, ("a", "b", "c"), 0),))
    stores.journal.finish("courier", (Done(SHARD, ended=("a",), unmark=("b",)),))
    assert stores.journal.marks(SHARD, ("a", "b", "c")) == ("ended", "", "sending")


def test_an_echo_ends_the_doubt_about_a_marked_message(stores: Bench) -> None:
    """A message whose sender died is not sent again when its platform told that it went out."""
    stores.conversations.commit(commit(1, "hello"))
    stores.journal.mark_sending((Mark(lease(stores), THREAD, ("m1#0",), 0),))
    echo = FateEntry(THREAD, "sent", "m1#0", "mid.1")
    stores.journal.note((echo, FateEntry(THREAD, "delivered", platform_id="mid.0"), FateEntry(THREAD, "sent", "m0#0")))
    assert stores.journal.marks(SHARD, ("m1#0", "m0#0")) == ("ended", "")
    assert [noted.entry for noted in read(stores, "archivist")][1] == echo


def test_an_effect_is_leased_by_one_at_a_time(stores: Bench) -> None:
    """Two workers that are rung for the same effect do not both perform it; who follows a dead one may."""
    stores.conversations.commit(commit(1, dues=(due(search()),)))
    first = stores.journal.lease_effect(THREAD, "m1#0", now_ms=NOW_MS, lease_ms=1000)
    assert (first.due, first.fence) == (due(search()), 1)
    assert stores.journal.lease_effect(THREAD, "m1#0", now_ms=NOW_MS + 999, lease_ms=1000) is None
    second = stores.journal.lease_effect(THREAD, "m1#0", now_ms=NOW_MS + 1000, lease_ms=1000)
    assert (second.due, second.fence) == (due(search()), 2)


def test_an_effect_that_is_not_due_or_not_there_is_not_leased(stores: Bench) -> None:
    """A timer does not ring early, and a ring for what is done finds nothing."""
    stores.conversations.commit(commit(1, dues=(due(at=NOW_MS + 500),)))
    assert stores.journal.lease_effect(THREAD, "m1#0", now_ms=NOW_MS + 499, lease_ms=1000) is None
    assert stores.journal.lease_effect(THREAD, "m9#0", now_ms=NOW_MS, lease_ms=1000) is None
    stores.conversations.settle(THREAD, "m1#0")
    assert stores.journal.lease_effect(THREAD, "m1#0", now_ms=NOW_MS + 500, lease_ms=1000) is None


def test_late_effects_are_found_oldest_first(stores: Bench) -> None:
    """The sweep rings what nobody has performed in time, and not what is leased or yet to come."""
    dues = tuple(due(effect_name=f"m1#{number}", at=NOW_MS - number) for number in range(3))
    stores.conversations.commit(commit(1, dues=(*dues, due(effect_name="later", at=NOW_MS + 9))))
    names = [(THREAD, "m1#2"), (THREAD, "m1#1"), (THREAD, "m1#0")]
    assert list(stores.journal.late_effects(SHARD, before_ms=NOW_MS, most=9)) == names
    assert list(stores.journal.late_effects(SHARD, before_ms=NOW_MS, most=2)) == names[:2]
    stores.journal.lease_effect(THREAD, "m1#2", now_ms=NOW_MS, lease_ms=1000)
    assert list(stores.journal.late_effects(SHARD, before_ms=NOW_MS, most=9)) == names[1:]


def test_an_effect_whose_id_holds_the_separator_is_found_again(stores: Bench) -> None:
    """Ids are the platforms' own; whatever they hold, the work is done."""
    odd = due(effect_name="wamid.A|B=#0")
    stores.conversations.commit(commit(1, dues=(odd,)))
    assert list(stores.journal.late_effects(SHARD, before_ms=NOW_MS, most=9)) == [(THREAD, "wamid.A|B=#0")]
    assert stores.journal.lease_effect(THREAD, odd.id, now_ms=NOW_MS, lease_ms=9).due == odd


def test_nothing_that_somebody_still_needs_is_trimmed(stores: Bench) -> None:
    """A reader that is behind loses nothing, however old it is."""
    for version in range(1, 4):
        stores.conversations.commit(commit(version, "hello"))
    taken = read(stores)
    stores.journal.finish("courier", (Done(SHARD, positions=tuple(noted.position for noted in taken)),))
    stores.journal.trim(before_ms=FAR)
    assert len(read(stores, "archivist")) == 3
    stores.journal.trim(before_ms=FAR)
    assert len(stores.journal.reread("archivist", SHARD, after="", most=9)) == 3


def test_a_lost_journal_begins_again(stores: Bench) -> None:
    """After Redis was emptied couriers and archivists go on without being restarted."""
    stores.conversations.commit(commit(1, "hello"))
    read(stores)
    stores.lose()
    assert read(stores) == ()
    stores.conversations.commit(commit(1, "again"))
    assert [noted.entry for noted in read(stores)] == [commit(1, "again").entry]


def test_reading_waits_for_the_first_entry(stores: Bench) -> None:
    """An idle courier asks about once a second and not a thousand times."""
    assert stores.journal.read("courier", ALL, most=9, wait_ms=20) == ()
    assert stores.journal.read("courier", (), most=9, wait_ms=20) == ()
