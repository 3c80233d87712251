"""Both kinds of the stores of talk for the contract suites: in memory, and over a real Valkey or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Any

import msgspec

from bot.adapters.redis.client import Store
from bot.adapters.redis.conversations import RedisConversations
from bot.adapters.redis.journal import RedisJournal
from bot.adapters.redis.live import RedisLive
from tests.fakes.clock import StandingClock
from tests.fakes.conversations import MemoryConversations
from tests.fakes.journal import MemoryJournal
from tests.fakes.live import MemoryLive
from tests.fakes.memory import Memory

BLOCKING_WAIT = 20.0


class Bench(msgspec.Struct, frozen=True):
    """The stores of one kind; `wait` lets so many milliseconds pass, `lose` loses everything to the last byte."""

    conversations: Any
    journal: Any
    live: Any
    wait: Any
    lose: Any


def memory_bench() -> Bench:
    """The fakes."""
    clock = StandingClock()
    memory = Memory(clock)
    return Bench(
        MemoryConversations(memory),
        MemoryJournal(memory),
        MemoryLive(),
        lambda milliseconds: clock.move(milliseconds=milliseconds),
        memory.forget,
    )


@contextmanager
def valkey_bench(url: str) -> Iterator[Bench]:
    """The real ones."""
    store, blocking = Store(url), Store(url, wait=BLOCKING_WAIT)
    yield Bench(
        RedisConversations(store),
        RedisJournal(store, blocking=blocking),
        RedisLive(store, blocking=blocking),
        lambda milliseconds: sleep(milliseconds / 1000),
        lambda: store.call("FLUSHALL"),
    )
    store.close()
    blocking.close()
