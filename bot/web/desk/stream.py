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
_TURNS = {"lists": "lists", "counts": "numbers"}
_SEEN_SIGNS = 16
_THREAD = "thread"
"""What is owed after a line: the rest of what the notes of the open thread have changed."""
_PATIENCE_SECONDS = 1.0
"""A page on which one note comes after the other is told what is owed all the same."""
_LOOK_SECONDS = 0.1
"""How often a page that waits for its turn looks whether there is something to say first."""


def told(board: Board, view: Live, since: str, watch: Watch) -> Iterator[str]:
    """Events while the watch lets them go on; the end of a stream makes the page connect again."""
    page = view.page
    everybodys = "" if view.shows_everybody else page.person.id
    with board.open(list_key(page.asked, page.person.id), page.thread, since, everybodys) as queue:
        teller = Teller(board, view, queue)
        yield from streaming.told(queue, watch, teller.say, newest=board.newest, patience=lambda: KEEP_ALIVE_SECONDS)


class Teller:
    """Words the news of one page: a line at once, and what is owed besides when no more news wait.

    A page that waits for its turn to draw what it owes goes on with a line that comes meanwhile, unless it has owed
    for a second. Lists, numbers and what is the airline's have no id: a page that comes back is told them in any case.
    That of a note of the thread is told with the last thing that it changes, so a page that breaks off before is told
    all of it again.
    """

    def __init__(self, board: Board, view: Live, queue: "Queue[News]") -> None:
        self._board, self._view, self._queue = board, view, queue
        self._owed: dict[str, float] = {}
        self._newest = ""

    def say(self, news: News | None, newest: str) -> str:
        """News as events; None is a sign of life."""
        if news is None:
            return alive(newest)
        told = [self._at_once(news)]
        for kind in tuple(self._owed):
            if not self._comes_round(kind):
                return "".join(told)
            told.append(self._rest(kind))
        return "".join(told)

    def _at_once(self, news: News) -> str:
        if isinstance(news, Hint):
            return self._view.hint(news)
        if _is_gone(self._view, news):
            return event(RESYNC.kind, "now", "")
        self._owed.setdefault(news.kind if news.kind in _MANY | AIRLINE else _THREAD, monotonic())
        if news.kind in _MANY | AIRLINE:
            return ""
        self._newest = news.id
        with self._board.turns["lines"]:
            return _events(self._view.line(news), "")

    def _comes_round(self, kind: str) -> bool:
        """Wait for the turn to draw; False when there is something else to say first."""
        turn = self._board.turns[_TURNS.get(kind, "thread")]
        while self._queue.empty() or monotonic() - self._owed[kind] > _PATIENCE_SECONDS:
            if turn.acquire(timeout=_LOOK_SECONDS):
                return True
        return False

    def _rest(self, kind: str) -> str:
        """Draw what is owed of a kind, and let the next page do so."""
        try:
            del self._owed[kind]
            if kind == _THREAD:
                return _events(self._view.due(), self._newest) or f"id: {self._newest}\n\n"
            if kind in AIRLINE:
                return _events(self._view.of_airline(kind), "")
            return _events(self._view.lists() if kind == "lists" else self._view.counts(), "")
        finally:
            self._board.turns[_TURNS.get(kind, "thread")].release()


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
    parts += chain.from_iterable((*view.of_airline(note.kind), *view.of_thread(note)) for note in notes)
    return jsonify(since=notes[-1].id if notes else since, seen=sign, resync=False, parts=parts)
