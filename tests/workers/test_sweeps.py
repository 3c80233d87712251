"""The sweeps: what was lost on the way is found within seconds, and finding it does not become a flood."""

from threading import Event as Flag
from threading import Thread
from typing import Any

import msgspec
import pytest

from bot.domain.conversation.events import CheckoutEnded
from bot.domain.conversation.profile import Profile
from bot.domain.embedding.visits import LIFE_MS
from bot.domain.errors import UnavailableError
from bot.domain.ids import ring_name
from bot.ports.talk_records import Owed
from bot.ports.wallet_records import Traveller
from bot.services import checkouts, turns, visits
from tests.builders.activity import happened, marie, noted, told
from tests.builders.entries import THREAD, commit, due, heard, search, talk
from tests.builders.house import House, house
from tests.builders.world import NOW, NOW_MS
from workers import perform, sweeps
from workers.sweeps import Rings, Sweeper


@pytest.fixture
def home() -> House:
    """A house in memory."""
    return house()


class Time:
    """Seconds that only move when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The time, in seconds."""
        return self.now


def test_a_ring_that_was_lost_is_made_up_for_within_two_seconds(home: House) -> None:
    """RQ loses jobs on an ordinary deployment; travellers notice a second."""
    home.runtime.conversations.commit(commit(1, dues=(due(search()),)))
    assert sweeps.late_effects(home.runtime, Rings()) == 0
    home.clock.move(seconds=1)
    assert sweeps.late_effects(home.runtime, Rings()) == 1
    assert home.jobs.rung == [ring_name(THREAD, "m1#0")]


def test_whoever_does_not_hear_is_rung_ever_more_slowly(home: House) -> None:
    """Workers that come back after a minute find their work, not sixty calls for each piece of it."""
    time, names = Time(), ["effect|t|1", "effect|t|2"]
    rings = Rings(time)
    for _ in range(60):
        rings.ring(home.runtime, names)
        time.now += 1
    assert 8 <= len(home.jobs.rung) <= 12


def test_what_was_heard_is_forgotten_and_may_ring_again(home: House) -> None:
    """Work that comes up again under the same name is rung at once."""
    time = Time()
    rings = Rings(time)
    assert rings.ring(home.runtime, ["step|a"]) == 1
    assert rings.ring(home.runtime, ["step|a", "step|b"]) == 1
    assert rings.ring(home.runtime, ["step|b"]) == 0
    assert rings.ring(home.runtime, ["step|a"]) == 1


def test_one_kind_does_not_forget_the_other(home: House) -> None:
    """Effects and steps are counted apart."""
    rings = Rings(Time())
    rings.ring(home.runtime, ["effect|t|1"])
    rings.ring(home.runtime, ["step|a"])
    assert rings.ring(home.runtime, ["effect|t|1"]) == 0


