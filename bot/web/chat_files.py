"""The door through which travellers send files in the web chat: looked at, kept, and told to the talk as a message."""

from http import HTTPStatus

import msgspec
from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.conversation.files import TYPES, Upload
from bot.domain.errors import InvalidError, ThreadfareError
from bot.domain.ids import parse_thread
from bot.domain.moments import milliseconds
from bot.ports.runtime import Runtime
from bot.services import files, inbox
from bot.services.visits import CHANNEL, thread_of
from bot.web import auth, chat_view, limits, uploads, webchat
from bot.web.visitors import current_visitor, page_language

_LONGEST_ID = 40


def blueprint(runtime: Runtime) -> Blueprint:
    """The page of a file, and the post of it."""
    pages = Blueprint("chat_files", __name__)

    @pages.after_request
    def guard(response: Response) -> Response:
        return webchat.guarded(response)

    @pages.get("/chat/file")
    def ask() -> str:
        return _page(runtime)

    @pages.post("/chat/files")
    def attach() -> AnyResponse:
        problem, status = _attached(runtime)
        words = chat_view.words_in(page_language(runtime))
        if request.accept_mimetypes.best == "application/json":
            return make_response(jsonify(problem=words[problem] if problem else ""), status)
        if problem:
            return make_response(_page(runtime, words[problem]), status)
        return redirect("/chat#latest", HTTPStatus.SEE_OTHER)

    return pages


def _page(runtime: Runtime, problem: str = "") -> str:
    language = page_language(runtime)
    return render_template(
        "webchat/file.html",
        words=chat_view.words_in(language),
        language=language,
        brand=runtime.world().brand.name,
        fresh=chat_view.fresh_id,
        accept=",".join(TYPES),
        problem=problem,
    )


def _attached(runtime: Runtime) -> tuple[str, int]:
    """The key of the sentence that says what went wrong, "" for nothing, and the status."""
    if not auth.is_own_post(runtime, request):
        return "failed", HTTPStatus.FORBIDDEN
    visitor = current_visitor(runtime)
    if visitor is None:
        return "no_cookie", HTTPStatus.FORBIDDEN
    if limits.seconds_to_wait(current_app, runtime, visitor):
        return "too_fast", HTTPStatus.TOO_MANY_REQUESTS
    try:
        _receive(runtime, visitor, uploads.read())
    except InvalidError:
        return "file_refused", HTTPStatus.BAD_REQUEST
    except ThreadfareError:
        return "failed", HTTPStatus.SERVICE_UNAVAILABLE
    return "", HTTPStatus.ACCEPTED


def _receive(runtime: Runtime, visitor: str, upload: Upload) -> None:
    """Keep the file, then let the talk have it; both are harmless a second time."""
    key, thread = upload.key, thread_of(runtime, visitor)
    if not (key.isascii() and key.isalpha() and len(key) <= _LONGEST_ID):
        raise InvalidError("A file has an id of its own, of letters.")
    ref = files.take_in(runtime, thread, msgspec.structs.replace(upload, key=f"{visitor}:{key}"))
    posted = {
        "account": parse_thread(thread).account,
        "visitor": visitor,
        "client_id": key,
        "at": milliseconds(runtime.clock.now()),
        "locale": page_language(runtime),
        "file": ref,
    }
    inbox.receive(runtime, CHANNEL, headers={}, body=msgspec.json.encode(posted))
