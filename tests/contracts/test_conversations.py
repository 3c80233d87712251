"""What every store of live conversations promises, in memory and in a real Valkey alike."""

from collections.abc import Iterator
from threading import Barrier, Thread

import msgspec
import pytest

from bot.adapters.redis.client import Store
from bot.adapters.redis.conversations import RedisConversations
from bot.domain.conversation.effects import WakeAt
from bot.domain.errors import UnavailableError
from bot.domain.ids import SHARDS, shard_of
from bot.ports.conversations import Found
from tests.builders.entries import THREAD, commit, due, talk
from tests.builders.world import NOW_MS
from tests.contracts.stores import Bench, memory_bench, valkey_bench
from tests.fakes.clock import StandingClock
from tests.fakes.conversations import MemoryConversations
from tests.fakes.memory import Memory

LATER = NOW_MS + 10_000
ALL = tuple(f"s{number:02d}" for number in range(SHARDS))


@pytest.fixture(params=["memory", pytest.param("valkey", marks=pytest.mark.real)])
def stores(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Each kind in turn."""
    if request.param == "memory":
        yield memory_bench()
        return
    with valkey_bench(request.getfixturevalue("valkey")) as bench:
        yield bench


def late(stores: Bench, at: int = LATER) -> list[tuple[str, str]]:
    """Effects that are due by then."""
    return [pair for shard in ALL for pair in stores.journal.late_effects(shard, before_ms=at, most=50)]


def test_a_talk_that_never_was_is_not_there(stores: Bench) -> None:
    """A newcomer begins at the beginning; whether to ask the archive first is said, too."""
    assert stores.conversations.load(THREAD) is None
    assert stores.conversations.find(THREAD) == Found(None, whole=False)
    stores.conversations.declare_whole()
    assert stores.conversations.find(THREAD) == Found(None, whole=True)


def test_a_committed_turn_is_there_whole(stores: Bench) -> None:
    """State, journal and effects are stored together."""
    assert stores.conversations.commit(commit(1, "hello", dues=(due(),)))
    assert stores.conversations.load(THREAD) == talk(1)
    read = stores.journal.read("courier", ALL, most=9, wait_ms=0) or stores.journal.read(
        "courier", ALL, most=9, wait_ms=0
    )
    assert [noted.entry for noted in read] == [commit(1, "hello").entry]
    assert late(stores) == [(THREAD, "m1#0")]


def test_who_comes_second_changes_nothing(stores: Bench) -> None:
    """Two taps at once: one is taken on the state that it saw, the other sees the new state first."""
    assert stores.conversations.commit(commit(1))
    assert not stores.conversations.commit(commit(1, "other", dues=(due(),)))
    assert late(stores) == []
    assert stores.conversations.commit(commit(2))
    assert stores.conversations.load(THREAD) == talk(2)


def test_version_one_is_not_taken_for_version_ten(stores: Bench) -> None:
    """The comparison is of whole numbers, long talks included."""
    for version in range(1, 12):
        assert stores.conversations.commit(commit(version))
    stale = msgspec.structs.replace(commit(2), expected=1)
    assert not stores.conversations.commit(stale)


def test_of_many_at_once_exactly_one_wins(stores: Bench) -> None:
    """However many processes take the same thread's turn, its turns stay a sequence."""
    stores.conversations.commit(commit(1))
    barrier, won = Barrier(8), []

    def race(number: int) -> None:
        barrier.wait()
        if stores.conversations.commit(commit(2, f"from {number}")):
            won.append(number)

    racers = [Thread(target=race, args=(number,)) for number in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert len(won) == 1


def test_an_answer_settles_its_effect_in_the_turn_that_takes_it(stores: Bench) -> None:
    """Work that is answered is not done again."""
    stores.conversations.commit(commit(1, dues=(due(),)))
    stores.conversations.commit(msgspec.structs.replace(commit(2), settles="m1#0"))
    assert late(stores) == []


def test_an_answer_to_nothing_can_be_settled_too(stores: Bench) -> None:
    """An answer that nobody awaits any more leaves nothing behind, however often it comes."""
    stores.conversations.commit(commit(1, dues=(due(),)))
    stores.conversations.settle(THREAD, "m1#0")
    stores.conversations.settle(THREAD, "m1#0")
    assert late(stores) == []


def test_a_timer_that_was_set_again_is_not_settled_by_the_old_one(stores: Bench) -> None:
    """A reminder is not lost because an older one rang while it was set."""
    first, second = WakeAt(NOW_MS, "1"), WakeAt(NOW_MS + 500, "2")
    stores.conversations.commit(commit(1, dues=(due(first, effect_name="wake", at=first.at),)))
    stores.conversations.commit(commit(2, dues=(due(second, effect_name="wake", at=second.at),)))
    stores.conversations.settle(THREAD, "wake", at=first.at)
    assert late(stores) == [(THREAD, "wake")]
    stores.conversations.commit(msgspec.structs.replace(commit(3), settles="wake", settles_at=first.at))
    assert late(stores) == [(THREAD, "wake")]
    stores.conversations.commit(msgspec.structs.replace(commit(4), settles="wake", settles_at=second.at))
    assert late(stores) == []


def test_many_are_loaded_in_the_order_asked_for(stores: Bench) -> None:
    """The archivist gets each thread's own body, those that are missing as None."""
    threads = tuple(f"messenger:page:{number}" for number in range(40))
    for thread in threads[::2]:
        stores.conversations.commit(commit(1, thread=thread))
    found = stores.conversations.load_many(threads)
    assert found == tuple(talk(1, thread=thread) if index % 2 == 0 else None for index, thread in enumerate(threads))
    assert stores.conversations.load_many(()) == ()


def test_what_is_restored_never_replaces_what_is_there(stores: Bench) -> None:
    """A talk that went on while the archive was read back keeps what was said in it."""
    stores.conversations.commit(commit(1))
    other = talk(7, thread="messenger:page:bob")
    assert stores.conversations.restore((talk(9), other)) == 1
    assert stores.conversations.load(THREAD) == talk(1)
    assert stores.conversations.load(other.thread) == other


def test_a_restored_talk_goes_on_where_it_was(stores: Bench) -> None:
    """After Redis was lost a thread continues from the archived body, whose version is not 0."""
    later = msgspec.structs.replace(commit(8), expected=0)
    assert stores.conversations.commit(later)
    assert stores.conversations.load(THREAD) == talk(8)


def test_a_store_that_lost_everything_says_so(stores: Bench) -> None:
    """Nobody is greeted as a stranger because a store was emptied: the archive is asked while it is not whole."""
    stores.conversations.declare_whole()
    stores.conversations.commit(commit(1))
    assert stores.conversations.is_whole()
    stores.lose()
    assert not stores.conversations.is_whole()
    assert stores.conversations.find(THREAD) == Found(None, whole=False)


def test_a_store_that_is_away_says_so() -> None:
    """A webhook is answered 503 and comes again, instead of being lost."""
    memory = Memory(StandingClock())
    memory.away = True
    nobody = Store("redis://127.0.0.1:1")
    for conversations in (MemoryConversations(memory), RedisConversations(nobody)):
        for act in (
            lambda c=conversations: c.load(THREAD),
            lambda c=conversations: c.find(THREAD),
            lambda c=conversations: c.commit(commit(1)),
            lambda c=conversations: c.settle(THREAD, "m1#0"),
            lambda c=conversations: c.is_whole(),
        ):
            with pytest.raises(UnavailableError):
                act()


def test_the_scripts_find_version_epoch_and_owner_at_the_beginning() -> None:
    """The scripts compare the text's beginning: a field that moved would break every turn."""
    text = msgspec.json.encode(talk(3, epoch=2, owner="human")).decode()
    assert text.startswith('{"version":3,"epoch":2,"owner":"human",')


def test_every_thread_has_one_shard() -> None:
    """A thread's turns, marks and effects lie together, so that one script can change them."""
    shards = {shard_of(f"messenger:page:{number}") for number in range(500)}
    assert shards == set(ALL)
