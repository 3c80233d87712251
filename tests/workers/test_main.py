"""A role's process: built, run, told to stop, ended."""

import os
import signal
from threading import Timer
from typing import Any

import pytest

from bot.config import Settings
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
