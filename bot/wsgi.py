"""The web process: what granian is given."""

from bot.bootstrap import build
from bot.config import environment, load_settings
from bot.telemetry import configure_logging
from bot.web.app import create_app

settings = load_settings(environment(), "web")
configure_logging(settings)
app = create_app(build(settings, "web"))
