"""Who of the staff asks, and whether they may: in front of every route of desk and console."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Response, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import ConflictError, IllegalError, InvalidError, LimitError, ThreadfareError
from bot.domain.staff.roles import Permission
from bot.ports.runtime import Runtime
from bot.services.staff_sessions import Asking
from bot.web import auth
from bot.web.staff import acts, session

DOOR = "/staff/sign-in"
"""Where who is not signed in is sent."""
SECOND = "/staff/second"
"""Where who has something left to prove is sent."""
AGAIN = "/staff/again"
"""Where who has to prove anew who they are is sent."""
OWN = "own"
"""The permission of what everybody may do who is signed in, with what is theirs."""
ELSEWHERE = "That post did not come from this page. Reload it and try again."
FORBIDDEN = "You may not do this. Ask an administrator for the right to."
SIGNED_OUT = "Your session is over. Sign in again; what you wrote is kept."
PROVE = "Confirm that it is you, then do this again."

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_STATUS: dict[type[ThreadfareError], int] = {InvalidError: 400, ConflictError: 409, IllegalError: 409, LimitError: 429}

View = Callable[..., Any]


def needs(
    runtime: Runtime, permission: Permission, *, fresh: bool = False, quiet: bool = False
) -> Callable[[View], View]:
    """Let a view be called with the `Person` who asks, if they may; what changes something must come from our pages.

    What is dangerous is `fresh`: it wants a proof of the last ten minutes of who they are. What a page asks by itself
    is `quiet`: it keeps no session alive. The view carries `permission`, so that a test can go over all routes.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def asked(**values: Any) -> Any:
            asking = session.current(runtime, quiet=quiet)
            if asking is None or not asking.session.whole:
                return _turned_away(asking)
            if is_foreign(runtime):
                return refused(ELSEWHERE)
            if not asking.person.may(permission):
                return refused(FORBIDDEN)
            if fresh and not _is_fresh(runtime, asking):
                return _prove_first()
            if request.method in _READING:
                return view(asking.person, **values)
            with acts.traced(runtime):
                return view(asking.person, **values)

        asked.permission = permission  # type: ignore[attr-defined]  # a note on the function
        return asked

    return guarded


def own(runtime: Runtime, *, fresh: bool = False, quiet: bool = False) -> Callable[[View], View]:
    """Let a view be called with the `Asking` of whoever is signed in, for what is their own; the rest as `needs`."""

    def guarded(view: View) -> View:
        @wraps(view)
        def asked(**values: Any) -> Any:
            asking = session.current(runtime, quiet=quiet)
            if asking is None or not asking.session.whole:
                return _turned_away(asking)
            if is_foreign(runtime):
                return refused(ELSEWHERE)
            if fresh and not _is_fresh(runtime, asking):
                return _prove_first()
            if request.method in _READING:
                return view(asking, **values)
            with acts.traced(runtime):
                return view(asking, **values)

        asked.permission = OWN  # type: ignore[attr-defined]  # as above
        return asked

    return guarded


def known(runtime: Runtime, *, quiet: bool = False) -> Callable[[View], View]:
    """The same as `own`, for a view that needs the person alone."""

    def guarded(view: View) -> View:
        @wraps(view)
        def asked(asking: Asking, **values: Any) -> Any:
            return view(asking.person, **values)

        return own(runtime, quiet=quiet)(asked)

    return guarded


def is_foreign(runtime: Runtime) -> bool:
    """Whether what asks would change something and does not come from a page of ours."""
    return request.method not in _READING and not auth.is_own_post(runtime, request)


def told(error: ThreadfareError) -> tuple[str, int]:
    """An error for who caused it: its sentence, and the status."""
    return error.say_to_staff, _STATUS.get(type(error), HTTPStatus.SERVICE_UNAVAILABLE)


def refused(sentence: str, status: int = HTTPStatus.FORBIDDEN) -> Response:
    """A refusal with its reason: JSON for a script, a short page else."""
    if wants_json():
        return make_response(jsonify(problem=sentence), status)
    return make_response(render_template("staff/refused.html", sentence=sentence), status)


def unknown(error: InvalidError) -> Response:
    """The answer where an address names what does not exist: the reason, as a page or for a script."""
    return refused(error.say_to_staff, HTTPStatus.NOT_FOUND)


def wants_json() -> bool:
    """Whether a script asks, which reads JSON."""
    return request.accept_mimetypes.best == "application/json"


def with_headers(response: Response) -> Response:
    """The headers of every page of staff: nothing of another origin, nothing kept, nowhere framed."""
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _is_fresh(runtime: Runtime, asking: Asking) -> bool:
    return asking.session.is_fresh(runtime.clock.now())


def _turned_away(asking: Asking | None) -> AnyResponse:
    where = DOOR if asking is None else SECOND
    if wants_json():
        return make_response(jsonify(problem=SIGNED_OUT, sign_in=_with_next(where)), HTTPStatus.UNAUTHORIZED)
    if request.path.endswith("/live"):
        return Response("Sign in first.", HTTPStatus.FORBIDDEN)
    return redirect(_with_next(where), HTTPStatus.SEE_OTHER)


def _prove_first() -> AnyResponse:
    if wants_json():
        return make_response(jsonify(problem=PROVE, sign_in=_with_next(AGAIN)), HTTPStatus.FORBIDDEN)
    return redirect(_with_next(AGAIN), HTTPStatus.SEE_OTHER)


def _with_next(where: str) -> str:
    """Where to go, and back from there to the page that asked: a post is not done again by itself."""
    if request.method in _READING:
        page = request.full_path.rstrip("?")
    else:
        parts = urlsplit(request.referrer or "")
        page = f"{parts.path}?{parts.query}" if parts.query else parts.path
    page = session.local(page)
    return f"{where}?next={quote(page, safe='/')}" if page else where
