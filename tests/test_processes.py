"""Programs are started on a leash, one to a folder."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot import processes
from bot.processes import Launch, StartError, end, free_port, hold_folder, launch, tail, try_lock


def test_the_first_free_port_is_found_past_those_in_use() -> None:
    """A second program on the machine does not keep the demo from starting."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port(port) < port + 200


def test_any_free_port_is_found() -> None:
    """A store needs no port of its own choosing, and no connection of the machine takes it meanwhile."""
    assert all(10_000 <= free_port() < 32_768 for _ in range(20))


def test_a_full_range_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has no free port left is told so."""

    def refuse(_self: socket.socket, _address: object) -> None:
        raise OSError

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(StartError, match="No port from 8000 to 8199 is free"):
        free_port(8000)


@pytest.mark.real
def test_a_folder_is_held_as_long_as_its_program_lives(tmp_path: Path) -> None:
    """Two stores never write to one folder, even when the first one's parent is gone."""
    held = hold_folder(tmp_path, pid_file=tmp_path / "pid")
    sleeper = launch(Launch(command=[sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"], hold=[held]))
    os.close(held)
    other = os.open(tmp_path / ".lock", os.O_RDWR)
    try:
        assert not try_lock(other)
        end(sleeper, 15, patience=5)
        assert try_lock(other)
    finally:
        os.close(other)


@pytest.mark.real
def test_what_an_earlier_run_left_behind_is_ended(tmp_path: Path) -> None:
    """After a crash the next start takes its folder back by itself."""
    held = hold_folder(tmp_path, pid_file=tmp_path / "pid")
    left = launch(Launch(command=[sys.executable, "-I", "-S", "-c", "import time; time.sleep(600)"], hold=[held]))
    os.close(held)
    (tmp_path / "pid").write_text(f"{left.pid}\n")
    os.close(hold_folder(tmp_path, pid_file=tmp_path / "pid"))
    assert left.wait(5) == -15


def test_a_folder_that_stays_in_use_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who starts twice learns which folder is in use and what to do."""
    monkeypatch.setattr(processes, "_PATIENCE", 0.1)
    held = hold_folder(tmp_path, pid_file=tmp_path / "pid")
    (tmp_path / "pid").write_text("not a number")
    try:
        with pytest.raises(StartError, match=f"still uses {tmp_path}.*--data"):
            hold_folder(tmp_path, pid_file=tmp_path / "pid")
    finally:
        os.close(held)


@pytest.mark.real
def test_a_program_gets_only_the_environment_that_it_is_given(tmp_path: Path) -> None:
    """A process does not inherit the settings of another role."""
    output = tmp_path / "out"
    code = "import os; print(sorted(os.environ))"
    process = launch(Launch(command=[sys.executable, "-I", "-S", "-c", code], environment={"ONE": "1"}, output=output))
    assert process.wait(5) == 0
    assert "ONE" in output.read_text()
    assert "HOME" not in output.read_text()


@pytest.mark.real
def test_a_program_whose_parent_has_gone_does_not_start() -> None:
    """A parent killed in the middle of a start leaves nothing behind."""
    leash = Path(processes.__file__).with_name("leash.py")
    command = [sys.executable, "-I", "-S", str(leash), "15", "1", "-", "-", "/bin/true"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own program
    assert done.returncode == 1
    assert "has ended" in done.stderr


@pytest.mark.real
def test_a_deaf_program_is_killed_after_a_while(tmp_path: Path) -> None:
    """Stopping never hangs."""
    code = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    output = tmp_path / "out"
    process = launch(Launch(command=[sys.executable, "-I", "-S", "-c", code], output=output))
    while not output.read_text():
        time.sleep(0.01)
    end(process, 15, patience=0.1)
    assert process.returncode == -9


def test_the_end_of_a_log_is_shown_and_a_missing_one_is_no_error(tmp_path: Path) -> None:
    """A failed start says why with the last lines of the log."""
    log = tmp_path / "log"
    assert tail(log) == ""
    log.write_text("\n".join(str(number) for number in range(100)))
    assert tail(log, lines=2) == "98\n99"
