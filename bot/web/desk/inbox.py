"""The desk's routes: the list of threads, one thread, and its live stream, which ends with the right to see it."""

from contextlib import suppress
from typing import Any

from flask import Blueprint, Response, current_app, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.domain.ids import parse_thread
from bot.domain.staff.person import Person
from bot.ports.runtime import Runtime
from bot.services import desk
from bot.services.thread_refs import ref_of, thread_of
from bot.web.desk import (
    actions,
    assign,
    canned_acts,
    commands,
    connection,
    file_acts,
    filters,
    mark_acts,
    note_acts,
    notifications,
    overview,
    panel_acts,
    presence,
    searching,
    stream,
    thread_page,
    writing,
)
from bot.web.desk.board import board_of
from bot.web.desk.parts import PARTS, Live, Opened
from bot.web.places import Holder, places_of
from bot.web.staff import guard
from bot.web.staff.watch import watch_of
from bot.web.streaming import sse


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /desk."""
    pages = Blueprint("desk", __name__, url_prefix="/desk")
    pages.after_request(guard.with_headers)
    pages.url_value_preprocessor(lambda _, values: _name_thread(runtime, values))
    pages.add_app_template_filter(lambda thread: ref_of(runtime, thread), "ref")
    actions.add_actions(pages, runtime)
    writing.add_writing(pages, runtime)
    panel_acts.add_acts(pages, runtime)

    @pages.get("")
    @guard.needs(runtime, "threads.read")
    def front(person: Person) -> AnyResponse:
        return _page(runtime, person, "")

    commands.add_commands(pages, runtime)
    notifications.add_notifications(pages, runtime)
    more = (note_acts, mark_acts, canned_acts, file_acts)
    for part in (filters, searching, connection, assign, presence, *more):
        part.add_pages(pages, runtime)

    @pages.get("/t/<name>")
    @guard.needs(runtime, "threads.read")
    def show(person: Person, name: str) -> AnyResponse:
        return _page(runtime, person, name)

    @pages.get("/live")
    @guard.needs(runtime, "threads.read", quiet=True)
    def live(person: Person) -> Response:
        since = request.headers.get("Last-Event-ID") or request.args.get("since", "")
        board, thread = board_of(current_app, runtime), thread_of(runtime, request.args.get("thread", ""))
        presence.beat(runtime, person)
        asks = "once" in request.args
        page = Opened(runtime, person, thread, request.args.to_dict(), board.brief if asks else board.shared)
        overseen = request.args.get("page") == overview.ASKED and person.may("threads.oversee")
        view = Live(page, overview.OVERVIEW_PARTS if overseen else PARTS)
        if asks:
            return stream.once(board, view, since, request.args.get("seen", ""))
        told = stream.told(board, view, since, watch_of(runtime, person, "threads.read", presence.pulse(runtime)))
        return sse(places_of(current_app, runtime), Holder(person.id, staff=True), told)

    return pages


def _name_thread(runtime: Runtime, values: dict[str, Any] | None) -> None:
    """Let views read the thread that an address refers to; what refers to none is left to them."""
    if values and "name" in values:
        with suppress(InvalidError):
            values["name"] = thread_of(runtime, values["name"])


def _page(runtime: Runtime, person: Person, name: str) -> Response:
    try:
        if name:
            parse_thread(name)
    except InvalidError:
        return make_response(thread_page.whole_page(runtime, person, "", "There is no such thread."), 404)
    presence.beat(runtime, person)
    known = not name or desk.thread_state(runtime, name) is not None
    return make_response(thread_page.whole_page(runtime, person, name), 200 if known else 404)
