"""Streams over a true connection, as a browser holds them, for tests of what ends them."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from time import monotonic

from flask import Flask
from werkzeug.serving import make_server

PATIENCE = 8
"""Seconds after which a stream that says nothing and does not end has failed its test."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Where an application is served on a free loopback port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True  # type: ignore[attr-defined]  # of socketserver's mix-in
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.port}"
    server.shutdown()
    thread.join(5)
    server.server_close()


class Stream:
    """A stream that a browser with some cookies holds open."""

    def __init__(self, address: str, path: str, cookies: dict[str, str]) -> None:
        self._connection = http.client.HTTPConnection(address, timeout=PATIENCE)
        told = "; ".join("=".join(pair) for pair in cookies.items())
        self._connection.request("GET", path, headers={"Cookie": told})
        self._answer = self._connection.getresponse()
        self.kind = self._answer.headers.get_content_type()
        assert self._answer.status == 200, path

    def event(self) -> str:
        """The next event, or sign of life."""
        lines = []
        while (line := self._answer.readline().decode()) not in ("", "\n"):
            lines.append(line)
        return "".join(lines)

    def rest(self) -> tuple[str, float]:
        """All that comes until the server ends it, and the seconds that it took."""
        begun = monotonic()
        text = self._answer.read().decode()
        self._connection.close()
        return text, monotonic() - begun

    def leave(self) -> None:
        """Close it from this side."""
        self._connection.close()
