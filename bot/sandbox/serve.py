"""Serves the sandbox gateway until it is told to stop.

A thread a connection: a fault that keeps a caller waiting costs that caller's thread and nobody else's, which a
server with a fixed number of threads cannot say.
"""

import signal
import sys
from threading import Thread
from types import FrameType

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from bot.ports.clock import Clock
from bot.sandbox.app import SandboxApp, create_sandbox
from bot.sandbox.settings import SandboxSettings


class _Handler(WSGIRequestHandler):
    """Writes no access log: paths hold ids of payments, and challenge links are bearer links."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 (werkzeug's name)
        """Say nothing."""


class Server:
    """One running sandbox: listens from the start, serves between `start` and `stop`."""

    def __init__(self, settings: SandboxSettings, clock: Clock) -> None:
        self.app: SandboxApp = create_sandbox(settings, clock)
        self._server: BaseWSGIServer = make_server(
            settings.host, settings.port, self.app, threaded=True, request_handler=_Handler
        )
        self.url = f"http://{settings.host}:{self._server.port}"
        self._thread = Thread(target=self._server.serve_forever, name="sandbox", daemon=True)

    def start(self) -> None:
        """Serve from a thread of our own."""
        self.app.start()
        self._thread.start()

    def stop(self) -> None:
        """Serve no more, and close everything."""
        self.app.bank.pipeline.stop()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.app.stop()


def run(settings: SandboxSettings, clock: Clock) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    server = Server(settings, clock)

    def leave(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    server.start()
    try:
        signal.pause()
    except KeyboardInterrupt:
        return
    finally:
        server.stop()
