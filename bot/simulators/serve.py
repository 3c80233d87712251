"""Serves the platform until it is told to stop."""

import signal
import sys
import time
from types import FrameType

from bot.simulators.phones import Phones
from bot.simulators.platform import Platform
from bot.simulators.server import Server
from bot.simulators.settings import SimulatorSettings


def build(settings: SimulatorSettings) -> Server:
    """The platform on the machine's clock, which phones and control calls can move, and where it listens."""
    platform = Platform(
        lambda: int(time.time() * 1000),
        messenger=settings.messenger,
        whatsapp=settings.whatsapp,
        instagram=settings.instagram,
    )
    for product in platform.products:
        # An id is told once in all of Meta: neither by another product nor by a run before this one.
        product.prefix += f"{product.name[:2]}{platform.now():x}_"
    return Server(platform, settings, phones=Phones(platform, brand=settings.brand))


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
