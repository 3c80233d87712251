"""The one stream of an open page: its thread note by note, its lists and numbers when they are out of date."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain
from time import monotonic

from flask import Response, jsonify

from bot.ports.live import Hint, LiveNote
from bot.web import streaming
from bot.web.desk.board import AIRLINE, Board, list_key
from bot.web.desk.parts import Live
from bot.web.hub import ERASED, RESYNC, News
from bot.web.streaming import Watch, alive, event

_MANY = frozenset({"lists", "counts"})
"""Kinds of news that tell of what many pages show."""
_OF_NO_THREAD = _MANY | AIRLINE
_THREAD = "thread"
"""What is owed after a line: the rest of what the notes of the open thread have changed."""
_SEEN_SIGNS = 16
_PATIENCE_SECONDS = 1.0
"""A page on which one line comes after the other is told what is owed all the same."""
_LOOK_SECONDS = 0.05
"""How long a page waits for its turn before it looks whether there is something to say first."""


def told(board: Board, view: Live, since: str, watch: Watch) -> Iterator[str]:
    """Events while the watch lets them go on; the end of a stream makes the page connect again."""
    page = view.page
    everybodys = "" if view.shows_everybody else page.person.id
    with board.open(list_key(page.asked, page.person.id), page.thread, since, everybodys) as queue:
        teller = Teller(board, view)
        yield from streaming.told(queue, watch, teller.say, newest=board.newest, rest=teller.rest)


class Teller:
    """Words the news of one page: a line at once, and all else, which is owed, piece by piece when no more news wait.

    What is owed waits for its turn, so that hundreds of pages do not ask SQL at once; a line that comes meanwhile goes
    first. Lists, numbers and what is the airline's have no id: a page that comes back is told them in any case. The id
    of a note of the thread comes after the last thing that it has changed, so a page that breaks off before is told
    all of it again.
    """

    def __init__(self, board: Board, view: Live) -> None:
        self._board, self._view = board, view
        self._owed: dict[str, float] = {}
        self._newest = ""

    def say(self, news: News | None, newest: str) -> str:
        """News as events, or what is owed for too long besides; None is a sign of life."""
        if news is None:
            return alive(newest)
        if isinstance(news, Hint):
            return self._view.hint(news)
        if _is_gone(self._view, news):
            self._owed.clear()
            return event(RESYNC.kind, "now", "")
        at_large = news.kind in _OF_NO_THREAD
        line = "" if at_large else self._line(news)
        self._owed.setdefault(news.kind if at_large else _THREAD, monotonic())
        overdue = monotonic() - min(self._owed.values()) > _PATIENCE_SECONDS
        return line + (self.rest() or "") if overdue else line

    def rest(self) -> str | None:
        """The next piece of what is owed, "" while no turn comes; None when nothing is."""
        for wait in (0.0, _LOOK_SECONDS):
            for kind in tuple(self._owed):
                with self._turn(kind, wait) as mine:
                    if mine:
                        return self._drawn(kind)
        return "" if self._owed else None

    def _line(self, note: LiveNote) -> str:
        self._newest = note.id
        with self._board.turns["lines"]:
            return _events(self._view.line(note))

    @contextmanager
    def _turn(self, kind: str, seconds: float) -> Iterator[bool]:
        """Whether the turn to draw came in that time; it is given back at the end. A shared list needs none."""
        if kind == "lists" and self._view.shares_lists:
            yield True
            return
        turn = self._board.turns["numbers" if kind == "counts" else "thread"]
        mine = turn.acquire(timeout=seconds)
        try:
            yield mine
        finally:
            if mine:
                turn.release()

    def _drawn(self, kind: str) -> str:
        del self._owed[kind]
        if kind == _THREAD:
            return f"{_events(self._view.due())}id: {self._newest}\n\n"
        if kind in AIRLINE:
            return _events(self._view.of_airline(kind))
        return self._view.list_events() if kind == "lists" else _events(self._view.counts())


def _events(parts: list[tuple[str, str]]) -> str:
    return "".join(event(name, html, "") for name, html in parts)


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
