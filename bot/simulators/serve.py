"""Serves the platform until it is told to stop."""

import signal
import sys
import time
from types import FrameType

from bot.simulators.platform import Platform
from bot.simulators.server import Server
from bot.simulators.settings import SimulatorSettings


def build(settings: SimulatorSettings) -> Server:
    """The platform on the machine's clock, which control calls can move, and where it listens."""
    platform = Platform(
        lambda: int(time.time() * 1000),
        messenger=settings.messenger,
        whatsapp=settings.whatsapp,
        instagram=settings.instagram,
    )
    return Server(platform, settings)


def run(settings: SimulatorSettings) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    server = build(settings)

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
