"""Server-sent events: what is new in a thread, as HTML that the first page would have shown too."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Queue

import msgspec
from flask import Blueprint, Response, current_app, jsonify, request, stream_with_context

from bot.domain.errors import ThreadfareError
from bot.ports.live import Hint, LiveNote
from bot.ports.runtime import Runtime
from bot.services import transcripts
from bot.web import chat_line, chat_view
from bot.web.hub import RESYNC, Hub, News, hub_of, next_note
from bot.web.visit_tokens import bearer
from bot.web.visitors import current_thread, page_language

KEEP_ALIVE_SECONDS = 12.0
"""A dead page is noticed at the next write; proxies drop a stream that is silent for 15 to 60 seconds."""
WAITING_SECONDS = 4.0
"""While a traveller waits for a person their place is looked up as often: others who are taken move them on."""
_RETRY_MS = 2000
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
        return _once(hub, key, since, view) if "once" in request.args else _stream(hub, key, since, view)

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


def event(name: str, data: str, live_id: str) -> str:
    """One server-sent event (WHATWG HTML, section 9.2): each line of the data on a line of its own."""
    lines = "".join(f"data: {line}\n" for line in data.split("\n"))
    return f"event: {name}\nid: {live_id}\n{lines}\n" if live_id else f"event: {name}\n{lines}\n"


def _once(hub: Hub, thread: str, since: str, view: View) -> Response:
    """The same notes for a page that cannot hold a stream open: it asks every few seconds."""
    notes = hub.after(thread, since)
    if notes == (RESYNC,):
        return jsonify(since=since, resync=True, parts=[])
    place = view.place()
    parts = [("line", html) for html in map(view.line, notes) if html]
    parts += [("place", place)] if place or any(map(_changes_hands, notes)) else []
    return jsonify(since=notes[-1].id if notes else since, resync=False, parts=parts)


def _stream(hub: Hub, thread: str, since: str, view: View) -> Response:
    def told() -> Iterator[str]:
        with hub.listen(thread, since) as queue:
            if queue is None:
                yield event("busy", "now", "")
                return
            yield f"retry: {_RETRY_MS}\n\n"
            yield from _events(queue, view)

    return sse(told())


def sse(told: Iterator[str]) -> Response:
    """A response that stays open; proxies are asked not to hold it back."""
    response = Response(stream_with_context(told), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(queue: "Queue[News]", view: View) -> Iterator[str]:
    """Events for ever; the end of a stream makes the page connect again from the last id that it saw."""
    with suppress(ThreadfareError):
        yield from _drawn(queue, view)


def _drawn(queue: "Queue[News]", view: View) -> Iterator[str]:
    place = view.place() or None
    if place:
        yield event("place", place, "")
    while True:
        news = next_note(queue, seconds=WAITING_SECONDS if place else KEEP_ALIVE_SECONDS)
        if news == RESYNC:
            yield event("resync", "now", "")
            return
        before, place = place, _place_now(news, place, view)
        yield _told(news, view)
        if place is not None and place != before:
            yield event("place", place, "")


def _place_now(news: News | None, place: str | None, view: View) -> str | None:
    """The place is looked up while somebody waits, and whenever the thread changes hands; None was never looked up."""
    return view.place() if place or _changes_hands(news) else place


def _changes_hands(news: News | None) -> bool:
    return isinstance(news, LiveNote) and news.kind == "desk"


def _told(news: News | None, view: View) -> str:
    """One piece of news as the page is told it; of a hint it learns who types, unless it is the traveller."""
    if isinstance(news, Hint):
        return event("typing", news.name, "") if news.name else ""
    return event("line", view.line(news), news.id) if news else ": still here\n\n"


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
