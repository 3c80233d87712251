"""What is answered when something does not exist, is not right, or went wrong: a short page, or JSON for scripts."""

import logging
import traceback
from http import HTTPStatus

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from bot.domain.errors import ConflictError, InvalidError, ThreadfareError
from bot.ports.runtime import Runtime

_SENTENCES = {
    400: "This request cannot be understood.",
    403: "This is not allowed here.",
    404: "There is nothing at this address.",
    405: "This address does not take that kind of request.",
    409: "Somebody else was faster. Please load the page again.",
    413: "This is too large.",
    422: "For your safety card numbers are not accepted here. Please use the payment page.",
    429: "Too many requests. Please wait a moment.",
    500: "Something went wrong on our side. Nothing was charged by this.",
    503: "We are away for a moment. Please try again soon.",
}
_RETRY_SECONDS = "5"
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
    """The page, or the JSON, of a status."""
    sentence = _SENTENCES.get(status) or f"{HTTPStatus(status).phrase}."
    if _wants_json():
        response = make_response(jsonify(problem=sentence), status)
    else:
        brand = runtime.world().brand.name
        page = render_template("errors/error.html", sentence=sentence, status=status, brand=brand)
        response = make_response(page, status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_SECONDS
    response.headers["Cache-Control"] = "no-store"
    return response


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
