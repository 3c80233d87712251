"""The vault: how many numbers a thread seals, opens, wraps and rewraps in a second, and a rotation beside traffic.

Theory. Encryption alone is measured over key files, without PostgreSQL; then whole stores, reveals and rewraps with it,
each a transaction (a rewrap: a batch of 200). The best of several rounds counts, because what disturbs a round can
only slow it. At the end keys are rotated while two threads store and reveal: a single record that does not open
afterwards is a figure that ends the bench.
"""

import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import msgspec

from bot.adapters.clock import SystemClock
from bot.adapters.envelope import AesEnvelope, associated_data
from bot.adapters.kms_files import FileFingerprints, FileKms, provide_fingerprint_key
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.migrate import upgrade
from bot.adapters.sql.vault import Asker, Limits, SqlVault
from bot.adapters.sql.vault_keys import SqlVaultKeys
from bot.domain.errors import ConflictError, InvalidError, ThreadfareError
from bot.domain.secret import Identity, Secret
from bot.embedded.postgres import PostgresServer
from bot.ports.vault import Why
from bot.services.vault_keys import rewrap_all

_NUMBER = b"4242424242424242"
_PAY = Why("authorize", "pay_bench")
_BATCH = 200
_THREADS = 2


class Plan(msgspec.Struct, frozen=True):
    """How many calls a round of encryption and one of the database has, how many rounds, how many beside a rotation."""

    sealed: int
    stored: int
    rounds: int
    beside: int


LONG = Plan(sealed=5_000, stored=300, rounds=3, beside=500)
SHORT = Plan(sealed=200, stored=20, rounds=1, beside=30)


class Figures(msgspec.Struct, frozen=True):
    """All that `threadfare bench vault` tells; `beside` counts the stores, each with its reveal."""

    rounds: int
    per_second: dict[str, float]
    beside: int
    rotations: int
    rewrapped: int
    lost: int


class LostError(ThreadfareError):
    """A record does not open any more."""


def measure(plan: Plan, *, say: Callable[[str], None]) -> Figures:
    """Start a PostgreSQL, seal and open, and tell the figures; raises `LostError`."""
    say("Starting PostgreSQL…")
    with _bench() as bench:
        per_second: dict[str, float] = {}
        for number in range(plan.rounds):
            say(f"Round {number + 1} of {plan.rounds}…")
            for name, speed in (bench.encryption(plan.sealed) | bench.database(plan.stored, number)).items():
                per_second[name] = max(speed, per_second.get(name, 0.0))
        say(f"Rotating keys beside {plan.beside} stores and reveals…")
        rotations, rewrapped = bench.rotation(plan.beside)
        lost = bench.lost(plan.beside)
        if lost:
            raise LostError(f"No figures: {lost} of {plan.beside} records do not open after {rotations} rotations.")
        return Figures(plan.rounds, per_second, plan.beside, rotations, rewrapped, lost)


