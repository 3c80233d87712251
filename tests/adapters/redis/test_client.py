"""Commands to Redis: nothing is sent twice, everything that fails is an UnavailableError, and the next one works."""

import gc
import signal
import threading
import time
import warnings
from collections.abc import Iterator
from hashlib import sha1

import pytest

from bot.adapters.redis.client import Refused, Store, by_sha
from bot.adapters.redis.scripts import LEASE_SHARD, SETTLE, Script
from bot.domain.errors import UnavailableError

pytestmark = pytest.mark.real

_BUSY = "local n = 0 for i = 1, 30000000 do n = n + i end return 'late'"
_SLOW = Script(_BUSY, sha1(_BUSY.encode(), usedforsecurity=False).hexdigest())


@pytest.fixture
def store(valkey: str) -> Iterator[Store]:
    """A store over a real Valkey."""
    found = Store(valkey)
    yield found
    found.close()


def test_values_of_every_kind_travel(store: Store) -> None:
    """Words of any language, bytes and numbers arrive as they were."""
    store.call("HSET", "h", "à", b"\x00\r\n", "n", 17, "f", 1.5)
    assert store.read("HMGET", "h", "à", "n", "f", "none") == [b"\x00\r\n", b"17", b"1.5", None]


def test_what_redis_refuses_is_told_with_its_code(store: Store) -> None:
    """A missing group is something else than a store that is away."""
    store.call("SET", "s", "text")
    with pytest.raises(Refused) as caught:
        store.call("LPUSH", "s", "x")
    assert caught.value.code == "WRONGTYPE"
    with pytest.raises(Refused):
        store.read("LPUSH", "s", "x")
    answers = store.batch([("GET", "s"), ("LPUSH", "s", "x"), ("GET", "s")])
    assert (answers[0], answers[2]) == (b"text", b"text")
    assert isinstance(answers[1], Refused)
    assert store.batch([]) == []


def test_a_script_runs_before_and_after_redis_knows_it(store: Store) -> None:
    """A Redis that was restarted learns the scripts again by itself."""
    keys = ("{s00}:lease:x", "{s00}:fence:x")
    fence = store.run(LEASE_SHARD, keys, ("me", 60_000))
    assert store.run(LEASE_SHARD, keys, ("me", 60_000)) == fence
    store.call("SCRIPT", "FLUSH")
    (unknown,) = store.batch([by_sha(LEASE_SHARD, keys, ("me", 60_000))])
    assert unknown.code == "NOSCRIPT"
    store.load((LEASE_SHARD,))
    assert store.batch([by_sha(LEASE_SHARD, keys, ("me", 60_000))]) == [fence]
    with pytest.raises(Refused):
        store.run(SETTLE, ("a",), ())


def test_after_a_broken_connection_the_next_command_works(store: Store) -> None:
    """A restart of Redis costs one answer of a write and none of a read, and nothing is sent twice."""
    store.call("SET", "n", 0)
    other = Store(_url(store))
    mine = store.call("CLIENT", "ID")
    other.call("CLIENT", "KILL", "ID", mine)
    with pytest.raises(UnavailableError):
        store.call("INCR", "n")
    assert store.call("INCR", "n") == 1
    other.call("CLIENT", "KILL", "ID", store.call("CLIENT", "ID"))
    assert store.read("GET", "n") == b"1"
    other.close()


def _url(store: Store) -> str:
    known = store._pool.connection_kwargs
    return f"redis://:{known['password']}@{known['host']}:{known['port']}/0"


def test_an_answer_that_takes_too_long_is_given_up(valkey: str) -> None:
    """A web thread never waits for a store that hangs, and a late answer is not taken for the next one's."""
    impatient = Store(valkey, wait=0.05)
    with pytest.raises(UnavailableError):
        impatient.call("BLPOP", "nothing", 1)
    assert impatient.call("ECHO", "fresh") == b"fresh"
    impatient.close()


def test_threads_do_not_share_a_connection(store: Store) -> None:
    """Answers never reach the wrong traveller."""
    ids: set[int] = set()

    def ask() -> None:
        ids.add(store.call("CLIENT", "ID"))

    workers = [threading.Thread(target=ask) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    ask()
    assert len(ids) == 5


def test_nobody_at_home_is_unavailable() -> None:
    """A wrong address is told as what it is."""
    nobody = Store("redis://127.0.0.1:1")
    for act in (
        lambda: nobody.call("PING"),
        lambda: nobody.read("PING"),
        lambda: nobody.batch([("PING",)]),
        lambda: nobody.run(SETTLE, ("a", "b", "c"), ("m", "")),
    ):
        with pytest.raises(UnavailableError):
            act()


class _InterruptedError(Exception):
    """Comes from outside, in the middle of a command."""


def _interrupt(*_: object) -> None:
    raise _InterruptedError


@pytest.mark.parametrize("how", ["call", "batch", "run"])
def test_a_command_that_was_interrupted_does_not_leave_its_answer_to_the_next(store: Store, how: str) -> None:
    """Whatever stops a command half-way, nobody is ever answered with what was meant for somebody else."""
    store.call("RPUSH", "list", "a")
    acts = {
        "call": lambda: store.call("BLPOP", "nothing", 1),
        "batch": lambda: store.batch([("BLPOP", "nothing", 1), ("ECHO", "late")]),
        "run": lambda: store.run(_SLOW, ()),
    }
    before = signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    try:
        with pytest.raises(_InterruptedError):
            acts[how]()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    patient = time.monotonic() + 2
    while time.monotonic() < patient:
        try:
            assert store.call("ECHO", "fresh") == b"fresh"
            break
        except UnavailableError:
            continue


def test_a_thread_that_ends_takes_its_connection_along(store: Store) -> None:
    """A web process whose threads come and go for days does not use up the connections of Redis."""
    ours: set[int] = set()
    for _ in range(5):
        worker = threading.Thread(target=lambda: ours.add(store.call("CLIENT", "ID")))
        worker.start()
        worker.join()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # what other tests left behind is not this one's affair
        gc.collect()
    connected = {int(line.split()[0].partition("=")[2]) for line in store.call("CLIENT", "LIST").decode().splitlines()}
    assert len(ours) == 5
    assert not ours & connected
