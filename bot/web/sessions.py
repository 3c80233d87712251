"""The frame's own requests: it comes back with a token, counts what is unread, notes what was seen, and forgets.

A frame on somebody's page has no cookie to rely on: its requests carry a token in their `Authorization` header.
"""

from typing import TypeVar

import msgspec
from flask import Blueprint, Response, abort, current_app, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.embedding.visits import Visit
from bot.ports.runtime import Runtime
from bot.services import saved_methods, transcripts, visits
from bot.services.visits import thread_of
from bot.web import auth, chat_line, chat_view, limits
from bot.web.visit_tokens import ACCESS_SECONDS, access_token, bearer, read_access, read_resume, resume_token
from bot.web.visitors import COOKIE, current_visitor, page_language

_Said = TypeVar("_Said")


class Entering(msgspec.Struct, frozen=True):
    """What a frame says when it begins: on which site's page it is."""

    site: str


class Seen(msgspec.Struct, frozen=True):
    """The row of the newest line that an open panel shows."""

    row: int


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes that only our own frame asks."""
    pages = Blueprint("sessions", __name__)

    @pages.after_request
    def keep_nothing(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response

    @pages.before_request
    def refuse_strangers() -> None:
        if request.method == "POST" and not auth.is_own_post(runtime, request):
            abort(403)

    @pages.post("/v1/sessions")
    def enter() -> Response:
        return _enter(runtime)

    @pages.get("/v1/unread")
    def unread() -> Response:
        visitor = _visitor(runtime)
        return jsonify(unread=visits.unread(runtime, thread_of(runtime, visitor), visitor))

    @pages.post("/v1/seen")
    def seen() -> tuple[str, int]:
        visits.see(runtime, _visitor(runtime), _read(Seen).row)
        return "", 204

    @pages.post("/chat/forget")
    def forget() -> AnyResponse:
        return _forget(runtime)

    return pages


def _enter(runtime: Runtime) -> Response:
    """Begin a visit or go on with one: the tokens for it, and the talk as it is."""
    site = _read(Entering).site
    if site not in runtime.sites:
        abort(404)
    wait = 0 if bearer(request) else limits.seconds_to_begin(current_app, runtime, request)
    if wait:
        response = jsonify(problem=chat_view.words_in(page_language(runtime))["too_many"])
        response.status_code, response.headers["Retry-After"] = 429, str(wait)
        return response
    visit = _visit(runtime, site)
    words = chat_view.words_in(page_language(runtime))
    thread = thread_of(runtime, visit.visitor)
    opened = transcripts.open_thread(runtime, thread)
    return jsonify(
        token=resume_token(runtime, visit),
        access=access_token(runtime, visit.visitor),
        seconds=ACCESS_SECONDS,
        seen=visit.seen,
        live=opened.live,
        html=chat_view.draw_all(opened.lines, words),
        earlier=opened.earlier,
        place=chat_line.place_now(runtime, thread, words),
    )


def _forget(runtime: Runtime) -> AnyResponse:
    """Leave the talk behind for good; cards that were saved in it go first, since nobody comes back to remove them."""
    framed = bearer(request) is not None
    visitor = _visitor(runtime) if framed else current_visitor(runtime)
    if visitor is not None:
        saved_methods.forget(runtime, thread_of(runtime, visitor))
    if framed and visitor is not None:
        visits.forget(runtime, visitor)
        return make_response("", 204)
    response = redirect("/chat", 303)
    auth.drop_cookie(runtime, response, COOKIE)
    return response


def _visit(runtime: Runtime, site: str) -> Visit:
    shown = bearer(request)
    if shown is None:
        return visits.begin(runtime, site)
    named = read_resume(runtime, shown)
    known = visits.resume(runtime, site, named[0], named[2]) if named and named[1] == site else None
    if known is None:
        abort(401)
    return known


def _visitor(runtime: Runtime) -> str:
    visitor = read_access(runtime, bearer(request) or "")
    if visitor is None:
        abort(401)
    return visitor


def _read(kind: type[_Said]) -> _Said:
    try:
        return msgspec.json.decode(request.get_data(), type=kind)
    except msgspec.MsgspecError:
        abort(400)
