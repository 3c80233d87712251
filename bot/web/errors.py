"""What is answered when something does not exist, is not right, or went wrong: a short page, or JSON for scripts."""

import logging
import traceback
from http import HTTPStatus

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from bot.domain.errors import ConflictError, InvalidError, ThreadfareError
from bot.ports.runtime import Runtime
from bot.web.error_words import BACK, SENTENCES

_RETRY_SECONDS = "5"
_FIRST = "en"
_log = logging.getLogger(__name__)


def handle(app: Flask, runtime: Runtime) -> None:
    """Answer every error of the app's routes."""

    def refused(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        return answer(runtime, error.code or HTTPStatus.INTERNAL_SERVER_ERROR)

    def failed(error: Exception) -> Response:
        return answer(runtime, _status(error))

    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Exception, failed)


def answer(runtime: Runtime, status: int) -> Response:
    """The page, or the JSON, of a status, in the browser's language."""
    brand, language = _readers(runtime)
    sentence = SENTENCES[language].get(status) or f"{HTTPStatus(status).phrase}."
    if _wants_json():
        response = make_response(jsonify(problem=sentence), status)
    else:
        told = {"brand": brand, "language": language, "back": BACK[language]}
        response = make_response(render_template("errors/error.html", sentence=sentence, status=status, **told), status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_SECONDS
    response.headers["Cache-Control"] = "no-store"
    return response


def _readers(runtime: Runtime) -> tuple[str, str]:
    """The airline's name, "" while nobody can tell it, and the reader's language: an error page never fails itself."""
    language = request.accept_languages.best_match(SENTENCES) or _FIRST
    try:
        brand = runtime.world().brand
    except ThreadfareError:
        return "", language
    served = [known for known in brand.languages if known in SENTENCES]
    return brand.name, request.accept_languages.best_match(served) or (*served, _FIRST)[0]


def _status(error: Exception) -> int:
    """The status of an error; what was not foreseen is logged."""
    match error:
        case InvalidError():
            return HTTPStatus.BAD_REQUEST
        case ConflictError():
            return HTTPStatus.CONFLICT
        case ThreadfareError(retryable=True):
            return HTTPStatus.SERVICE_UNAVAILABLE
    log_fault(f"A request failed: {request.method} {request.endpoint}", error)
    return HTTPStatus.INTERNAL_SERVER_ERROR


def log_fault(what: str, error: Exception) -> None:
    """Log a fault of ours by where it was, never by its words, which may be a traveller's."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    _log.error("%s, %s at %s", what, type(error).__name__, where)


def _wants_json() -> bool:
    accepted = request.accept_mimetypes
    return request.is_json or accepted.best_match(["text/html", "application/json"]) == "application/json"
