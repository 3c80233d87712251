"""The doors of the chat platforms: their handshake, and what they deliver, bounded before it is read."""

from typing import Any

from flask import Blueprint, Response, request

from bot.domain.errors import ThreadfareError
from bot.ports.runtime import Runtime
from bot.services import inbox

MOST_BODY = 3_500_000
"""Bytes: above the 3 MB of the largest body that a Meta channel delivers."""
CHANNELS = ("messenger",)
"""Channels that have a door here when the deployment serves them."""

_CHUNK = 64 * 1024


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes of every channel that this deployment serves."""
    doors = Blueprint("webhooks", __name__, url_prefix="/webhooks")
    for channel in CHANNELS:
        if channel in runtime.channels:
            _open(doors, runtime, channel)
    return doors


def _open(doors: Blueprint, runtime: Runtime, channel: str) -> None:
    def answer() -> Response:
        challenge = runtime.channels[channel].handshake(request.args)
        return _plain("Not verified.", 403) if challenge is None else _plain(challenge, 200)

    def take() -> Response:
        return _take(runtime, channel)

    doors.add_url_rule(f"/{channel}", f"{channel}_handshake", answer, methods=["GET"])
    doors.add_url_rule(f"/{channel}", channel, take, methods=["POST"], provide_automatic_options=False)


def _take(runtime: Runtime, channel: str) -> Response:
    body = _body()
    if body is None:
        runtime.meter.count("webhooks", channel=channel, result="too_large")
        return _plain("Too large.", 413)
    try:
        received = inbox.receive(runtime, channel, request.headers, body)
    except ThreadfareError:
        runtime.meter.count("webhooks", channel=channel, result="unavailable")
        return _plain("Deliver it again later.", 503)
    return _plain("Not signed by the platform.", 403) if received.result == "forged" else _plain("EVENT_RECEIVED", 200)


def _body() -> bytes | None:
    """The raw bytes, or None when there are too many: told by the length, or found while reading without one."""
    environ: dict[str, Any] = request.environ
    length = environ.get("CONTENT_LENGTH") or ""
    stream = environ["wsgi.input"]
    if length:
        fits = length.isdecimal() and len(length) <= len(str(MOST_BODY)) and int(length) <= MOST_BODY
        return _read(stream, int(length)) if fits else None
    return _read(stream, MOST_BODY + 1) if environ.get("wsgi.input_terminated") else b""


def _read(stream: Any, most: int) -> bytes | None:
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


def _plain(text: str, status: int) -> Response:
    return Response(text, status, content_type="text/plain; charset=utf-8")