class _Bench:
    def __init__(self, folder: Path, url: str) -> None:
        (folder / "keks").mkdir()
        provide_fingerprint_key(folder / "fingerprints")
        self.engine, clock = make_engine(url, pool_size=_THREADS + 2), SystemClock()
        self._kms, fingerprints = FileKms(folder / "keks"), FileFingerprints(folder / "fingerprints")
        self._envelope = AesEnvelope(self._kms, fingerprints)
        words = {"kms": self._kms, "fingerprints": fingerprints, "clock": clock, "who": "bench"}
        self._keys = SqlVaultKeys(self.engine, self._envelope, **words)
        asker, limits = Asker("worker", "bench"), Limits(record=10**9, process=10**9)
        self._vault = SqlVault(self.engine, self._envelope, clock=clock, asker=asker, limits=limits)
        self._keys.rotate()
        self._kms.create(clock.now())
        self._keys.rotate()

    def encryption(self, count: int) -> dict[str, float]:
        """Without PostgreSQL: each call as a store, a reveal and a rewrap make it."""
        mine, secret = _named("round", 0), Secret(_NUMBER)
        sealed, bound, key = self._envelope.seal(mine, secret, kek=1), associated_data(mine), Secret(bytes(32))
        return {
            "seal": _speed(count, lambda _: self._envelope.seal(mine, secret, kek=1)),
            "open": _speed(count, lambda _: self._envelope.open(mine, sealed).wipe()),
            "wrap a data key": _speed(count, lambda _: self._kms.wrap(key, version=1, context=bound)),
            "rewrap": _speed(count, lambda _: self._envelope.rewrap(mine, sealed, kek=2)),
            "fingerprint": _speed(count, lambda _: self._envelope.fingerprint("card", secret)),
        }

    def database(self, count: int, round_: int) -> dict[str, float]:
        """With PostgreSQL, a transaction each; the rewrap in batches."""
        stored = _speed(count, lambda number: self._store(f"round{round_}", number))
        revealed = _speed(count, lambda number: self._open(f"round{round_}", number))
        self._keys.rotate()
        done: list[int] = []
        begun = time.perf_counter()
        rewrap_all(self._keys, most=_BATCH, done=done.append, pause=_breathe)
        rewrapped = sum(done) / (time.perf_counter() - begun)
        return {"store in PostgreSQL": stored, "reveal from PostgreSQL": revealed, "rewrap in PostgreSQL": rewrapped}

    def rotation(self, count: int) -> tuple[int, int]:
        """Rotate again and again while two threads store and reveal; how often, and how many records were rewrapped."""
        over = Event()

        def serve(thread: int) -> None:
            for number in range(thread, count, _THREADS):
                _until_it_works(partial(self._store, "beside", number))
                _until_it_works(partial(self._open, "beside", number))

        def rotate() -> tuple[int, int]:
            rounds, done = 0, list[int]()
            while not over.is_set():
                _until_it_works(partial(self._replace, self._keys.rotate() - 1, done))
                rounds += 1
            return rounds, sum(done)

        with ThreadPoolExecutor(_THREADS + 1) as pool:
            rotating = pool.submit(rotate)
            try:
                list(pool.map(serve, range(_THREADS)))
            finally:
                over.set()
            return rotating.result()

    def _replace(self, version: int, done: list[int]) -> None:
        rewrap_all(self._keys, most=_BATCH, done=done.append, pause=_breathe)
        try:
            self._keys.retire(version)
        except InvalidError as error:
            raise ConflictError("A store that had begun under the older key has just ended.") from error

    def lost(self, count: int) -> int:
        """How many of the records that were stored meanwhile do not open."""
        return sum(not self._opens(number) for number in range(count))

    def _opens(self, number: int) -> bool:
        try:
            self._open("beside", number)
        except ThreadfareError:
            return False
        return True

    def _store(self, table: str, number: int) -> None:
        self._vault.store(_named(table, number), Secret(_NUMBER))

    def _open(self, table: str, number: int) -> None:
        with self._vault.reveal(_named(table, number), _PAY) as secret:
            if secret != Secret(_NUMBER):
                raise LostError("A record opened as another.")


@contextmanager
def _bench() -> Iterator[_Bench]:
    folder = Path(tempfile.mkdtemp(prefix="threadfare-vault-"))
    folder.chmod(0o711)
    words = {"password": secrets.token_hex(16), "owner_password": secrets.token_hex(16)}
    server = PostgresServer(folder / "postgres", **words)
    try:
        server.start()
        upgrade(server.url)
        bench = _Bench(folder, server.url)
        yield bench
        bench.engine.dispose()
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _named(table: str, number: int) -> Identity:
    return Identity(table, f"rec_{number}", f"trv_{table}_{number}", "card")


def _speed(count: int, act: Callable[[int], Any]) -> float:
    begun = time.perf_counter()
    for number in range(count):
        act(number)
    return count / (time.perf_counter() - begun)


def _until_it_works(act: Callable[[], None]) -> None:
    """As a worker does: what may be tried again is tried again. A key that a slow store needs is waited for."""
    while True:
        try:
            return act()
        except ConflictError:
            _breathe()


def _breathe() -> None:
    time.sleep(0.01)
