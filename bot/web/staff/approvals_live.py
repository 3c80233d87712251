"""The live stream of pages about no thread: drawn again when something of their kind has changed."""

from collections.abc import Callable, Iterator

from flask import Response, jsonify

from bot.ports.live import Hint
from bot.web import streaming
from bot.web.hub import RESYNC, Hub, News
from bot.web.streaming import KEEP_ALIVE_SECONDS, Watch, alive, event

Draw = Callable[[], list[tuple[str, str]]]
"""Gives the parts of the page as they are now, by their names."""


def told(hub: Hub, watch: Watch, since: str, draw: Draw, *, kind: str = "approvals") -> Iterator[str]:
    """Server-sent events while the watch lets them go on; the end of the stream makes the page connect again."""

    def say(news: News | None, newest: str) -> str:
        return alive(newest) if news is None else _events(news, draw, kind)

    with hub.listen("", since) as queue:
        yield from streaming.told(queue, watch, say, newest=hub.newest, patience=lambda: KEEP_ALIVE_SECONDS)


def once(hub: Hub, since: str, draw: Draw, *, kind: str = "approvals") -> Response:
    """The same for a page that cannot hold a stream open: it asks every few seconds."""
    notes = hub.after("", since)
    if notes == (RESYNC,):
        return jsonify(since=since, resync=True, parts=[])
    parts = draw() if any(note.kind == kind for note in notes) else []
    return jsonify(since=notes[-1].id if notes else since, resync=False, parts=parts)


def _events(news: News, draw: Draw, kind: str) -> str:
    if isinstance(news, Hint):
        return ""
    if news.kind != kind:
        return f"id: {news.id}\n\n"
    return "".join(event(name, html, news.id) for name, html in draw())
