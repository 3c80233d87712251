"""Serves the web app by granian: one worker, many threads, so that open streams never starve webhooks."""

import multiprocessing
import os
import signal
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from bot.config import Settings
from bot.leash import leash

_KILL_AFTER = 3
_RESPAWN_AFTER = 0.5
_HEADERS_WITHIN = 10_000


def serve(settings: Settings, app: str = "bot.wsgi:app") -> None:
    """Serve a WSGI app until SIGTERM or SIGINT; a stream that is still open 3 s later is cut.

    Granian's worker would go on serving, and holding the port, if granian itself were killed: it is forked with a
    leash. More processes of the role serve more; each has one worker, so that /metrics is whole.
    """
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork", force=True)
        os.register_at_fork(after_in_child=leash(signal.SIGKILL))
    Granian(
        app,
        address=settings.web_bind,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.web_threads,
        workers_kill_timeout=_KILL_AFTER,
        respawn_failed_workers=True,
        respawn_interval=_RESPAWN_AFTER,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN),
        log_access=False,
    ).serve()
