"""The archivist: everything once, in order, told to pages after the commit, and never stopped by one bad entry."""

from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.agent_events import AgentReturned
from bot.domain.conversation.entry import FateEntry
from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.ids import shard_of
from bot.ports.conversations import Commit
from bot.ports.live import LiveNote
from bot.services.thread_marks import ASSIGN_RING
from tests.builders.entries import THREAD, commit, heard, talk, turn
from tests.builders.house import House, house
from tests.builders.world import NOW_MS
from tests.fakes.records_talk import MemoryTalkRecords
from workers import retry
from workers.archivist import GROUP, Archivist

BOB = "messenger:page:bob"


@pytest.fixture
def home() -> House:
    """A house in memory."""
    return house()


def archivist(home: House, owner: str = "one") -> Archivist:
    """One archivist."""
    return Archivist(home.runtime, owner=owner)


def told(home: House) -> list[tuple[str, str, int]]:
    """What pages were told."""
    return [(note.thread, note.kind, note.row) for note in home.live.notes]


def items(home: House) -> list[str]:
    """What is archived, in the order of its rows."""
    return [line.message for line in home.talk.rows.values()]


def pending(home: House) -> list[str]:
    """What the archivists have read and not finished."""
    return [position for key, many in home.memory.pending.items() if key[0] == GROUP for position in many]


