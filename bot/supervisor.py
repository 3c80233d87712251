"""Keeps a handful of programs running: restarts what ends, and ends all of them in order."""

import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

import msgspec

from bot.processes import Process, StartError

_FIRST_WAIT = 0.2
_LONGEST_WAIT = 5.0
_LIVED = 10.0
_LOOK_EVERY = 0.05


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """A program to keep running; those of tier 0 (the stores) end last."""

    name: str
    launch: Callable[[], Process]
    last_signal: int = signal.SIGTERM
    tier: int = 1
    patience: float = 5.0
    """Seconds to end by itself before it is killed."""


class _Kept:
    """A child and what is known of it."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.process: Process | None = None
        self.started = 0.0
        self.failures = 0
        self.again_at = 0.0

    def launch(self) -> None:
        self.started = time.monotonic()
        self.process = self.child.launch()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def wait_for_next(self) -> float:
        """Seconds until it is started again: 0.2, doubled with each early end up to 5; a long life forgives."""
        lived = time.monotonic() - self.started
        self.failures = 0 if lived > _LIVED else self.failures
        wait = min(_FIRST_WAIT * 2.0**self.failures, _LONGEST_WAIT)
        self.failures += 1
        self.again_at = time.monotonic() + wait
        self.process = None
        return wait


class Supervisor:
    """Runs children from the main thread, with which their lives are bound."""

    def __init__(self, *, say: Callable[[str], None]) -> None:
        self._say = say
        self._kept: list[_Kept] = []
        self._signals = 0
        self._preparing = True

    def add(self, child: Child, running: Process | None = None) -> None:
        """Take a child under supervision and start it, unless it is handed over running."""
        kept = _Kept(child)
        self._kept.append(kept)
        if running is None:
            kept.launch()
        else:
            kept.started, kept.process = time.monotonic(), running

    def listen(self) -> None:
        """From now on SIGINT, SIGTERM and SIGHUP end the run, a second one at once; before `run` they interrupt."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def run(self) -> None:
        """Watch until a signal asks for the end."""
        self._preparing = False
        while not self._signals:
            self.look()
            time.sleep(_LOOK_EVERY)

    def look(self) -> None:
        """Look at each child once: note who ended, start again whose wait is over."""
        for kept in self._kept:
            if kept.ended():
                code = kept.process.returncode if kept.process else 0
                wait = kept.wait_for_next()
                self._say(f"{kept.child.name} ended ({_reason(code)}); it starts again in {wait:g} s.")
            elif kept.process is None and time.monotonic() >= kept.again_at:
                self._relaunch(kept)

    def stop(self) -> None:
        """End all children, latest first, the stores after everything that uses them."""
        self._preparing = False
        for tier in sorted({kept.child.tier for kept in self._kept}, reverse=True):
            self._end([kept for kept in reversed(self._kept) if kept.child.tier == tier])

    def process_of(self, name: str) -> Process | None:
        """The running process of a child, None while it is down."""
        return next((kept.process for kept in self._kept if kept.child.name == name), None)

    def _relaunch(self, kept: _Kept) -> None:
        try:
            kept.launch()
        except StartError as error:
            wait = kept.wait_for_next()
            self._say(f"{kept.child.name}: {error} It starts again in {wait:g} s.")

    def _end(self, together: Sequence[_Kept]) -> None:
        running = [(kept.child, kept.process) for kept in together if kept.process is not None]
        begun = time.monotonic()
        for child, process in running:
            if process.poll() is None:
                process.send_signal(child.last_signal)
        while any(process.poll() is None for _, process in running):
            for child, process in running:
                overdue = self._signals > 1 or time.monotonic() - begun > child.patience
                if overdue and process.poll() is None:
                    self._say(f"{child.name} did not end by itself and was killed.")
                    process.kill()
                    process.wait()
            time.sleep(_LOOK_EVERY / 5)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1
        if self._preparing:
            raise KeyboardInterrupt


def _reason(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
