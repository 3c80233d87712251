"""An answer that stays open: it has a place in the process, gives signs of life, and ends with the right to it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from queue import Queue
from time import monotonic

from flask import Response, stream_with_context

from bot.domain.errors import ThreadfareError
from bot.web.hub import RESYNC, News, next_note
from bot.web.places import Holder, Places

KEEP_ALIVE_SECONDS = 12.0
"""A dead page is noticed at the next write; proxies drop a stream that is silent for 15 to 60 seconds."""
LOOK_AGAIN_SECONDS = 3.0
"""How often an open stream looks whether it may go on: whoever may see nothing any more sees nothing after five."""
OVER = "over"
"""What a stream ends with whose reader has lost the right to it."""
_RETRY_MS = 2000

Say = Callable[[News | None, str], str]
"""Words news as events, "" for what the page need not know; None is a sign of life, with the newest id if there is one.
"""


class Watch:
    """Looks now and then whether a stream may go on: `look` gives what it ends with, "" while it may.

    `look` may raise `ThreadfareError`: what nobody can look up ends, too, and the page connects again.
    """

    def __init__(self, look: Callable[[], str]) -> None:
        self._look = look
        self._looked = monotonic()

    def left(self) -> float:
        """Seconds until it looks again: nobody waits for news longer."""
        return max(0.0, self._looked + LOOK_AGAIN_SECONDS - monotonic())

    def verdict(self) -> str:
        """What the stream ends with now, "" while it goes on."""
        if self.left():
            return ""
        self._looked = monotonic()
        return self._look()


def event(name: str, data: str, live_id: str) -> str:
    """One server-sent event (WHATWG HTML, section 9.2): each line of the data on a line of its own."""
    lines = "".join(f"data: {line}\n" for line in data.split("\n"))
    return f"event: {name}\nid: {live_id}\n{lines}\n" if live_id else f"event: {name}\n{lines}\n"


def alive(newest: str) -> str:
    """A sign of life; a page that has heard everything is told the newest id, so that it never goes back far."""
    return f"id: {newest}\n: still here\n\n" if newest else ": still here\n\n"


def told(
    queue: "Queue[News]",
    watch: Watch,
    say: Say,
    *,
    newest: Callable[[], str],
    patience: Callable[[], float] = lambda: KEEP_ALIVE_SECONDS,
    rest: Callable[[], str | None] = lambda: None,
) -> Iterator[str]:
    """Events for ever; the end of a stream makes the page connect again from the last id that it saw.

    `newest` is the id of the newest note that was handed out, `patience` the seconds after which a silent stream gives
    a sign of life. `rest` is asked when no news wait, until it gives None: for the next piece of what news left to be
    told, "" when that cannot be told yet.
    """
    yield f"retry: {_RETRY_MS}\n\n"
    wrote, owes = monotonic(), False
    while True:
        mark = newest()  # before what comes is waited for: the page has heard everything up to there
        quiet = wrote + patience() - monotonic()
        news = next_note(queue, seconds=0.0 if owes else max(0.0, min(watch.left(), quiet)))
        if verdict := watch.verdict() or (RESYNC.kind if news == RESYNC else ""):
            yield event(verdict, "now", "")
            return
        if news is None and owes:
            piece = rest()
            owes = piece is not None
        else:
            owes = news is not None
            piece = say(news, mark) if owes or monotonic() - wrote >= patience() else ""
        if piece:
            yield piece
            wrote = monotonic()


def sse(places: Places, holder: Holder, events: Iterator[str]) -> Response:
    """A response that stays open while its holder has a place; proxies are asked not to hold it back."""
    response = Response(stream_with_context(_held(places, holder, events)), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _held(places: Places, holder: Holder, events: Iterator[str]) -> Iterator[str]:
    """Who finds no place is told so, and asks now and then instead; a store that is away ends the stream."""
    with places.hold(holder) as granted:
        if granted:
            with suppress(ThreadfareError):
                yield from events
        else:
            yield event("busy", "now", "")
