"""The one stream of an open page: its thread note by note, its lists and numbers when they are out of date."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import chain

from flask import Response, jsonify

from bot.ports.live import Hint, LiveNote
from bot.web import streaming
from bot.web.desk.board import AIRLINE, Board, list_key
from bot.web.desk.parts import Live
from bot.web.hub import ERASED, RESYNC, News
from bot.web.streaming import KEEP_ALIVE_SECONDS, Watch, alive, event

_MANY = frozenset({"lists", "counts"})
_SEEN_SIGNS = 16


def told(board: Board, view: Live, since: str, watch: Watch) -> Iterator[str]:
    """Events while the watch lets them go on; the end of a stream makes the page connect again."""
    page = view.page

    def say(news: News | None, newest: str) -> str:
        return _said(board, view, news) if news is not None else alive(newest)

    with board.open(list_key(page.asked, page.person.id), page.thread, since) as queue:
        yield from streaming.told(queue, watch, say, newest=board.newest, patience=lambda: KEEP_ALIVE_SECONDS)


def _said(board: Board, view: Live, news: News) -> str:
    """News as a page is told it."""
    if isinstance(news, Hint):
        return view.hint(news)
    with board.turns["lists" if news.kind in _MANY else "thread"]:
        return _drawn(view, news)


def _drawn(view: Live, note: LiveNote) -> str:
    """Lists, numbers and what is the airline's have no id: a page that comes back is told them in any case."""
    if note.kind in _MANY:
        return _events(view.lists() if note.kind == "lists" else view.counts(), "")
    if note.kind in AIRLINE:
        return _events(view.of_airline(note), "")
    if _is_gone(view, note):
        return event(RESYNC.kind, "now", "")
    return _events(view.of_thread(note), note.id) or f"id: {note.id}\n\n"


def _events(parts: list[tuple[str, str]], live_id: str) -> str:
    return "".join(event(name, html, live_id) for name, html in parts)


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
