"""The platform as a server: answers the Graph API and control calls, and delivers webhooks by itself.

A thread a connection: a call that is kept waiting on purpose costs that caller's thread and nobody else's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from bot.simulators.control import Control
from bot.simulators.deliveries import TAKEN
from bot.simulators.faults import Answer
from bot.simulators.handshake import verify
from bot.simulators.platform import Platform
from bot.simulators.previews import Previews
from bot.simulators.product import Product
from bot.simulators.settings import SimulatorSettings
from bot.simulators.wire import Poster, url_poster

_LOOK = 0.005
_GLANCE = 0.05
_LONGEST = 5.0
"""Seconds between tries: Meta waits longer, but nobody at a demo does."""


class Server:
    """Where the platform listens; `stop` lets go of callers that it keeps waiting."""

    def __init__(self, platform: Platform, settings: SimulatorSettings) -> None:
        self.platform = platform
        self.previews = Previews(platform)
        self.control = Control(platform, handshakes=self.handshakes, previews=self.previews)
        self.stopping = Event()
        self._hang = settings.hang
        self._settings = settings
        self._server = ThreadingHTTPServer((settings.host, settings.port), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://{settings.host}:{self._server.server_port}"
        for product in platform.products:
            product.files.root = self.url
        self._threads = [Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)]
        self._threads.append(Thread(target=self._look, daemon=True))
        if settings.webhooks:
            self._threads += [
                Thread(target=self._deliver, args=(one, url_poster(f"{settings.webhooks}/{one.name}")), daemon=True)
                for one in platform.products
            ]

    def start(self) -> None:
        """Listen, and deliver if there is an address to deliver to."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        for thread in self._threads:
            thread.join(timeout=5)

    def answer(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer | None:
        """The answer to a call of the Graph API, or of whoever drives the platform."""
        if url.startswith("/control/"):
            return self.control.answer(method, url, body, site=_site(headers))
        answer = self.platform.answer(method, url, headers, body)
        if answer is None:
            self.stopping.wait(self._hang)
        elif slow := max(product.habits.slow for product in self.platform.products):
            self.stopping.wait(slow / 1000)
        return answer

    def handshakes(self) -> dict[str, bool]:
        """Verify the address of each product's webhook; whether it was verified, by product."""
        names = [product.name for product in self.platform.products]
        base, word = self._settings.webhooks, self._settings.verify_token
        return {name: verify(f"{base}/{name}", word, self.platform.messenger.new_id()) for name in names}

    def _look(self) -> None:
        while not self.stopping.wait(_GLANCE):
            self.previews.look()

    def _deliver(self, product: Product, post: Poster) -> None:
        """Deliver what is due; a webhook that takes nothing is tried again at once, then more and more seldom."""
        wait = _LOOK
        while not self.stopping.wait(wait):
            failed = any(status != TAKEN for status in self.platform.deliver(post, product.name))
            wait = min(max(wait * 2, _LOOK), _LONGEST) if failed else _LOOK


def _site(headers: dict[str, str]) -> str:
    """Where a browser's call comes from, as the browser tells it; "none" when no page made it."""
    return next((value for name, value in headers.items() if name.lower() == "sec-fetch-site"), "none")


@contextmanager
def serving(platform: Platform, **settings: Any) -> Iterator[Server]:
    """The platform, listening on a free loopback port until the block ends."""
    server = Server(platform, SimulatorSettings(**settings))
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            self._reply()

        def do_GET(self) -> None:
            self._reply()

        def do_DELETE(self) -> None:
            self._reply()

        def log_message(self, *_: object) -> None:
            """Say nothing: what is sent may be personal."""

        def _reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = server.answer(self.command, self.path, dict(self.headers), body)
            if answer is None:
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in {"content-type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

    return Handler
