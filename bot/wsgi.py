"""The web process: what granian is given."""

import gc
from contextlib import suppress

from bot.bootstrap import build
from bot.config import environment, load_settings
from bot.domain.errors import UnavailableError
from bot.telemetry import configure_logging
from bot.web.app import create_app

settings = load_settings(environment(), "web")
configure_logging(settings)
runtime = build(settings, "web")
with suppress(UnavailableError):  # /readyz tells it; the first turn asks again
    runtime.world()
app = create_app(runtime)
# What is there now stays: a collector that looks through all of it again and again takes up to a third of a large page.
gc.collect()
gc.freeze()
# A large page makes fifty thousand objects that nothing refers to in a circle: they go without the collector, which
# looked through them seventy times, and at every other page through everything that was made since the start.
gc.set_threshold(5_000, 10, 10)