def test_steps_of_checkouts_are_rung(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A payment whose worker died goes on."""
    monkeypatch.setattr(checkouts, "due_steps", lambda _: ("s1", "s2"))
    assert sweeps.late_steps(home.runtime, Rings()) == 2
    assert home.jobs.rung == ["step|s1", "step|s2"]


def owe(home: House, key: str, thread: str) -> None:
    """Owe an event to a thread."""
    with home.records.begin() as work:
        work.talk.owe(Owed(key, thread, CheckoutEnded(key, NOW_MS, "c1", "expired")))


def test_what_is_owed_is_handed_over(home: House) -> None:
    """A ticket is told even when the worker died right after it was issued."""
    home.take(heard("m1", "hello"))
    owe(home, "c1:end", THREAD)
    assert sweeps.owed(home.runtime, Rings()) == 1
    assert sweeps.owed(home.runtime, Rings()) == 0


def test_one_thread_that_cannot_take_it_does_not_keep_the_others_waiting(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trouble in one talk is trouble in one talk."""
    real = turns.take

    def take(runtime: Any, thread: str, event: Any) -> Any:
        if thread == THREAD:
            raise UnavailableError("this one")
        return real(runtime, thread, event)

    monkeypatch.setattr(turns, "take", take)
    owe(home, "c1:end", THREAD)
    owe(home, "c2:end", "messenger:page:bob")
    assert sweeps.owed(home.runtime, Rings()) == 1
    assert [debt.thread for debt in home.talk.owed(most=9)] == [THREAD]


def test_after_a_loss_every_archived_talk_is_put_back(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis emptied in the middle: within seconds every thread goes on where its archive stands."""
    monkeypatch.setattr(sweeps, "MOST", 2)
    talks = tuple(talk(3, thread=f"messenger:page:{number}") for number in range(5))
    with home.records.begin() as work:
        work.talk.save_conversations(tuple((one, "1-1") for one in talks))
    home.memory.forget()
    moved_on = talk(9, thread=talks[0].thread)
    home.memory.talks[moved_on.thread] = moved_on
    assert sweeps.lost(home.runtime, Rings()) == 4
    assert home.memory.whole
    back = (turns.restored(one, now=NOW_MS) for one in talks[1:])
    assert home.memory.talks == {one.thread: one for one in (moved_on, *back)}
    assert sweeps.lost(home.runtime, Rings()) == 0


def test_who_was_known_is_known_after_a_loss(home: House) -> None:
    """The archived body may be older than a booking; what SQL knows of its traveller comes back with it."""
    known = Profile(revision=4, email="marie@example.com")
    with home.records.begin() as work:
        work.talk.save_conversations(((talk(3), "1-1"),))
        work.wallet.enroll(THREAD, Traveller("trv_1", NOW, known))
    home.memory.forget()
    assert sweeps.lost(home.runtime, Rings()) == 1
    found = home.memory.talks[THREAD].profile
    assert (found.revision, found.email) == (known.revision, known.email)


def test_a_loss_during_the_repair_is_noticed(home: House) -> None:
    """A store that could not be repaired whole is not called whole."""
    home.memory.forget()
    home.records.away = True
    with pytest.raises(UnavailableError):
        sweeps.lost(home.runtime, Rings())
    assert not home.memory.whole


class Shelves:
    """A supplier that leaves lapsed holds to us."""

    def release_expired(self, now: Any) -> int:
        """Two holds have ended."""
        assert now is not None
        return 2


def test_lapsed_holds_are_given_back(home: House) -> None:
    """Seats that nobody paid for can be sold again; a supplier that sees to it itself is left alone."""
    assert sweeps.lapsed_holds(msgspec.structs.replace(home.runtime, supplier=Shelves()), Rings()) == 2
    assert sweeps.lapsed_holds(home.runtime, Rings()) == 0


def test_news_of_an_account_is_told_within_seconds(home: House) -> None:
    """The chats at once, the mail by a worker that is rung until it is out; then there is nothing left to do."""
    marie(home)
    noted(home, happened())
    assert sweeps.notices(home.runtime, Rings()) == 0
    home.clock.move(seconds=2)
    assert sweeps.notices(home.runtime, Rings()) == 4
    assert "was added" in told(home, THREAD)[0]
    (ring,) = home.jobs.rung
    perform.install(home.runtime)
    perform.perform(ring)
    assert len(home.mailer.sent) == 1
    assert sweeps.notices(home.runtime, Rings()) == 0


def test_an_hour_of_the_journal_is_kept(home: House) -> None:
    """Memory is given back, and what is younger than an hour stays."""
    home.runtime.conversations.commit(commit(1))
    for group in ("courier", "archivist"):
        for entry in home.runtime.journal.read(group, tuple(home.memory.streams), most=9, wait_ms=0):
            home.memory.pending[group, entry.shard].clear()
    sweeps.trimmed(home.runtime, Rings())
    assert any(home.memory.streams.values())
    home.clock.move(hours=2)
    home.runtime.conversations.commit(commit(2))
    for group in ("courier", "archivist"):
        home.runtime.journal.read(group, tuple(home.memory.streams), most=9, wait_ms=0)
    sweeps.trimmed(home.runtime, Rings())
    assert [entry.entry.version for stream in home.memory.streams.values() for entry in stream] == [2]


def test_browsers_that_stay_away_for_a_month_are_forgotten(home: House) -> None:
    """What nobody can use any more is not kept."""
    visits.begin(home.runtime, "main")
    assert sweeps.ended_visits(home.runtime, Rings()) == 0
    home.clock.move(milliseconds=LIFE_MS)
    assert sweeps.ended_visits(home.runtime, Rings()) == 1


def test_each_sweep_runs_at_its_own_pace(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second's work is done each second and the minute's each minute."""
    ran: list[str] = []
    table = {
        "fast": (1.0, lambda *_: ran.append("fast") or 1),
        "slow": (60.0, lambda *_: ran.append("slow") or 0),
    }
    monkeypatch.setattr(sweeps, "SWEEPS", table)
    sweeper = Sweeper(home.runtime)
    for second in range(4):
        sweeper.tick(100.0 + second)
    assert ran == ["fast", "slow", "fast", "fast", "fast"]
    assert home.meter.counts["rung", "fast"] == 4


def test_one_sweep_that_fails_does_not_stop_the_others(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is away or broken, all that can be mended is mended."""

    def away(*_: Any) -> int:
        raise UnavailableError("away")

    table = {"away": (1.0, away), "broken": (1.0, lambda *_: 1 // 0), "good": (1.0, lambda *_: 1)}
    monkeypatch.setattr(sweeps, "SWEEPS", table)
    Sweeper(home.runtime).tick(100.0)
    assert home.meter.counts["rung", "good"] == 1


def test_it_runs_until_told_to_stop(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock ends with its deployment."""
    stop = Flag()
    monkeypatch.setattr(sweeps, "SWEEPS", {"once": (1.0, lambda *_: stop.set() or 0)})
    thread = Thread(target=Sweeper(home.runtime).run, args=(stop,))
    thread.start()
    thread.join(timeout=5)
    assert not thread.is_alive()


def test_the_books_are_rung_for(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker reads what webhooks missed each ten minutes, and each night compares the day; the clock holds no key."""
    assert sweeps.missed_events(home.runtime, Rings()) == 1
    assert home.jobs.rung.pop() == "events|"
    assert sweeps.unreconciled(home.runtime, Rings()) == 1
    assert home.jobs.rung.pop() == "night|2026-11-23"
    monkeypatch.setattr(sweeps.books, "due_night", lambda _: "")
    assert sweeps.unreconciled(home.runtime, Rings()) == 0
    assert home.jobs.rung == []


def test_old_tries_are_forgotten(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database alone is needed, so the clock does it."""
    monkeypatch.setattr(sweeps.fraud, "forget_old", lambda runtime: 2 if runtime is home.runtime else 0)
    assert sweeps.old_tries(home.runtime, Rings()) == 2


def test_forsaken_checkouts_and_gauges_are_looked_after(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both need the database alone, so the clock does them itself."""
    monkeypatch.setattr(sweeps.forsaken, "take_up", lambda runtime: 3 if runtime is home.runtime else 0)
    assert sweeps.forsaken_checkouts(home.runtime, Rings()) == 3
    assert sweeps.measured(home.runtime, Rings()) == 0
    assert home.meter.gauges["payments_unknown",] == 0
