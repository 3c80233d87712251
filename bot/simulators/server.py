"""The fake Graph API as a server: in a thread for tests, or `python -m tests.fakes.graph_server` for benches and demos.

Beside the Graph API it has a door for whoever drives it: POST /fake/<method> with the arguments of a method of
`FakeGraph` as JSON, GET /fake/sent for what was accepted. With a webhook's address it delivers by itself.
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import msgspec
import urllib3

from bot.adapters.http_client import Reply
from tests.fakes.graph import Account, FakeGraph
from tests.fakes.graph_wire import Poster

_DRIVEN = frozenset({"says", "taps", "opens", "attaches", "reacts", "edits", "unsends", "reads", "colleague_writes"})
_JSON = {"content-type": "application/json"}


class GraphServer:
    """Where the fake listens; `stop` lets go of callers that it keeps waiting."""

    def __init__(self, graph: FakeGraph, *, port: int = 0, webhook: str = "", hang: float = 30.0) -> None:
        self.graph = graph
        self.stopping = Event()
        self._hang = hang
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._threads = [Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)]
        if webhook:
            self._threads.append(Thread(target=self._keep_delivering, args=(url_poster(webhook),), daemon=True))

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

    def answer(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Reply | None:
        """The answer to a call of the Graph API, or of whoever drives the fake."""
        if url.startswith("/fake/"):
            return self._driven(url.removeprefix("/fake/"), body)
        reply = self.graph.answer(method, url, headers, body)
        if reply is None:
            self.stopping.wait(self._hang)
        return reply

    def _driven(self, what: str, body: bytes) -> Reply:
        if what == "sent":
            return Reply(200, _JSON, msgspec.json.encode(self.graph.sent))
        if what not in _DRIVEN:
            return Reply(404, _JSON, b"{}")
        mid = getattr(self.graph, what)(**msgspec.json.decode(body))
        return Reply(200, _JSON, msgspec.json.encode({"mid": mid}))

    def _keep_delivering(self, post: Poster) -> None:
        while not self.stopping.wait(0.005):
            statuses = self.graph.deliver(post)
            if any(status != 200 for status in statuses):
                self.stopping.wait(0.5)


def url_poster(url: str) -> Poster:
    """Delivers over HTTP."""
    pool = urllib3.PoolManager(retries=False)

    def post(body: bytes, headers: dict[str, str]) -> int:
        try:
            return int(pool.request("POST", url, body=body, headers=headers, timeout=20).status)
        except urllib3.exceptions.HTTPError:
            return 0

    return post


@contextmanager
def graph_server(graph: FakeGraph, **options: Any) -> Iterator[GraphServer]:
    """The fake, listening on a free loopback port."""
    server = GraphServer(graph, **options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _handler(server: GraphServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            self._reply()

        def do_GET(self) -> None:
            self._reply()

        def log_message(self, *_: object) -> None:
            """Say nothing: what is sent may be personal."""

        def _reply(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            reply = server.answer(self.command, self.path, dict(self.headers), body)
            if reply is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in {**_JSON, **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

    return Handler


def main() -> None:
    """Serve until interrupted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8020)
    options.add_argument("--webhook", default="", help="deliver to this address by itself")
    for field in msgspec.structs.fields(Account):
        options.add_argument(f"--{field.name}", default=field.default)
    chosen = vars(options.parse_args())
    port, webhook = chosen.pop("port"), chosen.pop("webhook")
    graph = FakeGraph(lambda: int(time.time() * 1000), Account(**chosen))
    server = GraphServer(graph, port=port, webhook=webhook)
    server.start()
    print(f"The fake Graph API listens on {server.url}", flush=True)  # noqa: T201  whoever started it wants to know
    try:
        server.stopping.wait()
    except KeyboardInterrupt:
        server.stop()


if __name__ == "__main__":
    main()
