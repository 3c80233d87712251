"""The web process: what granian is given."""

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
