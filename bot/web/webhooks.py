"""The doors of the chat platforms: their handshake, and what they deliver, bounded before it is read.

Theory. A delivery is by far the most frequent request, and of a framework it needs nothing: no cookie, no form, no
page. Flask would cost as much CPU again as verifying, parsing and advancing together. So deliveries are answered in
front of it, as plain WSGI; everything else, the handshake too, goes through to the app.
"""

from collections.abc import Iterable
from wsgiref.types import InputStream, StartResponse, WSGIApplication, WSGIEnvironment

from flask import Blueprint, Response, request
from werkzeug.datastructures import EnvironHeaders

from bot.domain.errors import ThreadfareError
from bot.ports.runtime import Runtime
from bot.services import inbox
from bot.web.errors import log_fault

MOST_BODY = 3_500_000
"""Bytes: above the 3 MB of the largest body that a Meta channel delivers."""
CHANNELS = ("messenger", "instagram", "whatsapp")
"""Channels that have a door here when the deployment serves them."""

_CHUNK = 64 * 1024
_PLAIN = "text/plain; charset=utf-8"


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes of every channel that this deployment serves."""
    doors = Blueprint("webhooks", __name__, url_prefix="/webhooks")
    for channel in CHANNELS:
        if channel in runtime.channels:
            _open(doors, runtime, channel)
    return doors


def in_front_of(app: WSGIApplication, runtime: Runtime) -> WSGIApplication:
    """The app with the doors of deliveries before it."""
    doors = {f"/webhooks/{channel}": channel for channel in CHANNELS if channel in runtime.channels}

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        channel = doors.get(environ["PATH_INFO"])
        if channel is None or environ["REQUEST_METHOD"] != "POST":
            return app(environ, start_response)
        status, text = _take(runtime, channel, environ)
        head = [("Content-Type", _PLAIN), ("Content-Length", str(len(text)))]
        start_response(status, head)
        return [text]

    return serve


def _open(doors: Blueprint, runtime: Runtime, channel: str) -> None:
    def answer() -> Response:
        challenge = runtime.channels[channel].handshake(request.args)
        told = ("Not verified.", 403) if challenge is None else (challenge, 200)
        return Response(*told, content_type=_PLAIN)

    doors.add_url_rule(f"/{channel}", f"{channel}_handshake", answer, methods=["GET"])


def _take(runtime: Runtime, channel: str, environ: WSGIEnvironment) -> tuple[str, bytes]:
    try:
        body = _body(environ)
        if body is None:
            runtime.meter.count("webhooks", channel=channel, result="too_large")
            return "413 REQUEST ENTITY TOO LARGE", b"Too large."
        received = inbox.receive(runtime, channel, EnvironHeaders(environ), body)
    except ThreadfareError:
        runtime.meter.count("webhooks", channel=channel, result="unavailable")
        return "503 SERVICE UNAVAILABLE", b"Deliver it again later."
    except Exception as error:  # noqa: BLE001  nothing stands behind this door that would turn it into an answer
        log_fault(f"A delivery of {channel} failed", error)
        return "500 INTERNAL SERVER ERROR", b"Deliver it again later."
    if received.result == "forged":
        return "403 FORBIDDEN", b"Not signed by the platform."
    return "200 OK", b"EVENT_RECEIVED"


def _body(environ: WSGIEnvironment) -> bytes | None:
    """The raw bytes, or None when there are too many: told by the length, or found while reading without one."""
    length = environ.get("CONTENT_LENGTH") or ""
    stream = environ["wsgi.input"]
    if length:
        fits = length.isdecimal() and len(length) <= len(str(MOST_BODY)) and int(length) <= MOST_BODY
        return _read(stream, int(length)) if fits else None
    return _read(stream, MOST_BODY + 1) if environ.get("wsgi.input_terminated") else b""


def _read(stream: InputStream, most: int) -> bytes | None:
    first: bytes = stream.read(min(most, _CHUNK))
    if len(first) in {0, most}:
        return first
    body = bytearray(first)
    while len(body) < most:
        more = stream.read(min(most - len(body), _CHUNK))
        if not more:
            break
        body += more
    return None if len(body) > MOST_BODY else bytes(body)
