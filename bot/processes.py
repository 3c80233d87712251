"""Starts programs that end when we end, and keeps two of them from using one folder."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import SystemRandom

import msgspec

from bot.domain.errors import ThreadfareError

_LEASH = Path(__file__).with_name("leash.py")
_PATIENCE = 10.0
_TRIED = 200
_OURS = range(10_000, 32_768)
"""Ports above those of well-known services and below those of outgoing connections (Linux, `ip_local_port_range`)."""

Process = subprocess.Popen[bytes]


class StartError(ThreadfareError):
    """A program of ours could not be started; the sentence says which and why."""


class UnixUser(msgspec.Struct, frozen=True):
    """The Unix user as whom a program runs when we are root."""

    name: str
    uid: int
    gid: int


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """What to start and how: where its output goes, as whom, what it holds, which signal ends it."""

    command: Sequence[str]
    output: Path | None = None
    environment: Mapping[str, str] | None = None
    user: UnixUser | None = None
    hold: Sequence[int] = ()
    last_signal: int = signal.SIGTERM
    folder: Path | None = None


def launch(what: Launch) -> Process:
    """Start a program in a process group of its own; call it from the main thread, with which its life is bound."""
    user, group = (str(what.user.uid), str(what.user.gid)) if what.user else ("-", "-")
    leash = [sys.executable, "-I", "-S", str(_LEASH), str(int(what.last_signal)), str(os.getpid()), user, group]
    output = what.output.open("ab") if what.output else None
    try:
        return subprocess.Popen(  # noqa: S603  the command comes from our own code, and no shell reads it
            [*leash, *what.command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            env=None if what.environment is None else dict(what.environment),
            pass_fds=tuple(what.hold),
            cwd=what.folder or "/",
            process_group=0,
        )
    finally:
        if output:
            output.close()


def end(process: Process, last_signal: int, *, patience: float) -> None:
    """Ask a program to end, wait, and after `patience` seconds end it."""
    if process.poll() is None:
        process.send_signal(last_signal)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def hold_folder(folder: Path, *, pid_file: Path, last_signal: int = signal.SIGTERM) -> int:
    """A lock on a folder, as an open file that the program to be started inherits and so holds until it dies.

    A program that an earlier run left behind is told to end by the signal. Raises `StartError` if it does not.
    """
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    told = False
    deadline = time.monotonic() + _PATIENCE
    while not try_lock(descriptor):
        if not told and (pid := _pid_in(pid_file)):
            told = _tell(pid, last_signal)
        if time.monotonic() > deadline:
            os.close(descriptor)
            raise StartError(f"Another process still uses {folder}; end it, or choose another folder with --data.")
        time.sleep(0.02)
    return descriptor


def try_lock(descriptor: int) -> bool:
    """Take an exclusive lock on an open file without waiting; false when another open file holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def free_port(first: int = 0, *, host: str = "127.0.0.1") -> int:
    """The first port from `first` on that nobody listens on, or any free one for 0; raises `StartError` after 200.

    Any is one of those that no system gives to outgoing connections by itself: such a one could be taken by a
    connection between our look and the start of the program that it is for.
    """
    for port in range(first, first + _TRIED) if first else SystemRandom().sample(_OURS, _TRIED):
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((host, port))
            except OSError:
                continue
            return int(listener.getsockname()[1])
    raise StartError(f"No port from {first} to {first + _TRIED - 1} is free.")


def tail(output: Path, *, lines: int = 8) -> str:
    """The last lines of a program's output, for the sentence that says why it did not start."""
    try:
        return "\n".join(output.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return ""


def _pid_in(pid_file: Path) -> int:
    try:
        return int(pid_file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _tell(pid: int, last_signal: int) -> bool:
    try:
        os.kill(pid, last_signal)
    except ProcessLookupError:
        return False
    return True
