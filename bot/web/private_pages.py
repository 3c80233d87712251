"""What pages about money have in common: the name of the browser, the reader's language, and careful headers."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from bot.ports.runtime import Runtime
from bot.web import auth
from bot.web.pay_view import origin_of

COOKIE = "tf_pay"
_SECONDS = 365 * 24 * 3600
"""A browser keeps its name for a year, so that a known one is not told of as a new device."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def browser_name(runtime: Runtime) -> str:
    """The name of the browser that asks, "" when it has none yet."""
    return auth.read_cookie(runtime, request, COOKIE) or ""


def keep_name(runtime: Runtime, response: AnyResponse, browser: str) -> None:
    """Let the browser keep its name; two tabs are one browser."""
    auth.set_cookie(runtime, response, COOKIE, browser, seconds=_SECONDS)


def reader_language(runtime: Runtime) -> str:
    """The language of a reader of whom nothing but the browser is known."""
    served = runtime.world().brand.languages
    return request.accept_languages.best_match(served) or served[0]


def wants_json() -> bool:
    """Whether a script asks."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def keep_private(runtime: Runtime, response: Response) -> Response:
    """The response with headers that let nobody keep, frame or send on what it shows."""
    headers = response.headers
    around = f"; frame-src {origin_of(runtime.fields_url)}" if runtime.fields_url else ""
    headers["Content-Security-Policy"] = POLICY + around
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Robots-Tag"] = "noindex"
    headers["Permissions-Policy"] = "payment=(self)"
    headers.setdefault("Cache-Control", "no-store")
    if auth.is_https(runtime):
        headers["Strict-Transport-Security"] = "max-age=31536000"
    return response
