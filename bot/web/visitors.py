"""Whose browser this is in the web chat: a signed cookie, or the frame's token, names the thread."""

from datetime import timedelta

from flask import Response, request

from bot.ports.runtime import Runtime
from bot.services.visits import thread_of
from bot.web import auth
from bot.web.visit_tokens import bearer, read_access

COOKIE = "tf_chat"
_COOKIE_SECONDS = 30 * 24 * 3600
"""A month after the last visit the talk is nobody's any more."""


def current_thread(runtime: Runtime) -> str | None:
    """The thread of this browser, or None when it brings neither cookie nor token of ours."""
    visitor = current_visitor(runtime)
    return thread_of(runtime, visitor) if visitor else None


def current_visitor(runtime: Runtime) -> str | None:
    """The visitor whom the token names, or where none is shown the cookie; None when it is not good."""
    shown = bearer(request)
    return _of_cookie(runtime) if shown is None else read_access(runtime, shown)


def keep_visitor(runtime: Runtime, response: Response, visitor: str) -> None:
    """Give the browser its name for another month; the month is signed too, since a copy keeps no browser's time."""
    until = runtime.clock.now() + timedelta(seconds=_COOKIE_SECONDS)
    auth.set_cookie(runtime, response, COOKIE, f"{visitor} {int(until.timestamp())}", seconds=_COOKIE_SECONDS)


def _of_cookie(runtime: Runtime) -> str | None:
    """The visitor of a cookie whose month is not over; one that tells no time is nobody's."""
    visitor, _, until = (auth.read_cookie(runtime, request, COOKIE) or "").partition(" ")
    return visitor if until and runtime.clock.now().timestamp() < int(until) else None


def page_language(runtime: Runtime) -> str:
    """The language that the address asks for, else the one that the browser likes best; the airline has to speak it."""
    served = runtime.world().brand.languages
    asked = request.args.get("locale", "")[:2].lower()
    if asked in served:
        return asked
    return request.accept_languages.best_match(served) or served[0]
