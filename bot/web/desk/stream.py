"""The one stream of an open page: its thread note by note, its lists and numbers when they are out of date."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import chain
from queue import Queue
from time import monotonic

from flask import Response, jsonify

from bot.ports.live import Hint, LiveNote
from bot.web import streaming
from bot.web.desk.board import AIRLINE, Board, list_key
from bot.web.desk.parts import Live
from bot.web.hub import ERASED, RESYNC, News
from bot.web.streaming import KEEP_ALIVE_SECONDS, Watch, alive, event

_MANY = frozenset({"lists", "counts"})
_SEEN_SIGNS = 16
_PATIENCE_SECONDS = 1.0
"""A page on which one note comes after the other is told the rest of what they changed all the same."""


def told(board: Board, view: Live, since: str, watch: Watch) -> Iterator[str]:
    """Events while the watch lets them go on; the end of a stream makes the page connect again."""
    page = view.page
    everybodys = "" if view.shows_everybody else page.person.id
    with board.open(list_key(page.asked, page.person.id), page.thread, since, everybodys) as queue:
        teller = _Teller(board, view, queue)
        yield from streaming.told(queue, watch, teller.say, newest=board.newest, patience=lambda: KEEP_ALIVE_SECONDS)


class _Teller:
    """Words the news of one page: a line at once, and what its notes changed besides when no more of them wait.

    Lists, numbers and what is the airline's have no id: a page that comes back is told them in any case. That of a note
    of the thread is told with the last thing that it changes, so a page that breaks off before is told all of it again.
    """

    def __init__(self, board: Board, view: Live, queue: "Queue[News]") -> None:
        self._board, self._view, self._queue = board, view, queue
        self._untold = ""
        self._since = 0.0

    def say(self, news: News | None, newest: str) -> str:
        """News as events; None is a sign of life."""
        if news is None:
            return alive(newest)
        told = self._view.hint(news) if isinstance(news, Hint) else self._drawn(news)
        waits = not self._queue.empty() and monotonic() - self._since < _PATIENCE_SECONDS
        return told if waits else told + self._rest()

    def _drawn(self, note: LiveNote) -> str:
        if note.kind in _MANY:
            with self._board.turns["lists"]:
                return _events(self._view.lists() if note.kind == "lists" else self._view.counts(), "")
        if note.kind in AIRLINE:
            with self._board.turns["thread"]:
                return _events(self._view.of_airline(note), "")
        if _is_gone(self._view, note):
            return event(RESYNC.kind, "now", "")
        self._since = self._since if self._untold else monotonic()
        self._untold = note.id
        with self._board.turns["lines"]:
            return _events(self._view.line(note), "")

    def _rest(self) -> str:
        live_id, self._untold = self._untold, ""
        if not live_id:
            self._view.settle()
            return ""
        with self._board.turns["thread"]:
            return _events(self._view.due(), live_id) or f"id: {live_id}\n\n"


def _events(parts: list[tuple[str, str]], live_id: str) -> str:
    return "".join(_worded(name, html, live_id) for name, html in parts)


_worded = lru_cache(maxsize=64)(event)
"""A list that many pages show is put into words for the first of them."""


def _is_gone(view: Live, note: LiveNote) -> bool:
    """Whether what the page shows of its thread was erased: nothing of it may stay, so it loads itself again."""
    return note.kind == ERASED and note.thread == view.page.thread


def once(board: Board, view: Live, since: str, seen: str) -> Response:
    """The same for a page that cannot hold a stream open: it asks every few seconds.

    Time alone changes lists and numbers, too, so they are looked at each time; `seen` is the page's sign of those that
    it was told last, and they come again when it is another.
    """
    notes = board.after(since)
    if notes == (RESYNC,) or any(_is_gone(view, note) for note in notes):
        return jsonify(since=since, resync=True, parts=[])
    many = view.lists() + view.counts()
    sign = sha256(repr(many).encode()).hexdigest()[:_SEEN_SIGNS]
    parts = many if sign != seen else []
    parts += chain.from_iterable((*view.of_airline(note), *view.of_thread(note)) for note in notes)
    return jsonify(since=notes[-1].id if notes else since, seen=sign, resync=False, parts=parts)
