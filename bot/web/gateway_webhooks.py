"""The door of the payment gateway: a signed hint that something became of a payment, kept for a worker to look up.

The web process can read a hint, because that takes the webhook's secret alone; it moves no money on it.
"""

from flask import Blueprint, Response, request

from bot.domain.errors import ThreadfareError
from bot.ports.runtime import Runtime
from bot.services import checkouts, setup_runs

MOST_BODY = 64 * 1024
"""Bytes: many times what a gateway tells about one payment."""


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes of the gateways; the hooks of the one that this deployment uses read what comes by either."""
    door = Blueprint("gateway_webhooks", __name__, url_prefix="/webhooks/gateway")

    @door.post("/sandbox", endpoint="sandbox")
    @door.post("/stripe", endpoint="stripe")
    def take() -> Response:
        return _take(runtime)

    return door


def _take(runtime: Runtime) -> Response:
    if request.content_length is None or request.content_length > MOST_BODY:
        return _told(runtime, "too_large", 413)
    hooks = runtime.gateway_hooks
    event = hooks.webhook(dict(request.headers), request.get_data(), now=runtime.clock.now()) if hooks else None
    if event is None:
        return _told(runtime, "forged", 403)
    try:
        checkouts.gateway_event(runtime, event)
        setup_runs.gateway_event(runtime, event)
    except ThreadfareError:
        return _told(runtime, "unavailable", 503)
    return _told(runtime, "taken", 200)


def _told(runtime: Runtime, result: str, status: int) -> Response:
    runtime.meter.count("webhooks", channel="gateway", result=result)
    return Response(f"{result}\n", status, content_type="text/plain; charset=utf-8")
