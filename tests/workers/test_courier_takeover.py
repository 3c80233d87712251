"""The courier when shards change hands or Redis stumbles: nothing is lost, doubled or overtaken in between."""

from typing import Any

import pytest

from bot.domain.errors import UnavailableError
from tests.builders.entries import THREAD
from tests.builders.house import House
from tests.fakes.channel import failure
from tests.workers.test_courier import (
    HangingSenders,
    Time,
    courier,
    fates,
    home,
    is_over,
    passing,
    speak,
    work,
)
from workers import reader
from workers.courier import Courier

__all__ = ["home", "passing"]  # fixtures


def fails_once(monkeypatch: pytest.MonkeyPatch, holder: Any, name: str, *, after: int = 0) -> None:
    """A call that does what it should, and whose answer is lost, after so many that went well."""
    real, calls = getattr(holder, name), [0]

    def once(*arguments: Any, **more: Any) -> Any:
        answer = real(*arguments, **more)
        calls[0] += 1
        if calls[0] == after + 1:
            raise UnavailableError("The answer was lost.")
        return answer

    monkeypatch.setattr(holder, name, once)


def begun(home: House, *words: str) -> tuple[Courier, HangingSenders]:
    """A courier that has a message on its way, and what holds its answer back."""
    hanging = HangingSenders(home)
    one = Courier(home.runtime, owner="before", senders=hanging)  # type: ignore[arg-type]  # as good as one
    one.pull(wait_ms=0)
    speak(home, *words)
    one.pull(wait_ms=0)
    one.step()
    return one, hanging


def pause(home: House, passing: Time, seconds: int = 7) -> None:
    """Longer than a lease holds."""
    home.clock.move(seconds=seconds)
    passing.now += seconds


