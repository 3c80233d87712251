"""What every live stream promises, in memory and in a real Valkey alike."""

from collections.abc import Iterator
from itertools import islice
from threading import Thread
from typing import Any

import pytest

from bot.adapters.redis.client import Store
from bot.adapters.redis.live import RedisLive
from bot.domain.errors import UnavailableError
from bot.ports.live import Hint, LiveNote
from tests.contracts.stores import memory_bench, valkey_bench
from tests.fakes.live import MemoryLive

ADA, BOB = "webchat:tf:ada", "webchat:tf:bob"


@pytest.fixture(params=["memory", pytest.param("valkey", marks=pytest.mark.real)])
def live(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Each kind in turn, with short silences."""
    if request.param == "memory":
        yield memory_bench().live
        return
    monkeypatch.setattr("bot.adapters.redis.live.SILENCE_MS", 50)
    with valkey_bench(request.getfixturevalue("valkey")) as bench:
        yield bench.live


def note(row: int, thread: str = ADA, kind: str = "entry") -> LiveNote:
    """Something new."""
    return LiveNote("", thread, kind, row)


def rows(notes: Iterator[LiveNote | None], count: int) -> list[int]:
    """The rows of the next notes."""
    return [found.row for found in islice(notes, count) if found is not None]


def test_a_page_that_was_rendered_misses_nothing(live: Any) -> None:
    """What is said between rendering and connecting is shown."""
    live.publish((note(1),))
    since = live.newest()
    live.publish((note(2), note(3, kind="fate")))
    follow = live.follow(ADA, since)
    found = list(islice(follow, 2))
    assert [(told.thread, told.kind, told.row) for told in found] == [(ADA, "entry", 2), (ADA, "fate", 3)]


def test_a_page_resumes_after_the_last_note_that_it_saw(live: Any) -> None:
    """A connection that broke costs nothing."""
    live.publish((note(1), note(2), note(3)))
    first = next(live.follow(ADA, "0-0"))
    assert first.row == 1
    assert rows(live.follow(ADA, first.id), 2) == [2, 3]


def test_a_page_sees_its_own_thread_and_the_desk_sees_all(live: Any) -> None:
    """A traveller never learns that somebody else is talking."""
    live.publish((note(1), note(2, BOB), note(3)))
    assert rows(live.follow(ADA, "0-0"), 2) == [1, 3]
    assert rows(live.follow("", "0-0"), 3) == [1, 2, 3]


def test_notes_come_while_a_page_waits(live: Any) -> None:
    """A reply appears without asking for it."""
    follow = live.follow(ADA, live.newest())
    speaker = Thread(target=lambda: live.publish((note(7),)))
    speaker.start()
    found = next(told for told in follow if told is not None)
    speaker.join()
    assert found.row == 7


def test_silence_is_a_sign_of_life(live: Any) -> None:
    """A stream without news stays open through proxies."""
    follow = live.follow(ADA, live.newest())
    assert next(follow) is None
    assert next(follow) is None


def test_a_page_from_before_a_loss_is_told_to_load_again(live: Any) -> None:
    """A page never goes on as if it had seen what is not there any more."""
    live.publish((note(1),))
    ahead = "9999999999999-0" if isinstance(live, RedisLive) else "0-1"
    empty = live.follow(ADA, ahead)
    _lose(live)
    assert next(empty).kind == "resync"


def test_what_was_trimmed_is_lost_and_the_rest_is_not(live: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is told whether it can go on from where it was, by the stream itself, whoever read it before."""
    live.publish((note(1), note(2)))
    first, second = (told.id for told in islice(live.follow(ADA, "0-0"), 2))
    assert [live.is_lost(since) for since in ("", "0-0", first, second)] == [False] * 4
    assert live.is_lost("nonsense")
    if isinstance(live, MemoryLive):
        live._kept = 1
    else:
        monkeypatch.setattr("bot.adapters.redis.live.KEPT", 1)
        live._store.call("XTRIM", "live", "MAXLEN", 1)
    live.publish((note(3),))
    if isinstance(live, RedisLive):
        live._store.call("XTRIM", "live", "MAXLEN", 1)
    third = live.newest()
    assert [live.is_lost(since) for since in ("0-0", first, second)] == [True] * 3
    assert not live.is_lost(third)
    assert rows(live.follow("", "0-0"), 1) == [3]


def test_everything_is_lost_with_the_stream(live: Any) -> None:
    """Whether nothing was told since or much: only a page that was drawn afterwards goes on."""
    live.publish((note(1),))
    before = live.newest()
    _lose(live)
    assert live.is_lost(before)
    assert not live.is_lost(live.newest())
    live.publish((note(2), note(3)))
    assert live.is_lost(before)
    assert not live.is_lost("0-0")
    assert not live.is_lost(live.newest())
    ahead = f"{int(live.newest().partition('-')[0]) + 1000}-0"
    assert live.is_lost(ahead)


def _lose(live: Any) -> None:
    if isinstance(live, MemoryLive):
        live.notes.clear()
        return
    last = int(live.newest().partition("-")[0])
    live._store.call("DEL", "live")
    while _now(live) <= last:  # ids are milliseconds: a loss takes one at least
        pass


def _now(live: Any) -> int:
    seconds, micros = live._store.read("TIME")
    return int(seconds) * 1000 + int(micros) // 1000


def test_the_beginning_is_never_lost(live: Any) -> None:
    """A process that starts before anything was said follows from the very first note."""
    assert live.newest() == "0-0"
    follow = live.follow("", "0-0")
    assert next(follow) is None
    live.publish((note(1),))
    assert rows(follow, 1) == [1]


def test_nonsense_from_a_page_is_answered_by_loading_again(live: Any) -> None:
    """Whatever a browser sends as its last id, nothing breaks."""
    live.publish((note(1),))
    assert next(live.follow(ADA, "1; DROP")).kind == "resync"


def test_who_listens_hears_who_is_typing(live: Any) -> None:
    """A hint reaches everybody who listens at that moment, and silence is a sign of life."""
    ears = [live.hints(), live.hints()]
    heard: list[list[Hint]] = [[], []]
    listening = [
        Thread(target=lambda at=at: heard[at].append(next(hint for hint in ears[at] if hint))) for at in (0, 1)
    ]
    for one in listening:
        one.start()
    for _ in range(100):
        live.hint(Hint(ADA, "Ana"))
        for one in listening:
            one.join(0.05)
        if all(heard):
            break
    assert heard == [[Hint(ADA, "Ana")], [Hint(ADA, "Ana")]]


def test_a_hint_that_nobody_hears_is_lost(live: Any) -> None:
    """Who comes later is not told that somebody was typing."""
    live.hint(Hint(ADA, "Ana"))
    assert next(live.hints()) is None


def test_a_stream_that_is_away_says_so() -> None:
    """A page tries again later."""
    nobody = Store("redis://127.0.0.1:1")
    live = RedisLive(nobody, blocking=nobody)
    for act in (
        live.newest,
        lambda: live.is_lost("1-0"),
        lambda: live.publish((note(1),)),
        lambda: next(live.follow(ADA, "0-0")),
        lambda: next(live.hints()),
    ):
        with pytest.raises(UnavailableError):
            act()


def test_a_note_says_whom_it_concerns(live: Any) -> None:
    """What concerns one person of the staff draws nobody else's page."""
    live.publish((LiveNote("", "", "presence", 0, "per_ana"), note(1)))
    found = list(islice(live.follow("", "0-0"), 2))
    assert [told.who for told in found] == ["per_ana", ""]