def test_what_was_read_while_its_answer_was_lost_is_archived(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The transcript has no gap, though Redis gave an entry away and the connection broke."""
    journal, one = home.runtime.journal, archivist(home)
    one.step(wait_ms=0)
    home.runtime.conversations.commit(commit(1, "hello"))
    real = journal.read

    def lost(*arguments: Any, **more: Any) -> Any:
        monkeypatch.setattr(journal, "read", real)
        real(*arguments, **more)
        raise UnavailableError("The answer was lost.")

    monkeypatch.setattr(journal, "read", lost)
    with pytest.raises(UnavailableError):
        one.step(wait_ms=0)
    home.runtime.conversations.commit(commit(2, "again"))
    one.step(wait_ms=0)
    one.step(wait_ms=0)
    assert items(home) == ["m1", "m1#0", "m2", "m2#0"]
    assert pending(home) == []


def test_turns_and_fates_are_written_and_told(home: House) -> None:
    """A page learns of a line after it can be read, and of what became of it."""
    home.runtime.conversations.commit(commit(1, "hello"))
    home.runtime.journal.note((FateEntry(THREAD, "sent", "m1#0", "mid.1"),))
    assert archivist(home).step(wait_ms=1) == 2
    assert items(home) == ["m1", "m1#0"]
    assert home.talk.rows[2].fate == "sent"
    assert told(home) == [(THREAD, "entry", 1), (THREAD, "entry", 2), (THREAD, "fate", 2)]
    assert pending(home) == []


def test_a_whole_backlog_is_written_in_order(home: House) -> None:
    """After an outage the transcript reads as the talk went."""
    for version in range(1, 30):
        home.runtime.conversations.commit(commit(version, "x"))
    one = archivist(home)
    while one.step(wait_ms=1):
        pass
    assert items(home) == [name for version in range(1, 30) for name in (f"m{version}", f"m{version}#0")]
    assert home.meter.counts["archived",] == 29


def test_the_body_is_kept_when_it_belongs_to_the_newest_entry(home: House) -> None:
    """What a thread continues from after a loss is a state that was archived with its turn."""
    home.runtime.conversations.commit(commit(1, "hello"))
    archivist(home).step(wait_ms=1)
    assert home.talk.bodies[THREAD] == talk(1)


def test_a_body_that_ran_ahead_is_not_kept(home: House) -> None:
    """A state whose turn is not archived yet waits for its turn."""
    home.runtime.conversations.commit(commit(1, "hello"))
    home.memory.talks[THREAD] = talk(2)
    archivist(home).step(wait_ms=1)
    assert home.talk.bodies == {}


def test_the_desk_is_told_when_a_thread_changes_hands(home: House) -> None:
    """The list of who waits is fresh although nobody said a word."""
    state = talk(1, epoch=1, owner="queue")
    home.runtime.conversations.commit(Commit(state, 0, turn(heard(), of=state)))
    back = talk(2, epoch=2)
    home.runtime.conversations.commit(Commit(back, 1, turn(AgentReturned("r1", NOW_MS, "mia"), of=back)))
    home.runtime.conversations.commit(commit(1, thread=BOB))
    archivist(home).step(wait_ms=1)
    assert [note for note in told(home) if note[1] == "desk"] == [(THREAD, "desk", 0)]


def test_whoever_hands_threads_out_is_woken_when_one_changes_hands(home: House) -> None:
    """A traveller who comes to the queue, and an agent who has room again, need no sweep; a word alone wakes nobody."""
    state = talk(1, epoch=1, owner="bot")
    said = msgspec.structs.replace(turn(heard(), of=state), was="bot")
    home.runtime.conversations.commit(Commit(state, 0, said))
    archivist(home).step(wait_ms=1)
    assert home.jobs.rung == []
    queued = talk(2, epoch=1, owner="queue")
    asked = msgspec.structs.replace(turn(heard("m2"), of=queued), was="bot")
    home.runtime.conversations.commit(Commit(queued, 1, asked))
    archivist(home).step(wait_ms=1)
    assert home.jobs.rung == [ASSIGN_RING]


def test_while_the_database_is_away_nothing_is_lost(home: House) -> None:
    """An outage of PostgreSQL delays the archive; nothing is told before it is written."""
    home.runtime.conversations.commit(commit(1, "hello"))
    home.records.away = True
    one = archivist(home)
    with pytest.raises(UnavailableError):
        one.step(wait_ms=1)
    assert told(home) == []
    home.records.away = False
    assert one.step(wait_ms=1) == 1
    assert items(home) == ["m1", "m1#0"]
    assert pending(home) == []


def test_who_died_after_writing_is_followed_in_vain(home: House) -> None:
    """A batch that was written and not acknowledged is written again and changes nothing."""
    home.runtime.conversations.commit(commit(1, "hello"))
    died = archivist(home, "dead")
    home.runtime.journal.finish = lambda *_: (_ for _ in ()).throw(UnavailableError("killed"))
    with pytest.raises(UnavailableError):
        died.step(wait_ms=1)
    del home.runtime.journal.finish
    home.clock.move(seconds=7)
    assert archivist(home, "next").step(wait_ms=1) == 1
    assert items(home) == ["m1", "m1#0"]
    assert pending(home) == []


def test_one_entry_that_cannot_be_written_does_not_keep_the_others_out(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message of one traveller that the database refuses costs that message's line, and staff are told."""
    archive = MemoryTalkRecords.archive_turns

    def refuse(records: MemoryTalkRecords, turns: Any) -> Any:
        if any(entry.event.id == "m3" for _, entry in turns):
            raise InvalidError("The database cannot hold such a value.")
        return archive(records, turns)

    monkeypatch.setattr(MemoryTalkRecords, "archive_turns", refuse)
    for version in range(1, 6):
        home.runtime.conversations.commit(commit(version))
    archivist(home).step(wait_ms=1)
    assert items(home) == ["m1", "m2", "m4", "m5"]
    assert home.meter.counts["needs_staff", "archive"] == 1
    assert pending(home) == []


def test_without_a_shard_it_waits(home: House) -> None:
    """A second archivist on a small deployment does no harm."""
    first, second = archivist(home, "one"), archivist(home, "two")
    first.step(wait_ms=1)
    home.runtime.conversations.commit(commit(1, "hello"))
    assert second.step(wait_ms=1) == 0
    assert first.step(wait_ms=1) == 1


def test_it_runs_until_told_to_stop_and_gives_its_shards_back(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deployment loses nothing and hands over at once; an outage in between is waited out."""
    monkeypatch.setattr(retry, "_chance", lambda *_: 0.01)
    home.runtime.conversations.commit(commit(1, "hello"))
    home.records.away = True
    stop = Flag()
    thread = Thread(target=archivist(home).run, args=(stop,))
    thread.start()
    sleep(0.05)
    home.records.away = False
    end = monotonic() + 5
    while not home.talk.rows and monotonic() < end:
        sleep(0.01)
    stop.set()
    thread.join()
    assert items(home) == ["m1", "m1#0"]
    assert home.memory.leases == {}


def test_a_lost_shard_is_taken_up_where_it_was_left(home: House) -> None:
    """What another archivist read and did not finish is finished first."""
    home.runtime.conversations.commit(commit(1, "hello"))
    (noted,) = home.runtime.journal.read(GROUP, (shard_of(THREAD),), most=9, wait_ms=0)
    home.runtime.conversations.commit(commit(2, "again"))
    archivist(home).step(wait_ms=1)
    archivist(home, "other").step(wait_ms=1)
    assert items(home)[:2] == ["m1", "m1#0"]
    assert noted.position not in pending(home)


def test_mere_words_of_who_waits_are_told_as_a_line_alone(home: House) -> None:
    """Whatever else pages show of the thread is as it was; when anything was done besides, they are told."""
    one, state = archivist(home), talk(1, epoch=1, owner="queue")
    cases = (
        (heard("w1"), "queue", False),
        (heard("w2"), "bot", True),
        (AgentReturned("w3", NOW_MS, "mia"), "queue", True),
    )
    for version, (event, was, more) in enumerate(cases, 1):
        home.live.notes.clear()
        later = msgspec.structs.replace(state, version=version)
        entry = msgspec.structs.replace(turn(event, "We are coming.", of=later), was=was)
        home.runtime.conversations.commit(Commit(later, version - 1, entry))
        one.step(wait_ms=1)
        assert ((THREAD, "desk", 0) in told(home)) == more
        assert (THREAD, "entry", home.live.notes[0].row) in told(home)


def test_what_was_written_is_told_though_telling_failed_at_first(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page lacks a line, or a tick, because Redis was away for a moment after the commit."""
    real, fails = home.runtime.live.publish, [True]

    def publish(notes: tuple[LiveNote, ...]) -> None:
        if fails:
            fails.pop()
            raise UnavailableError("The live stream is away.")
        real(notes)

    monkeypatch.setattr(home.runtime.live, "publish", publish)
    one = archivist(home)
    home.runtime.conversations.commit(commit(1, "hello"))
    home.runtime.journal.note((FateEntry(THREAD, "sent", "m1#0", "mid.1"),))
    with pytest.raises(UnavailableError):
        one.step(wait_ms=1)
    one.step(wait_ms=1)
    assert {(THREAD, "entry", 1), (THREAD, "entry", 2), (THREAD, "fate", 2)} == set(told(home))


def test_what_was_written_is_told_though_its_archivist_died_before(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who goes on for it tells of lines that are there already: a page that has one replaces it by itself."""
    home.runtime.conversations.commit(commit(1, "hello"))

    def dies(_: tuple[LiveNote, ...]) -> None:
        raise SystemExit

    one = archivist(home)
    with monkeypatch.context() as death:
        death.setattr(home.runtime.live, "publish", dies)
        with pytest.raises(SystemExit):
            one.step(wait_ms=1)
    archivist(home).step(wait_ms=1)
    assert told(home) == [(THREAD, "entry", 1), (THREAD, "entry", 2)]
