"""Whether the process lives, whether it can serve, and what it counted."""

from flask import Blueprint, Response, jsonify, make_response

from bot.domain.errors import ThreadfareError
from bot.ports.runtime import Runtime

_PROBE = "health:check:check"
"""A thread that nobody has: looking for it asks the store and finds nothing."""
_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def blueprint(runtime: Runtime) -> Blueprint:
    """The routes that supervisors, balancers and Prometheus ask."""
    pages = Blueprint("health", __name__)

    @pages.get("/livez")
    def lives() -> Response:
        return Response("alive\n", content_type="text/plain; charset=utf-8")

    @pages.get("/readyz")
    def ready() -> Response:
        stores = {"redis": _redis_answers(runtime), "sql": _sql_answers(runtime)}
        told = {name: "up" if answers else "down" for name, answers in stores.items()}
        return make_response(jsonify(ready=all(stores.values()), **told), 200 if all(stores.values()) else 503)

    @pages.get("/metrics")
    def metrics() -> Response:
        return Response(runtime.meter.exposition(), content_type=_METRICS_TYPE)

    return pages


def _redis_answers(runtime: Runtime) -> bool:
    try:
        runtime.conversations.load(_PROBE)
    except ThreadfareError:
        return False
    return True


def _sql_answers(runtime: Runtime) -> bool:
    try:
        return runtime.records.ready()
    except ThreadfareError:
        return False
