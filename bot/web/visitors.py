"""Whose browser this is in the web chat: a signed cookie names the thread, Accept-Language the page's language."""

from flask import Response, request

from bot.domain.ids import ThreadKey
from bot.ports.runtime import Runtime
from bot.web import auth

COOKIE = "tf_chat"
_COOKIE_SECONDS = 30 * 24 * 3600
"""A month after the last visit the talk is nobody's any more."""

CHANNEL = "webchat"


def current_thread(runtime: Runtime) -> str | None:
    """The thread of this browser, or None when it brings no cookie of ours."""
    visitor = auth.read_cookie(runtime, request, COOKIE)
    return thread_of(runtime, visitor) if visitor else None


def thread_of(runtime: Runtime, visitor: str) -> str:
    """The thread of a visitor."""
    return str(ThreadKey(CHANNEL, runtime.world().brand.code, visitor))


def current_visitor(runtime: Runtime) -> str | None:
    """The visitor whom the cookie names, or None."""
    return auth.read_cookie(runtime, request, COOKIE)


def keep_visitor(runtime: Runtime, response: Response, visitor: str) -> None:
    """Give the browser its name for another month."""
    auth.set_cookie(runtime, response, COOKIE, visitor, seconds=_COOKIE_SECONDS)


def page_language(runtime: Runtime) -> str:
    """The language that the browser likes best among those that the airline speaks."""
    served = runtime.world().brand.languages
    return request.accept_languages.best_match(served) or served[0]
