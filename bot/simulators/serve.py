"""Serves the platform until it is told to stop."""

import signal
import sys
from types import FrameType

from bot.simulators.phones import Phones
from bot.simulators.phones_clock import MovableClock
from bot.simulators.platform import Platform
from bot.simulators.server import Server
from bot.simulators.settings import SimulatorSettings


def build(settings: SimulatorSettings) -> Server:
    """The platform on the machine's clock, which its phones can move, and where it listens."""
    clock = MovableClock()
    platform = Platform(
        clock,
        messenger=settings.messenger,
        whatsapp=settings.whatsapp,
        instagram=settings.instagram,
    )
    for product in platform.products:
        product.prefix += f"{clock():x}_"  # what a run before this one told has ids of its own
    return Server(platform, settings, phones=Phones(platform, clock, brand=settings.brand))


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
