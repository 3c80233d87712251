"""Which open pages of the desk a piece of news concerns: one reader a process looks at it once for all of them.

Theory. A page's own thread comes to it from the hub, note by note. Lists are another matter: two hundred pages may
show the same list, and most news changes none of them. So the board reads what changed in one query for all the notes
that have come, and asks of each list that is open somewhere whether it shows such a thread, or would now. Only then
its pages are told, at most four times a second (hundreds of pages: twice), and the first of them draws it for all.
Counts are compared once a second. Time alone changes lists, too: whoever was put off comes back, a service level ends;
so every few seconds all are looked at.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from queue import Queue
from threading import Lock, Semaphore, Thread
from time import monotonic, sleep

import msgspec
from flask import Flask

from bot.domain.errors import ThreadfareError
from bot.ports.desk_records import DeskThread
from bot.ports.inbox_records import Asked, Counts, Place
from bot.ports.live import LiveNote
from bot.ports.runtime import Runtime
from bot.services import desk_lists
from bot.web.desk.shared import Alike, Brief, Shared
from bot.web.hub import RESYNC, Hub, News, hand, hub_of, next_note

LISTS = LiveNote(id="", thread="", kind="lists", row=0)
"""What tells a page that its list is out of date."""
COUNTS = LiveNote(id="", thread="", kind="counts", row=0)
"""What tells a page that numbers have changed."""
COUNT_KEY = "counts"
AIRLINE = frozenset({"approvals", "presence", "staff"})
"""Kinds of notes that belong to no thread: they reach every page, or those of the person whom they concern."""

COUNT_SECONDS = 1.0
LOOK_SECONDS = 5.0
LIST_SECONDS = 0.25
LIST_SECONDS_A_PAGE = 0.0025
MOST_LIST_SECONDS = 1.0
AIRLINE_SECONDS = 1.0
"""How often pages are told of one kind of what is the airline's: two hundred agents may come within one."""
_GATHER_SECONDS = 0.05
_MOST_NOTES = 500
_AT_ONCE = {"numbers": 2, "lines": 3, "thread": 3}
"""Pages that draw something of their own at once: the others wait for them, and not for a connection to SQL."""
_NOWHERE = "-"
"""The thread of a page that shows none."""
_PAUSE_SECONDS = 1.0
_log = logging.getLogger(__name__)


class ListKey(msgspec.Struct, frozen=True):
    """One list that pages show: who asks matters only for what is theirs."""

    asked: Asked
    me: str = ""
    after: Place | None = None


class Listed(msgspec.Struct, frozen=True):
    """A list as it was drawn, the threads in it, and the key of the last one when more follow."""

    shown: Alike
    threads: frozenset[str]
    last: int | None = None


def list_key(address: dict[str, str], person: str) -> ListKey:
    """The list that a page of a person shows by its address."""
    asked = desk_lists.asked_for(address)
    return ListKey(asked, person if asked.view == "mine" else "", desk_lists.place_from(address.get("after", "")))


class Reader(msgspec.Struct, frozen=True, eq=False):
    """An open page: its news, and the person whose it is, "" for one that shows everybody's."""

    queue: Queue[News]
    person: str

    def hears(self, whom: str) -> bool:
        """Whether a note that concerns somebody ("": everybody) concerns this page."""
        return not whom or self.person in ("", whom)


