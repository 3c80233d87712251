"""Serves the web app by granian: few workers, many threads, so that open streams never starve webhooks."""

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from bot.config import Settings

_KILL_AFTER = 3
_BACKLOG = 1024


def serve(settings: Settings) -> None:
    """Serve `bot.wsgi:app` until SIGTERM or SIGINT; a stream that is still open 3 s later is cut."""
    Granian(
        "bot.wsgi:app",
        address=settings.web_bind,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.web_threads,
        backlog=_BACKLOG,
        workers_kill_timeout=_KILL_AFTER,
        respawn_failed_workers=True,
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),
        log_access=False,
    ).serve()
