"""Calls the simulated platform as `HttpClient` calls a network, without a socket."""

from urllib3 import HTTPConnectionPool
from urllib3.exceptions import ReadTimeoutError

from bot.adapters.http_client import Call, HttpClient, Policy, Reply
from bot.simulators.platform import Platform
from bot.simulators.product import Product


class GraphEngine:
    """An engine over one product, or over the whole platform."""

    def __init__(self, platform: Platform | Product) -> None:
        self._platform = platform

    def send(self, call: Call, _policy: Policy) -> Reply:
        """The platform's answer, or the time-out of a client that waited in vain."""
        answer = self._platform.answer(call.method, call.url, dict(call.headers), call.body or b"")
        if answer is None:
            raise ReadTimeoutError(HTTPConnectionPool("platform"), call.url, "timed out")
        return Reply(answer.status, answer.headers, answer.body)


def client(platform: Platform | Product) -> HttpClient:
    """The outgoing client of ours over the platform."""
    return HttpClient(GraphEngine(platform))
