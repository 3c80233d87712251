"""A role's process: built, run, told to stop, ended."""

import os
import resource
import signal
import time
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pytest

from bot.adapters.keys import PublicKeys
from bot.config import Settings
from bot.domain.errors import InvalidError, UnavailableError
from tests.builders.house import house
from workers import main


@pytest.fixture
def signals() -> Any:
    """Signals as they were, afterwards."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("role", ["courier", "archivist", "clock"])
@pytest.mark.usefixtures("signals")
def test_a_role_runs_until_it_is_told_to_stop(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A deployment ends each process within a second or two, with exit code 0 and nothing held."""
    home = house()
    monkeypatch.setattr("bot.bootstrap.build", lambda _settings, _role: home.runtime)
    soon = Timer(0.3, lambda: os.kill(os.getpid(), signal.SIGTERM))
    monkeypatch.setattr("bot.telemetry.serve_metrics", lambda *_: soon.start())
    assert main.run(role, Settings(role=role)) == 0
    assert home.memory.leases == {}


def test_every_role_of_the_procfile_that_runs_here_is_known() -> None:
    """A command line that names a role finds it."""
    assert set(main.ROLES) == {"worker", "courier", "archivist", "clock"}


def test_a_worker_makes_the_keys_that_pay_pages_need(tmp_path: Path) -> None:
    """A deployment without the demo has keys as soon as a worker runs, and a new one each month without a restart."""
    stop = main.Flag()
    settings = Settings(capture_keys_dir=tmp_path / "keys", capture_public_keys=tmp_path / "public.json")
    keeper = Thread(target=main._keep_keys, args=(settings, stop))
    keeper.start()
    until = time.monotonic() + 5
    while not (tmp_path / "public.json").exists() and time.monotonic() < until:
        time.sleep(0.01)
    stop.set()
    keeper.join(5)
    assert len(PublicKeys(tmp_path / "public.json").jwks()["keys"]) == 1  # type: ignore[arg-type]  # a list, in JSON


def test_keys_that_cannot_be_kept_do_not_end_a_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk costs a rotation and not the tickets that are being issued."""
    stop = main.Flag()
    monkeypatch.setattr(main, "KEYS_SECONDS", 0.01)
    tries: list[int] = []

    def fail(_: Settings) -> None:
        tries.append(1)
        if len(tries) == 3:
            stop.set()
        raise OSError

    monkeypatch.setattr("bot.bootstrap.provide_keys", fail)
    main._keep_keys(Settings(capture_keys_dir=tmp_path), stop)
    assert len(tries) == 3


def test_a_worker_that_could_not_open_the_vault_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator sees at the start that keys are missing; a database that is away for a moment stops nobody."""

    def missing(_: Settings) -> None:
        raise InvalidError("Key 1 is missing.")

    def away(_: Settings) -> None:
        raise UnavailableError("The database cannot be reached.")

    stopped = main.Flag()
    stopped.set()
    monkeypatch.setattr("bot.bootstrap_vault.check_vault", missing)
    with pytest.raises(InvalidError, match="Key 1"):
        main._worker(house().runtime, Settings(), "me", stopped)
    monkeypatch.setattr("bot.bootstrap_vault.check_vault", away)
    main._worker(house().runtime, Settings(), "me", stopped)
    assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0), "A crash would write its memory to the disk."


def test_a_worker_begins_again_when_rq_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """RQ's worker gives up when its Redis goes away for a moment; ours does not."""
    begun: list[str] = []
    stop = main.Flag()

    class Worker:
        def __init__(self, _client: Any, *, name: str, stopped: Any) -> None:
            begun.append(name)
            self.stopped = stopped

        def work(self, **_: Any) -> None:
            """Break twice, then be told to stop."""
            if len(begun) == 3:
                self.stopped()
            else:
                raise ConnectionError

    monkeypatch.setattr(main, "RingWorker", Worker)
    monkeypatch.setattr(main, "delay", lambda *_, **__: 0)
    main._worker(house().runtime, Settings(redis_url="redis://127.0.0.1:1"), "me", stop)
    assert begun == ["me-0", "me-1", "me-2"]
