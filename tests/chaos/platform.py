"""A platform that takes messages, remembers them in the order of their coming, and owes an echo for each."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from bot.simulators.wire import encoded
from tests.bench.talks import PAGE

APP = "7001"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers that were killed are nobody's fault."""


class Platform:
    """What came, and the echoes that are owed; every message is taken at once and answered after a delay."""

    def __init__(self, *, delay: float) -> None:
        self.port = 0
        self._delay = delay
        self._lock = Lock()
        self._told: dict[str, list[str]] = {}
        self._owed: list[bytes] = []
        self._count = 0
        self.busy = 0
        """How many messages were taken and are not answered yet."""

    @classmethod
    @contextmanager
    def listening(cls, *, delay: float) -> Iterator["Platform"]:
        """One that listens until the block ends."""
        made = cls(delay=delay)
        server = _Server(("127.0.0.1", 0), _handler(made))
        made.port = server.server_port
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            server.server_close()

    def take(self, request: dict[str, Any]) -> str:
        """Take a message and give its id; the answer may still get lost."""
        user, message = request["recipient"]["id"], request["message"]
        with self._lock:
            self._count += 1
            mid = f"m_{self._count}"
            self._told.setdefault(user, []).append(message["text"])
            self._owed.append(_echo(user, {**message, "mid": mid}))
            self.busy += 1
        time.sleep(self._delay)
        with self._lock:
            self.busy -= 1
        return mid

    def has(self, wanted: dict[str, list[str]]) -> bool:
        """Whether everything has come."""
        with self._lock:
            return all(set(texts) <= set(self._told.get(user, ())) for user, texts in wanted.items())

    def told(self) -> dict[str, list[str]]:
        """What each traveller was told."""
        with self._lock:
            return {user: list(texts) for user, texts in self._told.items()}

    def echoes(self) -> list[bytes]:
        """The bodies that are owed to the webhook."""
        with self._lock:
            owed, self._owed = self._owed, []
            return owed


def _echo(user: str, message: dict[str, Any]) -> bytes:
    at = int(time.time() * 1000)
    content = {"is_echo": True, "app_id": int(APP), **message}
    item = {"sender": {"id": PAGE}, "recipient": {"id": user}, "timestamp": at, "message": content}
    return encoded({"object": "page", "entry": [{"id": PAGE, "time": at, "messaging": [item]}]})


def _handler(platform: Platform) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            """Take what is whole."""
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps({"message_id": platform.take(request)}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
            """Say nothing."""

    return Handler
