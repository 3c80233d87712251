"""Who of the staff is at the other end: the id of a server-side session in a signed cookie."""

from urllib.parse import urlsplit

from flask import Request, g, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.staff.credentials import LASTS
from bot.domain.staff.person import Person, clean_name
from bot.ports.runtime import Runtime
from bot.services import staff_sessions
from bot.services.staff_sessions import Asking
from bot.services.staff_tries import Caller
from bot.web import auth, limits
from bot.web.staff import browsers

__all__ = ["COOKIE", "caller", "clean_name", "current", "current_person", "forget", "keep", "local", "secret"]

COOKIE = "tf_staff"
_ROOTS = ("/desk", "/staff")
_NOBODY = object()


def current(runtime: Runtime, *, quiet: bool = False) -> Asking | None:
    """Who asks, also while something is left to be proved; None for a stranger. Looked up once a request.

    A `quiet` look does not keep the session alive. Raises `UnavailableError`.
    """
    found = g.get("staff_asking", _NOBODY)
    if found is _NOBODY:
        cookie = secret(runtime)
        found = g.staff_asking = staff_sessions.find(runtime, cookie, quiet=quiet) if cookie else None
    return found if isinstance(found, Asking) else None


def current_person(runtime: Runtime) -> Person | None:
    """The person whose whole session the browser has, or None."""
    asking = current(runtime)
    return asking.person if asking and asking.session.whole else None


def secret(runtime: Runtime) -> str:
    """The id of the browser's session, "" when it has none."""
    return auth.read_cookie(runtime, request, COOKIE) or ""


def keep(runtime: Runtime, response: AnyResponse, session: str) -> None:
    """Give the browser the id of a session."""
    auth.set_cookie(runtime, response, COOKIE, session, seconds=int(LASTS.total_seconds()))


def forget(runtime: Runtime, response: AnyResponse) -> None:
    """Let the browser forget its session."""
    auth.drop_cookie(runtime, response, COOKIE)


def caller(asked: Request) -> Caller:
    """Who tries something at the door: the address that is counted, and what browser it is."""
    return Caller(limits.caller_address(asked), browsers.called(asked.user_agent.string))


def local(path: str) -> str:
    """A path of desk or console to go on to, "" for any other: nobody is sent from our door to another site."""
    parts = urlsplit(path)
    ours = any(parts.path == root or parts.path.startswith(f"{root}/") for root in _ROOTS)
    plain = not parts.scheme and not parts.netloc and "\\" not in path and path.isprintable()
    return path if ours and plain else ""
