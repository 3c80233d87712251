"""Who is at the desk: a session in a signed cookie, begun by a one-time link."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from bot.ports.runtime import Runtime
from bot.services.desk import LINK_SECONDS, Agent
from bot.web import auth

COOKIE = "tf_desk"
LONGEST_NAME = 40
_AGENT_BYTES = 10


def current_agent(runtime: Runtime) -> Agent | None:
    """The agent whom the cookie names, or None; a session ends after twelve hours."""
    found = auth.read_cookie(runtime, request, COOKIE)
    if found is None:
        return None
    until, agent, name = found.split("\n", 2)
    return Agent(agent, name) if int(until) > runtime.clock.now().timestamp() else None


def begin_session(runtime: Runtime, response: AnyResponse, name: str) -> None:
    """Let a person in under the name that travellers will read."""
    until = int(runtime.clock.now().timestamp()) + LINK_SECONDS
    agent = f"agt_{runtime.ids.random(_AGENT_BYTES).hex()}"
    auth.set_cookie(runtime, response, COOKIE, f"{until}\n{agent}\n{name}", seconds=LINK_SECONDS)


def end_session(runtime: Runtime, response: AnyResponse) -> None:
    """Let the browser forget the session."""
    auth.drop_cookie(runtime, response, COOKIE)


def clean_name(text: str) -> str:
    """A name fit to be shown: one line, at most 40 characters; "" when nothing is left."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_NAME]


def guarded(response: Response) -> Response:
    """The headers of every page of the desk."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["Content-Security-Policy"] = policy
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers.setdefault("Cache-Control", "no-store")
    return response
