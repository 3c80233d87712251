"""The web application: every route of the web process, put together."""

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.ports.runtime import Runtime
from bot.web import embed, errors, gateway_webhooks, health, live, pay, security, sessions, trip, webchat, webhooks
from bot.web.desk import inbox as desk

_TEMPLATES = Path(__file__).parents[2] / "templates"


def create_app(runtime: Runtime) -> Flask:
    """The WSGI application over a Runtime, which needs neither gateway nor keys that open cards."""
    app = Flask("bot.web", template_folder=str(_TEMPLATES))
    errors.handle(app, runtime)
    security.protect(app, runtime)
    for part in (webhooks, gateway_webhooks, health, pay, trip, webchat, embed, sessions, live, desk):
        app.register_blueprint(part.blueprint(runtime))
    app.wsgi_app = webhooks.in_front_of(app.wsgi_app, runtime)  # type: ignore[assignment]  # Flask's own way
    if runtime.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=runtime.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    return app
