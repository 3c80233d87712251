"""Server-sent events: what is new in a thread, as HTML that the first page would have shown too."""

from collections.abc import Callable, Iterator
from queue import Queue

from flask import Blueprint, Response, current_app, jsonify, request, stream_with_context

from bot.domain.errors import ThreadfareError
from bot.ports.live import LiveNote
from bot.ports.runtime import Runtime
from bot.services import transcripts
from bot.web import chat_view
from bot.web.hub import RESYNC, Hub, hub_of, next_note
from bot.web.visit_tokens import bearer
from bot.web.visitors import current_thread, page_language

KEEP_ALIVE_SECONDS = 12.0
"""A dead page is noticed at the next write; proxies drop a stream that is silent for 15 to 60 seconds."""
_RETRY_MS = 2000
MOST_LINES = 500
"""Lines that a page is given at once which missed them."""

Draw = Callable[[LiveNote], str]


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /live; a process of its own may serve them."""
    pages = Blueprint("live", __name__, url_prefix="/live")

    @pages.get("/thread")
    def thread() -> Response:
        key = current_thread(runtime)
        if key is None:
            return _unknown()
        since = request.headers.get("Last-Event-ID") or request.args.get("since", "")
        draw, hub = _drawer(runtime), hub_of(current_app, runtime)
        return _once(hub, key, since, draw) if "once" in request.args else _stream(hub, key, since, draw)

    @pages.get("/lines")
    def lines() -> Response:
        key = current_thread(runtime)
        return _unknown() if key is None else _lines(runtime, key, request.args.get("after", 0, int))

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


def event(name: str, data: str, live_id: str) -> str:
    """One server-sent event (WHATWG HTML, section 9.2): each line of the data on a line of its own."""
    lines = "".join(f"data: {line}\n" for line in data.split("\n"))
    return f"event: {name}\nid: {live_id}\n{lines}\n" if live_id else f"event: {name}\n{lines}\n"


def _once(hub: Hub, thread: str, since: str, draw: Draw) -> Response:
    """The same notes for a page that cannot hold a stream open: it asks every few seconds."""
    notes = hub.after(thread, since)
    if notes == (RESYNC,):
        return jsonify(since=since, resync=True, parts=[])
    parts = [("line", html) for html in map(draw, notes) if html]
    return jsonify(since=notes[-1].id if notes else since, resync=False, parts=parts)


def _stream(hub: Hub, thread: str, since: str, draw: Draw) -> Response:
    def told() -> Iterator[str]:
        with hub.listen(thread, since) as queue:
            if queue is None:
                yield event("busy", "now", "")
                return
            yield f"retry: {_RETRY_MS}\n\n"
            yield from _events(queue, draw)

    return sse(told())


def sse(told: Iterator[str]) -> Response:
    """A response that stays open; proxies are asked not to hold it back."""
    response = Response(stream_with_context(told), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(queue: "Queue[LiveNote]", draw: Draw) -> Iterator[str]:
    """Events for ever; the end of a stream makes the page connect again from the last id that it saw."""
    while True:
        note = next_note(queue, seconds=KEEP_ALIVE_SECONDS)
        if note is None:
            yield ": still here\n\n"
        elif note.kind == "resync":
            yield event("resync", "now", "")
            return
        else:
            try:
                html = draw(note)
            except ThreadfareError:
                return
            yield event("line", html, note.id)


def _drawer(runtime: Runtime) -> Draw:
    """Draws the line of a note as HTML in the page's language, "" when there is nothing to see of it."""
    words = chat_view.words_in(page_language(runtime))

    def draw(note: LiveNote) -> str:
        line = transcripts.read_line(runtime, note.row) if note.kind in {"entry", "fate"} else None
        return chat_view.draw(line, words) if line else ""

    return draw
