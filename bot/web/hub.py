"""One reader of the live stream a process, fanned out in memory to every open page."""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import takewhile
from queue import Empty, Full, Queue
from threading import Lock, Thread
from time import sleep

import msgspec
from flask import Flask

from bot.ports.live import Hint, LiveNote
from bot.ports.runtime import Runtime

REMEMBERED = 20_000
"""Notes kept to resume from: hours of an airline's chat."""
WAITING = 2000
"""Notes that wait for a slow page before it is told to load itself again."""
RESYNC = LiveNote(id="", thread="", kind="resync", row=0)
"""The note that tells a page to load itself again."""

ERASED = "erased"
"""The kind of a note that what was said in a thread is gone: no page may go on showing it."""

_START = "0-0"
"""Where the stream begins: what was told before this process started can be resumed from, too."""
_PAUSE_SECONDS = 1.0
_log = logging.getLogger(__name__)


News = LiveNote | Hint
"""What reaches an open page: notes, which it never misses, and hints, which may be lost."""


class _Wish(msgspec.Struct, frozen=True):
    """What a page wants: notes of one thread, or of all, after a live id."""

    thread: str
    since: tuple[int, ...]

    def covers(self, note: LiveNote) -> bool:
        """Whether the page wants the note and has not seen it."""
        return self.thread in ("", note.thread) and order(note.id) > self.since


class Hub:
    """Follows the live stream in one thread and hints in another, which start with the first page that listens."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._lock = Lock()
        self._recent: deque[LiveNote] = deque(maxlen=REMEMBERED)
        self._complete = True
        self._pages: dict[Queue[News], _Wish] = {}
        self._threads: list[Thread] = []

    @contextmanager
    def listen(self, thread: str, since: str) -> Iterator["Queue[News]"]:
        """A queue of notes of a thread ("" for all) after `since`."""
        self._start()
        queue: Queue[News] = Queue(WAITING)
        lost = self._is_lost(since)
        with self._lock:
            for note in (RESYNC,) if lost else self._after(thread, since):
                hand(queue, note)
            self._pages[queue] = _Wish(thread, order(since))
        try:
            yield queue
        finally:
            with self._lock:
                self._pages.pop(queue, None)

    def after(self, thread: str, since: str) -> tuple[LiveNote, ...]:
        """The notes of a thread after `since`, for a page that asks now and then; `RESYNC` alone when some are lost."""
        self._start()
        if self._is_lost(since):
            return (RESYNC,)
        with self._lock:
            return self._after(thread, since)

    def newest(self) -> str:
        """The id of the newest note that was handed out, "" before the first."""
        with self._lock:
            return self._recent[-1].id if self._recent else ""

    def take(self, note: LiveNote) -> None:
        """Remember a note and hand it to every page that wants it; a page that is too slow is told to load again."""
        with self._lock:
            if note.kind == "resync":
                self._forget()
                return
            if len(self._recent) == REMEMBERED:
                self._complete = False
            self._recent.append(note)
            for queue, wish in self._pages.items():
                if wish.covers(note):
                    hand(queue, note)

    def pass_on(self, hint: Hint) -> None:
        """Hand a hint to the pages of its thread and to those of all threads, where there is room for it."""
        with self._lock:
            for queue, wish in self._pages.items():
                if wish.thread in ("", hint.thread) and not queue.full():
                    hand(queue, hint)

    def _forget(self) -> None:
        """Notes were lost: nobody can resume from what came before, and open pages load themselves again."""
        self._complete = False
        self._recent.clear()
        for queue in self._pages:
            hand(queue, RESYNC)

    def _is_lost(self, since: str) -> bool:
        """Whether a page has missed what nobody can tell it any more.

        What is remembered here is told; of anything older the stream itself knows whether it still holds all of it,
        also after this process, or the whole store, began anew. Raises `UnavailableError`.
        """
        with self._lock:
            remembered = bool(self._recent) and order(self._recent[0].id) <= order(since)
            forgotten = bool(self._recent) and not self._complete
        return not remembered and (forgotten or self._runtime.live.is_lost(since))

    def _after(self, thread: str, since: str) -> tuple[LiveNote, ...]:
        wish = _Wish(thread, order(since))
        if self._recent and not self._complete and wish.since < order(self._recent[0].id):
            return (RESYNC,)
        newer = takewhile(lambda note: order(note.id) > wish.since, reversed(self._recent))
        return tuple(reversed([note for note in newer if wish.covers(note)]))

    def _start(self) -> None:
        with self._lock:
            if self._threads and all(thread.is_alive() for thread in self._threads):
                return
            readers = {"live hub": self._follow, "live hints": self._overhear}
            self._threads = [
                Thread(target=_for_ever, args=(read,), name=name, daemon=True) for name, read in readers.items()
            ]
            for thread in self._threads:
                thread.start()

    def _follow(self) -> None:
        """Read notes: whatever broke, the next round goes on after the last one."""
        last = self._recent[-1].id if self._recent else _START
        for note in self._runtime.live.follow("", last):
            if note is not None:
                self.take(note)

    def _overhear(self) -> None:
        """Read hints: what is told while nobody listens is lost."""
        for hint in self._runtime.live.hints():
            if hint is not None:
                self.pass_on(hint)


def _for_ever(read: Callable[[], None]) -> None:
    while True:
        try:
            read()
        except Exception as error:  # noqa: BLE001  a reader that dies leaves every page without news
            _log.warning("The live stream is away: %s", type(error).__name__)
        sleep(_PAUSE_SECONDS)


def hub_of(app: Flask, runtime: Runtime) -> Hub:
    """The one hub of an application: every page of a process shares its reader."""
    hub: Hub = app.extensions.setdefault("threadfare live hub", Hub(runtime))
    return hub


def order(live_id: str) -> tuple[int, ...]:
    """A live id as something that can be compared; nonsense counts as the very beginning."""
    try:
        return tuple(int(part) for part in live_id.split("-"))
    except ValueError:
        return (0,)


def next_note(queue: "Queue[News]", *, seconds: float) -> News | None:
    """The next note, or None when none came in that time."""
    try:
        return queue.get(timeout=seconds)
    except Empty:
        return None


def hand(queue: "Queue[News]", note: News) -> None:
    """Put news into a page's queue; a page that is too slow is told to load itself again."""
    try:
        queue.put_nowait(note)
    except Full:
        while not queue.empty():
            next_note(queue, seconds=0)
        queue.put_nowait(RESYNC)