def test_what_was_read_while_its_answer_was_lost_is_read_again(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Redis gave an entry away and the connection broke: the traveller is answered all the same, once and in order."""
    one = courier(home)
    speak(home, "first")
    work(one)
    speak(home, "second", version=2)
    fails_once(monkeypatch, home.runtime.journal, "read")
    with pytest.raises(UnavailableError):
        one.pull(wait_ms=0)
    speak(home, "third", version=3)
    work(one, rounds=8)
    assert home.messenger.words == ["first", "second", "third"]
    assert is_over(home)


@pytest.mark.parametrize("call", ["reread", "marks", "lease_shard"])
def test_a_takeover_that_broke_off_is_gone_on_with(home: House, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """What a courier that died had read is found, though Redis stumbled while its shards were taken over."""
    dead = courier(home, "dead")
    dead.pull(wait_ms=0)
    speak(home, "hello")
    dead.pull(wait_ms=0)
    dead._shards.release()
    one = courier(home, "one")
    fails_once(monkeypatch, home.runtime.journal, call, after=15 if call == "lease_shard" else 0)
    with pytest.raises(UnavailableError):
        one.pull(wait_ms=0)
    work(one)
    work(one)
    assert home.messenger.words == ["hello"]
    assert is_over(home)


def test_a_shard_that_was_lost_and_taken_again_keeps_the_order_of_its_threads(home: House, passing: Time) -> None:
    """A courier that stood still for longer than its leases last says the first word first."""
    home.messenger.fail["m1#0"] = [failure("transient", retryable=True)]
    one = courier(home)
    speak(home, "first")
    speak(home, "second", version=2)
    work(one)
    pause(home, passing)
    one.step()
    assert home.meter.counts["fenced", "courier"] > 0
    work(one, rounds=8)
    assert home.messenger.words == ["first", "second"]
    assert is_over(home)


def test_what_was_left_in_the_journal_is_found_again_after_a_shard_was_lost(home: House, passing: Time) -> None:
    """Turns that were dropped with a shard come back before those that had found no room."""
    home.messenger.fail["7.m1#0"] = [failure("transient", retryable=True)]
    one = courier(home, per_second={})
    one._dispatch._lanes._most = 4
    for version in range(1, 7):
        speak(home, f"{version}", version=version, thread="messenger:page:7")
    work(one)
    assert len(one._dispatch._lanes.parking) == 1
    pause(home, passing)
    one.step()
    for _ in range(30):
        work(one)
    assert home.messenger.words == ["1", "2", "3", "4", "5", "6"]
    assert is_over(home)


def test_what_is_finished_while_its_shard_moves_is_not_said_again(home: House, passing: Time) -> None:
    """A second courier joins while a message is on its way: the answer may come at any moment of the handing over."""
    slow, hanging = begun(home, "hello")
    slow._shards.release()
    following = courier(home, "next")
    following.pull(wait_ms=0)
    hanging.let_go()
    slow.step()
    for _ in range(3):
        work(following)
        passing.now += 9
        home.clock.move(seconds=1)
    assert home.messenger.words == ["hello"]
    assert fates(home) == [("m1#0", "sent", "")]
    assert is_over(home)


@pytest.mark.parametrize("moment", ["marks", "reread"])
def test_at_whatever_moment_of_reading_it_is_finished(
    home: House, passing: Time, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Between what is unfinished and what is marked, the other courier may have noted that it is done."""
    slow, hanging = begun(home, "hello")
    slow._shards.release()
    real = getattr(home.runtime.journal, moment)

    def late(*arguments: Any, **more: Any) -> Any:
        found = real(*arguments, **more) if moment == "reread" else None
        if hanging.hanging and (moment == "marks" or found):
            hanging.let_go()
            slow.step()
        return found if moment == "reread" else real(*arguments, **more)

    monkeypatch.setattr(home.runtime.journal, moment, late)
    following = courier(home, "next")
    for _ in range(3):
        work(following)
        passing.now += 9
        home.clock.move(seconds=1)
    assert hanging.hanging is None
    assert home.messenger.words == ["hello"]
    assert fates(home) == [("m1#0", "sent", "")]
    assert is_over(home)


def test_a_store_that_goes_away_during_a_takeover_forgets_no_doubt(home: House, passing: Time) -> None:
    """What may have gone out is waited for, though Redis was away just after it had been read."""
    begun(home, "hello")
    pause(home, passing)
    one = courier(home, "one")
    one.pull(wait_ms=0)
    home.memory.away = True
    one.step()
    one.step()
    home.memory.away = False
    passing.now += 2
    work(one)
    assert home.messenger.words == []
    passing.now += 9
    work(one)
    assert home.messenger.words == ["hello"]
    assert is_over(home)


def test_doubts_of_what_is_given_up_are_forgotten(home: House, passing: Time) -> None:
    """Memory does not grow by every message that somebody else may have sent."""
    begun(home, "one", "two", "three")
    pause(home, passing)
    one = courier(home, "one")
    work(one)
    home.memory.talks[THREAD] = type(home.memory.talks[THREAD])(2, 1, "agent", THREAD)
    passing.now += 9
    work(one)
    assert {fate for _, fate, _ in fates(home)} == {"dropped"}
    assert len(one._dispatch._doubts) == 0
    assert is_over(home)


def test_however_long_it_takes_to_read_what_others_left_the_shards_stay_ours(
    home: House, passing: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a long outage a courier does not lose its shards over reading, again and again and for ever."""
    dead = courier(home, "dead")
    dead.pull(wait_ms=0)
    for version in range(1, 13):
        speak(home, f"{version}", version=version)
    dead.pull(wait_ms=0)
    dead._shards.release()
    real = home.runtime.journal.reread

    def slow(*arguments: Any, **more: Any) -> Any:
        if found := real(*arguments, **more):
            pause(home, passing, 1)
        return found

    monkeypatch.setattr(home.runtime.journal, "reread", slow)
    monkeypatch.setattr(reader, "BATCH", 1)
    one = courier(home, "one")
    for _ in range(30):
        work(one, rounds=1)
    assert home.messenger.words == [f"{version}" for version in range(1, 13)]
    assert home.meter.counts["fenced", "courier"] == 0
    assert is_over(home)


def test_who_is_read_again_keeps_the_order_when_the_shard_is_lost_meanwhile(
    home: House, passing: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What found no room is not overtaken by what stood behind it, however a takeover and reading again meet."""
    monkeypatch.setattr(reader, "BATCH", 2)
    hanging = HangingSenders(home)
    one = Courier(home.runtime, owner="one", senders=hanging, per_second={})  # type: ignore[arg-type]  # as good as one
    one._dispatch._lanes._most = 8
    for version in range(1, 13):
        speak(home, f"{version}", version=version, thread="messenger:page:7")
    work(one)
    hanging.let_go()
    one.step()
    one.step()
    speak(home, "other", thread="messenger:other:eve")
    pause(home, passing)
    one._dispatch._lanes._most = 4
    one.pull(wait_ms=0)
    for _ in range(60):
        one.step()
        passing.now += 1
        home.clock.move(seconds=1)
        one.pull(wait_ms=0)
    assert [words for words in home.messenger.words if words != "other"] == [f"{version}" for version in range(1, 13)]
    assert is_over(home)


def test_reading_again_holds_nobody_up_and_reads_no_more_than_fits(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a long backlog of one account is read again, others are heard between any two batches of it."""
    monkeypatch.setattr(reader, "BATCH", 2)
    monkeypatch.setattr(reader, "MOST_AGAIN", 3)
    hanging = HangingSenders(home)
    one = Courier(home.runtime, owner="one", senders=hanging, per_second={})  # type: ignore[arg-type]  # as good as one
    one._dispatch._lanes._most = 2
    told = [f"{version}" for version in range(1, 31)]
    for version, words in enumerate(told, 1):
        speak(home, words, version=version, thread="messenger:page:7")
    for _ in told:
        work(one)
    hanging.let_go()
    one.step()
    one.step()
    speak(home, "other", thread="messenger:other:eve")
    work(one)
    assert home.messenger.words[-1] == "other"
    assert len(home.messenger.words) < len(told)
    for _ in range(200):
        work(one)
    assert [words for words in home.messenger.words if words != "other"] == told
    assert is_over(home)


def test_what_we_finish_ourselves_while_we_take_its_shard_over_again_is_over(
    home: House, passing: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message that was on its way through a long pause is not waited for, nor said again, once it was answered."""
    one, hanging = begun(home, "hello")
    pause(home, passing)
    real, seen = home.runtime.journal.reread, list[bool]()

    def meanwhile(*arguments: Any, **more: Any) -> Any:
        found = real(*arguments, **more)
        seen.append(bool(found))
        if seen.count(True) == 2 and hanging.hanging:
            one.step()
            hanging.let_go()
            one.step()
            passing.now += 3  # there is more to read than a lease lasts, so that what is new is read later
        return found

    monkeypatch.setattr(home.runtime.journal, "reread", meanwhile)
    one.pull(wait_ms=0)
    one.step()
    assert len(one._dispatch._lanes.jobs) == 0
    passing.now += 9
    one.step()
    work(one)
    assert home.messenger.words == ["hello"]
    assert is_over(home)
