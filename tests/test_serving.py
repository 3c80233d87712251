"""The web server stays answerable under open streams, and never outlives its end."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.real

APP = """
import os, time
def app(environ, start):
    start("200 OK", [("content-type", "text/plain")])
    if environ["PATH_INFO"] == "/stream":
        return iter(lambda: time.sleep(0.1) or b": keep\\n\\n", None)
    return [str(os.getpid()).encode()]
"""
PROGRAM = """
import sys
from bot.config import Settings
from bot.serving import serve
serve(Settings(port=int(sys.argv[1]), web_threads=32), "streaming_app:app")
"""


class Served:
    """A web server in a process of its own."""

    def __init__(self, folder: Path) -> None:
        (folder / "streaming_app.py").write_text(APP)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        path = f"{folder}:{Path(__file__).resolve().parents[1]}"
        command = [sys.executable, "-c", PROGRAM, str(self.port)]
        environ = {"PATH": os.defpath, "PYTHONPATH": path}
        self.process = subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL)  # noqa: S603  our own program

    def get(self, path: str = "/") -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """Ask for a page, and leave its body unread."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3)
        try:
            connection.request("GET", path)
            return connection, connection.getresponse()
        except (OSError, http.client.HTTPException):
            connection.close()
            raise

    def worker(self) -> int | None:
        """The id of the process that answers, None when nobody does."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection, answer = self.get()
            try:
                return int(answer.read())
            finally:
                answer.close()
                connection.close()
        return None

    def until_answered_by_other_than(self, *workers: int | None) -> int:
        """Wait for a worker."""
        deadline = time.monotonic() + 10
        while (found := self.worker()) in {None, *workers}:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert found is not None
        return found


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server that answers."""
    server = Served(tmp_path)
    server.until_answered_by_other_than()
    yield server
    server.process.kill()
    server.process.wait()


def test_open_streams_do_not_starve_a_webhook_nor_the_end(served: Served) -> None:
    """A platform's webhook is answered at once while travellers look on, and a release does not wait for them."""
    streams = [served.get("/stream") for _ in range(20)]
    begun = time.monotonic()
    assert served.worker()
    assert time.monotonic() - begun < 3
    begun = time.monotonic()
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(10) == 0
    assert time.monotonic() - begun < 5
    for connection, answer in streams:
        answer.close()
        connection.close()


def test_a_killed_worker_is_replaced(served: Served) -> None:
    """A crash costs the requests that were open and no more."""
    first = served.worker()
    assert first is not None
    os.kill(first, signal.SIGKILL)
    second = served.until_answered_by_other_than(first)
    time.sleep(0.3)
    assert served.worker() == second


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent was killed")
def test_no_worker_outlives_a_killed_server(served: Served) -> None:
    """A new server on the port never shares it with an old one that runs older code."""
    served.process.kill()
    served.process.wait()
    deadline = time.monotonic() + 5
    while served.worker() is not None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
