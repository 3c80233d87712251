"""The two tokens of a browser on a host page: one to come back with, kept there; one for requests, kept in the frame.

Neither ever stands in an address. The first names visitor, site and generation and is worth nothing without the row
that SQL keeps; the second is good for minutes by itself, so that a request costs no look-up.
"""

from datetime import timedelta

from flask import Request

from bot.domain.embedding.visits import Visit
from bot.ports.runtime import Runtime
from bot.web import auth

ACCESS_SECONDS = 15 * 60

_RESUME, _ACCESS = "tf_resume", "tf_access"
_BEARER = "Bearer "
_PARTS = 3


def resume_token(runtime: Runtime, visit: Visit) -> str:
    """The token that a host page keeps."""
    return auth.sign(runtime, _RESUME, f"{visit.visitor} {visit.site} {visit.generation}")


def read_resume(runtime: Runtime, token: str) -> tuple[str, str, int] | None:
    """Visitor, site and generation of a token that we made, or None."""
    parts = (auth.unsign(runtime, _RESUME, token) or "").split(" ")
    return (parts[0], parts[1], int(parts[2])) if len(parts) == _PARTS else None


def access_token(runtime: Runtime, visitor: str) -> str:
    """The token with which the frame asks for a quarter of an hour."""
    until = runtime.clock.now() + timedelta(seconds=ACCESS_SECONDS)
    return auth.sign(runtime, _ACCESS, f"{visitor} {int(until.timestamp())}")


def read_access(runtime: Runtime, token: str) -> str | None:
    """The visitor of a token that is still good, or None."""
    visitor, _, until = (auth.unsign(runtime, _ACCESS, token) or "").partition(" ")
    return visitor if until and runtime.clock.now().timestamp() < int(until) else None


def bearer(request: Request) -> str | None:
    """The token that a request brings in its `Authorization` header, or None when it brings none."""
    shown = request.headers.get("Authorization", "")
    return shown.removeprefix(_BEARER) if shown.startswith(_BEARER) else None
