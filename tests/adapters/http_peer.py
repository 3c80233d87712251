"""A peer on a loopback port that behaves, well or badly, as the path of the request says."""

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from bot.adapters.http_client import Call, Policy, Reply


class Peer(BaseHTTPRequestHandler):
    """Answers as its path says; `seen` is what came."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, dict[str, str], bytes]] = []  # noqa: RUF012 (one log for all threads)

    def do_POST(self) -> None:
        """Read the body, then do what the path names."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.path, dict(self.headers.items()), body))
        getattr(self, self.path.partition("?")[0].strip("/").replace("/", "_"))()

    def do_GET(self) -> None:
        """The same."""
        self.do_POST()

    def ok(self) -> None:
        """Say hello."""
        self.reply(200, b"hello", {"X-Kind": "Friendly"})

    def teapot(self) -> None:
        """Refuse."""
        self.reply(418, b"")

    def broken(self) -> None:
        """Fail."""
        self.reply(500, b"")

    def moved(self) -> None:
        """Send elsewhere."""
        self.reply(302, b"", {"Location": "/ok"})

    def silent(self) -> None:
        """Say nothing for longer than anybody waits."""
        time.sleep(0.5)
        self.close_connection = True

    def slow(self) -> None:
        """Take some time."""
        time.sleep(0.4)
        self.reply(200, b"at last")

    def chunked(self) -> None:
        """Send in pieces."""
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for piece in (b"in ", b"three ", b"pieces"):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def packed(self) -> None:
        """Send compressed."""
        self.reply(200, gzip.compress(b"x" * 3000), {"Content-Encoding": "gzip"})

    def reset(self) -> None:
        """Hang up after having read everything."""
        self.close_connection = True

    def half(self) -> None:
        """Promise more than is sent."""
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def large(self) -> None:
        """Send more than anybody needs."""
        self.reply(200, b"x" * 5000)

    def trickle(self) -> None:
        """Never end."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(40):
            try:
                self.wfile.write(b"x" * 10)
            except OSError:
                return
            time.sleep(0.02)
        self.close_connection = True

    def reply(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


@contextmanager
def http_peer() -> Iterator[str]:
    """The address of a peer that listens until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Failing:
    """An engine that always fails in one way."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.calls = 0

    def send(self, call: Call, policy: Policy) -> Reply:  # noqa: ARG002 (the port's names)
        """Fail."""
        self.calls += 1
        raise self.error
