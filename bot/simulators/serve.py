"""Serves the platform until it is told to stop."""

import signal
import sys
import time
from pathlib import Path
from types import FrameType

from bot.simulators.memory import Memory
from bot.simulators.phones import Phones
from bot.simulators.platform import Platform
from bot.simulators.server import Server
from bot.simulators.settings import SimulatorSettings

_SAVED_EVERY = 1.0


def build(settings: SimulatorSettings) -> tuple[Server, Memory | None]:
    """The platform on the machine's clock, which phones and control calls can move, where it listens, what it keeps."""
    platform = Platform(
        lambda: int(time.time() * 1000),
        messenger=settings.messenger,
        whatsapp=settings.whatsapp,
        instagram=settings.instagram,
    )
    for product in platform.products:
        # An id is told once in all of Meta: neither by another product nor by a run before this one.
        product.prefix += f"{product.name[:2]}{platform.now():x}_"
    phones = Phones(platform, brand=settings.brand)
    memory = Memory(Path(settings.data), platform, phones) if settings.data else None
    if memory is not None:
        memory.load()
    return Server(platform, settings, phones=phones), memory


def run(settings: SimulatorSettings) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    server, memory = build(settings)

    def leave(_signal: int, _frame: FrameType | None) -> None:
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    server.start()
    try:
        while memory is not None:
            time.sleep(_SAVED_EVERY)
            memory.save()
        signal.pause()
    except KeyboardInterrupt:
        return
    finally:
        server.stop()
        if memory is not None:
            memory.save()
