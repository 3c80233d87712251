"""What holds for every route: no card or account number in clear, bounded bodies, and headers that guard browsers."""

from flask import Flask, Response, request

from bot.domain.errors import InvalidError
from bot.domain.payment.iban import read_iban
from bot.domain.redaction import find_account_number, find_card_number
from bot.ports.runtime import Runtime
from bot.web import auth, uploads
from bot.web.errors import answer
from bot.web.webhooks import CHANNELS

MOST_BODY = 128 * 1024
"""Bytes of a body on any route that does not set a limit of its own."""

_HANDSHAKES = frozenset(f"webhooks.{channel}_handshake" for channel in CHANNELS)
"""A challenge is a number that a platform makes up: refusing it by chance would cut us off."""
_SECRET_PATHS = ("/pay/", "/wallet", "/pin/")
_NO_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def protect(app: Flask, runtime: Runtime) -> None:
    """Guard every request that reaches the app.

    Deliveries of platforms are answered in front of it: travellers type anything there, and it is redacted instead.
    """
    headers = _headers(https=auth.is_https(runtime))
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY

    @app.before_request
    def refuse_card_numbers() -> Response | None:
        uploads.allow()
        if request.endpoint in _HANDSHAKES or not (_has_card_number() or _has_account_number()):
            return None
        runtime.meter.count("redactions", kind="refused")
        return answer(runtime, 422)

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in headers:
            response.headers.setdefault(name, value)
        return response


def _has_card_number() -> bool:
    if request.query_string and find_card_number(request.query_string):
        return True
    if request.path.startswith(_SECRET_PATHS) and find_card_number(request.path):
        return True
    return request.method not in _NO_BODY and find_card_number(uploads.words())


def _has_account_number() -> bool:
    """On the pages where people type them, an IBAN in clear is a fault of the page or of a stranger."""
    if not request.path.startswith(_SECRET_PATHS):
        return False
    if find_account_number(request.query_string) or any(map(_is_account_number, request.path.split("/"))):
        return True
    return request.method not in _NO_BODY and find_account_number(request.get_data())


def _is_account_number(part: str) -> bool:
    """Whether a part of an address is an IBAN as a whole: inside a token one may stand by chance."""
    try:
        read_iban(part)
    except InvalidError:
        return False
    return True


def _headers(*, https: bool) -> tuple[tuple[str, str], ...]:
    always = (
        ("Content-Security-Policy", _POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    )
    return (*always, ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")) if https else always
