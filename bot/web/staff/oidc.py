"""Signing in by the airline's identity provider: the way there, and the way back, which is this browser's alone."""

import hmac

import msgspec
from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.errors import InvalidError
from bot.ports.runtime import Runtime
from bot.ports.staff_door import Errand, Identity
from bot.services import staff_identities
from bot.web import auth
from bot.web.staff import acts, guard, session
from bot.web.staff.door import let_in, tried
from bot.web.staff.pages import card

COOKIE = "tf_oidc"
SECONDS = 600
"""How long somebody may take at the provider."""
STRANGE = "This answer of the identity provider was not asked for here, or too long ago. Sign in again."


class _Sent(msgspec.Struct, frozen=True):
    """What the browser keeps while it is at the provider, and where it wants to go then."""

    errand: Errand
    wanted: str


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes below /staff/oidc; both are links, because the policy of pages lets no form lead to another site."""
    pages = Blueprint("staff_oidc", __name__, url_prefix="/staff/oidc")
    pages.after_request(guard.with_headers)
    acts.each_traced(runtime, pages)

    @pages.get("")
    def go() -> AnyResponse:
        return tried(lambda: _away(runtime), lambda problem, status: _failed(runtime, problem, status))

    @pages.get("/back")
    def back() -> AnyResponse:
        response = tried(lambda: _back(runtime), lambda problem, status: _failed(runtime, problem, status))
        auth.drop_cookie(runtime, response, COOKIE)
        return response

    return pages


def _away(runtime: Runtime) -> AnyResponse:
    errand = staff_identities.errand(runtime, again="again" in request.args)
    way = staff_identities.provider(runtime).way(errand, back=staff_identities.back(runtime))
    response = redirect(way, 303)
    kept = msgspec.json.encode(_Sent(errand, session.local(request.args.get("next", "")))).decode()
    auth.set_cookie(runtime, response, COOKIE, kept, seconds=SECONDS)
    return response


def _back(runtime: Runtime) -> AnyResponse:
    kept = auth.read_cookie(runtime, request, COOKIE)
    sent = msgspec.json.decode(kept, type=_Sent) if kept else None
    state = request.args.get("state", "")
    if sent is None or not hmac.compare_digest(sent.errand.state.encode(), state.encode()):
        raise InvalidError(STRANGE)
    identity = _identity(runtime, sent)
    if not sent.errand.again:
        return let_in(runtime, staff_identities.enter(runtime, identity, session.caller(request)), sent.wanted)
    asking = session.current(runtime)
    if asking is None:
        raise InvalidError("Your session is over. Sign in again.")
    return let_in(runtime, staff_identities.confirm(runtime, asking, identity), sent.wanted)


def _identity(runtime: Runtime, sent: _Sent) -> Identity:
    now, code = runtime.clock.now(), request.args.get("code", "")
    if not code or now.timestamp() > sent.errand.began + SECONDS:
        raise InvalidError("The identity provider did not let you in. Sign in again, or ask whoever runs it.")
    back = staff_identities.back(runtime)
    return staff_identities.provider(runtime).who(code, sent.errand, back=back, now=now)


def _failed(runtime: Runtime, problem: str, status: int) -> Response:
    return card(runtime, "staff/link_over.html", status=status, sentence=problem)
