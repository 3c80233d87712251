"""Notifications on the desk's pages: what is new for a person, where it leads, the worker that takes pushes."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
from flask import Blueprint, Response, make_response, redirect, render_template, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.moments import milliseconds
from bot.domain.staff.notification import Kind
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import preferences, staff_news
from bot.services.thread_refs import ref_of
from bot.web.desk.titles import title_of
from bot.web.staff import guard

_STATIC = Path(__file__).parents[1] / "static"
_MOST_COUNTED = 99
_OPENING_MS = 10_000
"""What happened while somebody went from one page to the next is told on the next."""

WORDS: Mapping[Kind, str] = {
    "queue": "{title} waits for a person",
    "assigned": "{title} was assigned to you",
    "reply": "{title} wrote to you",
    "mention": "You were mentioned in {title}",
    "transfer": "Transfer of {title}",
    "silent": "{title} was not taken up",
    "due": "{title} needs a reply soon",
}
"""What a note in the page says."""


class Shown(msgspec.Struct, frozen=True):
    """One notification as the page is told it.

    `ways` are those by which it comes but a push; what is `fresh` calls somebody also when their page opens only now.
    """

    number: int
    kind: Kind
    thread: str
    text: str
    ways: str
    fresh: bool


def draw(runtime: Runtime, person: Person) -> str:
    """What is new for a person as HTML that a script reads; nothing of what they do not want to hear of."""
    chosen = preferences.of(runtime, person.id)
    now = milliseconds(runtime.clock.now())
    rows = []
    for one in staff_news.shown(runtime, person.id):
        ways = [way for way in ("toast", "sound") if chosen.wants(one.kind, way)]
        if ways and one.at > now - staff_news.FRESH_MS:
            text = WORDS[one.kind].format(title=title_of(one.thread))
            rows.append(
                Shown(
                    one.number, one.kind, ref_of(runtime, one.thread), text, " ".join(ways), one.at > now - _OPENING_MS
                )
            )
    return render_template("desk/notifications.html", rows=rows)


def add_notifications(pages: Blueprint, runtime: Runtime) -> None:
    """The routes of notifications below /desk."""

    @pages.get("/notifications/<int:number>")
    @guard.needs(runtime, "threads.read")
    def lead(person: Person, number: int) -> AnyResponse:
        """A push names no thread; whoever taps it is led there."""
        name = staff_news.thread_of(runtime, number, person)
        return redirect(f"/desk/t/{ref_of(runtime, name)}" if name else "/desk", 303)

    @pages.get("/worker.js")
    @guard.known(runtime, quiet=True)
    def worker(_: Person) -> Response:
        """The service worker, for all of /desk."""
        response = send_from_directory(_STATIC, "push_worker.js", max_age=0)
        response.headers["Service-Worker-Allowed"] = "/desk"
        return response

    @pages.get("/icon/<int:count>.svg")
    @guard.known(runtime, quiet=True)
    def icon(_: Person, count: int) -> Response:
        """The page's icon with how many wait."""
        told = str(count) if count <= _MOST_COUNTED else f"{_MOST_COUNTED}+"
        response = make_response(render_template("desk/icon.svg", told=told))
        response.headers["Cache-Control"] = "private, max-age=86400"
        response.mimetype = "image/svg+xml"
        return response