class Board:
    """Open pages by what they show."""

    def __init__(self, runtime: Runtime, hub: Hub) -> None:
        self.shared, self.brief = Shared(), Brief(hub.newest)
        self.turns = {turn: Semaphore(most) for turn, most in _AT_ONCE.items()}
        self._runtime, self._hub = runtime, hub
        self._lock = Lock()
        self._pages: dict[ListKey, set[Reader]] = {}
        self._dirty: set[ListKey] = set()
        self._airline: dict[str, set[str]] = {}
        self._spread: dict[str, float] = {}
        self._told: dict[ListKey, float] = {}
        self._counts: Counts | None = None
        self._counted = 0.0
        self._looked = 0.0
        self._news = False
        self._changed = False
        self._reader: Thread | None = None

    @contextmanager
    def open(self, shown: ListKey, thread: str, since: str, person: str = "") -> Iterator["Queue[News]"]:
        """News for a page of a person: of its thread after `since`, and when its lists are out of date.

        Whatever happened to the lists before is in the first drawing. Without a person it hears what concerns anybody.
        """
        self._start()
        with self._hub.listen(thread or _NOWHERE, since) as queue:
            reader = Reader(queue, person)
            self._join(shown, reader)
            try:
                yield queue
            finally:
                self._leave(shown, reader)

    def newest(self) -> str:
        """The id of the newest note that pages were handed."""
        return self._hub.newest()

    def after(self, since: str) -> tuple[LiveNote, ...]:
        """The notes of all threads after `since`, for a page that asks; `RESYNC` alone when some are lost."""
        return self._hub.after("", since)

    def judge(self, notes: list[LiveNote]) -> None:
        """Take note of the lists that have changed by these notes."""
        with self._lock:
            shown = tuple(self._pages)
        if not shown:
            return
        for note in notes:
            if note.kind in AIRLINE:
                self._airline.setdefault(note.kind, set()).add(note.who)
        threads = {note.thread for note in notes if note.kind not in AIRLINE}
        self._news = self._news or bool(threads)
        self._changed = self._changed or bool(threads)
        if "" in threads:
            self._looked = 0.0
        rows = self._rows(tuple(threads - {""}))
        for key in shown:
            if "" in threads or self._concerns(key, threads, rows):
                self._soil(key)

    def look(self) -> None:
        """Tell pages of lists and numbers that are out of date, and look at what time alone has changed."""
        now = monotonic()
        late = now - self._looked >= LOOK_SECONDS
        with self._lock:
            shown = tuple(self._pages)
        if shown and late:
            self._looked = now
            for key in shown:
                self._soil(key)
        for kind in [kind for kind in self._airline if now - self._spread.get(kind, 0.0) >= AIRLINE_SECONDS]:
            self._spread[kind] = now
            self._tell_airline(kind, self._airline.pop(kind))
        for key in tuple(self._dirty):
            if now - self._told.get(key, 0.0) >= self._pause(key):
                self._dirty.discard(key)
                with self._lock:
                    if key in self._pages:
                        self._told[key] = now
                self._tell(key, LISTS)
        if shown and (self._news or late) and now - self._counted >= COUNT_SECONDS:
            anyway, self._changed = late and self._changed, self._changed and not late
            self._news, self._counted = False, now
            self._count(shown, anyway=anyway)

    def _pause(self, key: ListKey) -> float:
        """Seconds between two tellings of a list: the more pages show it, the more each of them costs."""
        pages = len(self._pages.get(key, ()))
        return min(max(LIST_SECONDS, pages * LIST_SECONDS_A_PAGE), MOST_LIST_SECONDS)

    def _join(self, shown: ListKey, reader: Reader) -> None:
        with self._lock:
            self._pages.setdefault(shown, set()).add(reader)
        for news in (LISTS, COUNTS, *(LiveNote("", "", kind, 0) for kind in sorted(AIRLINE))):
            hand(reader.queue, news)

    def _leave(self, shown: ListKey, reader: Reader) -> None:
        with self._lock:
            left = self._pages[shown]
            left.discard(reader)
            if not left:
                del self._pages[shown]
                self._told.pop(shown, None)
                self.shared.drop(shown)

    def _soil(self, key: ListKey) -> None:
        self.shared.soil(key)
        self._dirty.add(key)

    def _tell(self, key: ListKey, news: LiveNote) -> None:
        with self._lock:
            for reader in self._pages.get(key, ()):
                hand(reader.queue, news)

    def _tell_airline(self, kind: str, whom: set[str]) -> None:
        """One note for all that was new of a kind, to those whom any of it concerns."""
        news = LiveNote("", "", kind, 0)
        with self._lock:
            for reader in chain.from_iterable(self._pages.values()):
                if any(reader.hears(one) for one in whom):
                    hand(reader.queue, news)

    def _rows(self, threads: tuple[str, ...]) -> dict[str, DeskThread]:
        if not threads:
            return {}
        with self._runtime.records.begin() as work:
            return {row.thread: row for row in work.inbox.threads(threads)}

    def _concerns(self, key: ListKey, threads: set[str], rows: dict[str, DeskThread]) -> bool:
        """Whether a list shows one of the threads, or would by now."""
        listed: Listed | None = self.shared.known(key)
        if listed is None or not threads.isdisjoint(listed.threads):
            return True
        now, sort = desk_lists.now_ms(self._runtime), key.asked.sort_of
        return any(
            (listed.last is None or desk_lists.key_of(row, sort) <= listed.last)
            and desk_lists.shows(key.asked, row, me=key.me, now=now)
            for row in rows.values()
        )

    def _count(self, shown: tuple[ListKey, ...], *, anyway: bool) -> None:
        """Tell pages of numbers that have changed, or anyway, since only pages know those of their filters."""
        counts = desk_lists.count(self._runtime)
        drawn: Counts | None = self.shared.known(COUNT_KEY)  # by a page that came between two counts, perhaps
        if not anyway and counts == self._counts and drawn in (None, counts):
            return
        self._counts = counts
        self.shared.soil(COUNT_KEY)
        for key in shown:
            self._tell(key, COUNTS)

    def _start(self) -> None:
        with self._lock:
            if self._reader is None or not self._reader.is_alive():
                self._reader = Thread(target=self._read, name="desk board", daemon=True)
                self._reader.start()

    def _read(self) -> None:
        """Judge notes as they come; whatever broke, every list is looked at again."""
        while True:
            try:
                with self._hub.listen("", self._hub.newest()) as queue:
                    while True:
                        self._step(queue)
            except ThreadfareError as error:
                _log.warning("The desk's lists wait: %s", error.say_to_staff)
            except Exception as error:  # noqa: BLE001  a reader that dies leaves every list as it is
                _log.error("The desk's lists wait: %s", type(error).__name__)
            self._looked = 0.0
            self._airline = {kind: {""} for kind in AIRLINE}
            sleep(_PAUSE_SECONDS)

    def _step(self, queue: "Queue[News]") -> None:
        notes = list(_drained(queue, seconds=_GATHER_SECONDS if self._dirty or self._airline else COUNT_SECONDS))
        if RESYNC in notes:
            notes = [LiveNote("", "", kind, 0) for kind in ("desk", *AIRLINE)]  # of threads the hub tells pages
        if notes:
            self.judge(notes)
        self.look()


def _drained(queue: "Queue[News]", *, seconds: float) -> Iterator[LiveNote]:
    """All the notes that are there, waiting for the first, and a moment for those that come with it."""
    news = next_note(queue, seconds=seconds)
    if news is None:
        return
    sleep(_GATHER_SECONDS)
    for _ in range(_MOST_NOTES):
        if isinstance(news, LiveNote):
            yield news
        if queue.empty():
            return
        news = next_note(queue, seconds=0)


def board_of(app: Flask, runtime: Runtime) -> Board:
    """The one board of an application."""
    board: Board = app.extensions.setdefault("threadfare desk board", Board(runtime, hub_of(app, runtime)))
    return board
