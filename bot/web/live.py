"""Server-sent events: what is new in a thread, as HTML that the first page would have shown too."""

from collections.abc import Callable, Iterator

import msgspec
from flask import Blueprint, Response, current_app, jsonify, request

from bot.ports.live import Hint, LiveNote
from bot.ports.runtime import Runtime
from bot.services import transcripts
from bot.web import chat_line, chat_view, streaming
from bot.web.hub import ERASED, RESYNC, Hub, News, hub_of
from bot.web.places import Holder, places_of
from bot.web.streaming import KEEP_ALIVE_SECONDS, OVER, Watch, alive, event, sse
from bot.web.visit_tokens import bearer
from bot.web.visitors import current_thread, page_language

WAITING_SECONDS = 4.0
"""While a traveller waits for a person their place is looked up as often: others who are taken move them on."""
MOST_LINES = 500
"""Lines that a page is given at once which missed them."""


class View(msgspec.Struct, frozen=True):
    """How a page is drawn: `line` is the line of a note as HTML, `place` tells the place in the line for a person."""

    line: Callable[[LiveNote], str]
    place: Callable[[], str]


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /live; a process of its own may serve them."""
    pages = Blueprint("live", __name__, url_prefix="/live")

    @pages.get("/thread")
    def thread() -> Response:
        key = current_thread(runtime)
        if key is None:
            return _unknown()
        since = request.headers.get("Last-Event-ID") or request.args.get("since", "")
        view, hub = View(_drawer(runtime), _placer(runtime, key)), hub_of(current_app, runtime)
        if "once" in request.args:
            return _once(hub, key, since, view)
        watch = Watch(lambda: "" if current_thread(runtime) == key else OVER)
        return sse(places_of(current_app, runtime), Holder(key), _stream(hub, key, since, view, watch=watch))

    @pages.get("/lines")
    def lines() -> Response:
        key = current_thread(runtime)
        if key is None:
            return _unknown()
        before = request.args.get("before", 0, int)
        return _earlier(runtime, key, before) if before > 0 else _lines(runtime, key, request.args.get("after", 0, int))

    return pages


def _unknown() -> Response:
    """To a frame, 401: it has a token of its own to renew."""
    return Response("Open the chat first.", 403 if bearer(request) is None else 401)


def _lines(runtime: Runtime, thread: str, after: int) -> Response:
    """The lines after a row, for a page that was away for longer than notes are remembered."""
    opened = transcripts.open_thread(runtime, thread, after=after, most=MOST_LINES)
    words = chat_view.words_in(page_language(runtime))
    drawn = [chat_view.draw(line, words) for line in opened.lines]
    whole = len(drawn) < MOST_LINES
    return jsonify(since=opened.live, whole=whole, parts=[("line", html) for html in drawn if html])


def _earlier(runtime: Runtime, thread: str, before: int) -> Response:
    """The lines before a row, for who reads back; `earlier` is the row before which there is more."""
    opened = transcripts.open_thread(runtime, thread, before=before)
    words = chat_view.words_in(page_language(runtime))
    parts = [("line", html) for line in opened.lines if (html := chat_view.draw(line, words, past=True))]
    return jsonify(earlier=opened.earlier, parts=parts)


def _once(hub: Hub, thread: str, since: str, view: View) -> Response:
    """The same notes for a page that cannot hold a stream open: it asks every few seconds."""
    notes = hub.after(thread, since)
    if notes == (RESYNC,):
        return jsonify(since=since, resync=True, parts=[])
    if any(note.kind == ERASED for note in notes):
        return jsonify(since=since, resync=True, parts=[(ERASED, "")])
    place = view.place()
    parts = [("line", html) for html in map(view.line, notes) if html]
    parts += [("place", place)] if place or any(map(_changes_hands, notes)) else []
    return jsonify(since=notes[-1].id if notes else since, resync=False, parts=parts)


def _stream(hub: Hub, thread: str, since: str, view: View, *, watch: Watch) -> Iterator[str]:
    page = _Page(view)
    with hub.listen(thread, since) as queue:
        if page.place:
            yield event("place", page.place, "")
        yield from streaming.told(queue, watch, page.say, newest=hub.newest, patience=page.patience)


class _Page:
    """An open page: the place in the line that it was told last, None where it was never told one."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.place = view.place() or None

    def patience(self) -> float:
        """Seconds until a page that hears nothing is written to, and its place looked up."""
        return WAITING_SECONDS if self.place else KEEP_ALIVE_SECONDS

    def say(self, news: News | None, newest: str) -> str:
        """What is new as events; the place is looked up while somebody waits, and when the thread changes hands."""
        before = self.place
        if before or _changes_hands(news):
            self.place = self._view.place()
        told = _told(news, self._view) if news is not None else alive(newest)
        return told if self.place is None or self.place == before else told + event("place", self.place, "")


def _changes_hands(news: News | None) -> bool:
    return isinstance(news, LiveNote) and news.kind == "desk"


def _told(news: News, view: View) -> str:
    """One piece of news as the page is told it; of a hint it learns who types, unless it is the traveller."""
    if isinstance(news, Hint):
        return event("typing", news.name, "") if news.name and not news.does else ""
    if news.kind == ERASED:
        return event(ERASED, "now", "") + event(RESYNC.kind, "now", "")
    return event("line", view.line(news), news.id)


def _placer(runtime: Runtime, thread: str) -> Callable[[], str]:
    words = chat_view.words_in(page_language(runtime))
    return lambda: chat_line.place_now(runtime, thread, words)


def _drawer(runtime: Runtime) -> Callable[[LiveNote], str]:
    """Draws the line of a note as HTML in the page's language, "" when there is nothing to see of it."""
    words = chat_view.words_in(page_language(runtime))

    def draw(note: LiveNote) -> str:
        line = transcripts.read_line(runtime, note.row) if note.kind in {"entry", "fate"} else None
        return chat_view.draw(line, words) if line else ""

    return draw
