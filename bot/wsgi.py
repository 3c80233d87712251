"""The web process: what granian is given."""

import gc

from bot.bootstrap import build
from bot.config import environment, load_settings
from bot.telemetry import configure_logging
from bot.web.app import create_app

settings = load_settings(environment(), "web")
configure_logging(settings)
app = create_app(build(settings, "web"))

# All this lives as long as the process: a collection that went through it would stop every request for some 70 ms.
gc.collect()
gc.freeze()
