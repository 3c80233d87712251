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
