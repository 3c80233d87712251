"""The quick pool: a few threads, a bounded queue, and refusal instead of a flood."""

from threading import Event as Flag
from time import monotonic, sleep
from typing import Any

import pytest

from bot.adapters.quick import QuickPool
from bot.domain.conversation.effects import CallAgent, SearchFlights
from bot.domain.errors import SupplierError
from tests.builders.entries import THREAD, due

KINDS: frozenset[type] = frozenset({SearchFlights})


def until(done: Any) -> None:
    """Wait for something."""
    end = monotonic() + 5
    while not done():
        assert monotonic() < end
        sleep(0.005)


def test_quick_effects_are_performed_and_others_are_refused() -> None:
    """A search is answered by the web process itself; money never is."""
    done: list[tuple[str, str]] = []
    pool = QuickPool(KINDS)
    assert not pool.submit(due())
    pool.serve(lambda thread, effect: done.append((thread, effect)))
    assert pool.submit(due())
    assert not pool.submit(due(CallAgent("wish")))
    pool.close()
    assert done == [(THREAD, "m1#0")]


def test_when_too_many_wait_the_next_is_refused() -> None:
    """A flood of searches goes to the workers, and the web process stays quick."""
    go = Flag()
    pool = QuickPool(KINDS, threads=1, waiting=2)
    pool.serve(lambda *_: go.wait(5))
    assert [pool.submit(due()) for _ in range(4)] == [True, True, True, False]
    go.set()
    until(lambda: pool.submit(due()))
    pool.close()
    assert not pool.submit(due())


@pytest.mark.parametrize("error", [SupplierError("down"), ValueError("a traveller's words")])
def test_a_failure_frees_its_place_and_tells_no_words(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    """A fault in one search neither ends the thread nor writes what somebody said into a log."""

    def fail(*_: Any) -> None:
        raise error

    pool = QuickPool(KINDS, threads=1, waiting=0)
    pool.serve(fail)
    for _ in range(3):
        until(lambda: pool.submit(due()))
    until(lambda: len(caplog.records) == 3)
    pool.close()
    assert "words" not in caplog.text
