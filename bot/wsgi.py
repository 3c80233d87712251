"""The WSGI application that `threadfare web` and `threadfare live` serve."""

from bot.bootstrap import build
from bot.config import environment, load_settings
from bot.web.app import create_app

_settings = load_settings(environment(), "web")

app = create_app(build(_settings, "web"))
