"""Receives webhooks on a loopback port, and answers as told."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TypeVar


class Receiver:
    """What arrived so far; `answers` are the statuses of the next answers, then 200."""

    def __init__(self) -> None:
        self.url = ""
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Keep a webhook, and give the status with which it is answered."""
        status = self.answers.pop(0) if self.answers else 200
        self.received.append((headers, body))
        return status

    def wait_for(self, count: int, *, seconds: float = 10.0) -> list[tuple[dict[str, str], bytes]]:
        """What arrived, once there are so many; fails when they do not come."""
        until = time.monotonic() + seconds
        while len(self.received) < count:
            assert time.monotonic() < until, f"{len(self.received)} of {count} webhooks came"
            time.sleep(0.01)
        return list(self.received)


_Kind = TypeVar("_Kind", bound=Receiver)


@contextmanager
def webhook_receiver() -> Iterator[Receiver]:
    """A receiver that listens until the block ends."""
    with listening(Receiver()) as receiver:
        yield receiver


@contextmanager
def listening(receiver: _Kind) -> Iterator[_Kind]:
    """Lets a receiver of some kind listen until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.take(dict(self.headers.items()), body))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
