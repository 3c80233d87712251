"""The supervisor keeps programs running and ends them in order, with real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.processes import Launch, Process, StartError, launch
from bot.supervisor import Child, Supervisor

pytestmark = pytest.mark.real

SLEEP = "import time; time.sleep(600)"
STUBBORN = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
)
FAILING = "raise SystemExit(3)"


@pytest.fixture
def said() -> list[str]:
    """What the supervisor told the person at the terminal."""
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    """A supervisor whose children are gone after the test."""
    made = Supervisor(say=said.append)
    yield made
    made.stop()


def _program(code: str, output: Path | None = None) -> Callable[[], Process]:
    return lambda: launch(Launch(command=[sys.executable, "-I", "-S", "-c", code], output=output))


def _until(condition: Callable[[], object], *, within: float = 8) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def _look_until(supervisor: Supervisor, condition: Callable[[], object]) -> None:
    def look() -> object:
        supervisor.look()
        return condition()

    _until(look)


def test_a_killed_process_comes_back(supervisor: Supervisor, said: list[str]) -> None:
    """A worker that is killed is back before a traveller notices."""
    supervisor.add(Child(name="worker", launch=_program(SLEEP)))
    first = supervisor.process_of("worker")
    assert first is not None
    first.kill()
    _look_until(supervisor, lambda: said)
    _look_until(supervisor, lambda: supervisor.process_of("worker"))
    assert said == ["worker ended (SIGKILL); it starts again in 0.2 s."]
    second = supervisor.process_of("worker")
    assert second is not None
    assert second.pid != first.pid


def test_a_process_that_keeps_failing_is_started_ever_more_seldom(supervisor: Supervisor, said: list[str]) -> None:
    """A broken process does not eat the machine."""
    supervisor.add(Child(name="clock", launch=_program(FAILING)))
    _look_until(supervisor, lambda: len(said) == 3)
    assert [line.rsplit(" in ", 1)[1] for line in said] == ["0.2 s.", "0.4 s.", "0.8 s."]
    assert "exit code 3" in said[0]


def test_a_process_that_cannot_be_started_is_tried_again(supervisor: Supervisor, said: list[str]) -> None:
    """A store whose folder is still in use gets another chance instead of ending everything."""
    tries = iter([_program(FAILING), None, _program(SLEEP)])

    def start() -> Process:
        program = next(tries)
        if program is None:
            raise StartError("The folder is still in use.")
        return program()

    supervisor.add(Child(name="valkey", launch=start))
    _look_until(supervisor, lambda: len(said) == 2)
    assert said[1].startswith("valkey: The folder is still in use.")
    _look_until(supervisor, lambda: supervisor.process_of("valkey"))


def test_stores_end_after_everything_that_uses_them(supervisor: Supervisor, tmp_path: Path) -> None:
    """Nobody loses a write at the end, because the stores go last."""
    note = (
        "import signal, sys, time\n"
        "def leave(*_):\n"
        "    open(sys.argv[1], 'a').write(sys.argv[2] + '\\n'); sys.exit()\n"
        "signal.signal(signal.SIGTERM, leave); print('ready', flush=True); time.sleep(600)"
    )
    notes = tmp_path / "notes"

    def program(name: str) -> Callable[[], Process]:
        command = [sys.executable, "-I", "-S", "-c", note, str(notes), name]
        return lambda: launch(Launch(command=command, output=tmp_path / name))

    for name, tier in (("postgresql", 0), ("worker", 1)):
        supervisor.add(Child(name=name, launch=program(name), tier=tier))
    _until(lambda: all((tmp_path / name).read_text() for name in ("postgresql", "worker")))
    supervisor.stop()
    assert notes.read_text().split() == ["worker", "postgresql"]


def test_a_process_that_will_not_end_is_killed(supervisor: Supervisor, said: list[str], tmp_path: Path) -> None:
    """Ctrl-C always ends the demo, and says which process had to be forced."""
    output = tmp_path / "out"
    supervisor.add(Child(name="web", launch=_program(STUBBORN, output), patience=0.2))
    _until(output.read_text)
    begun = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - begun < 2
    assert said == ["web did not end by itself and was killed."]


def test_a_running_process_can_be_handed_over(supervisor: Supervisor) -> None:
    """A store that was started and waited for is not started twice."""
    running = _program(SLEEP)()
    supervisor.add(Child(name="valkey", launch=_program(FAILING)), running)
    assert supervisor.process_of("valkey") is running


SUPERVISED = """
import sys
from bot.processes import Launch, launch
from bot.supervisor import Child, Supervisor
supervisor = Supervisor(say=lambda text: print(text, flush=True))
supervisor.listen()
command = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"]
supervisor.add(Child(name="web", launch=lambda: launch(Launch(command=command))))
try:
    print(supervisor.process_of("web").pid, flush=True)
    supervisor.run()
except KeyboardInterrupt:
    pass
supervisor.stop()
print("stopped", flush=True)
"""


def _supervised() -> tuple[subprocess.Popen[str], int]:
    command = [sys.executable, "-c", SUPERVISED]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  our own program
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not Path(f"/proc/{pid}/stat").exists() or Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything_cleanly(number: signal.Signals) -> None:
    """Ctrl-C, a service manager and a closed terminal all leave nothing behind."""
    process, child = _supervised()
    process.send_signal(number)
    output, _ = process.communicate(timeout=10)
    assert output == "stopped\n"
    assert process.returncode == 0
    assert not _alive(child)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent was killed")
def test_children_end_even_when_the_supervisor_is_killed() -> None:
    """The demo, killed with -9, leaves no process that holds a port or a folder."""
    process, child = _supervised()
    assert _alive(child)
    process.kill()
    process.communicate(timeout=10)
    _until(lambda: not _alive(child))
