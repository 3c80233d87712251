"""Builds the sandbox gateway's Flask app: its store, its bank, its routes and its sending thread."""

from flask import Flask
from werkzeug.exceptions import HTTPException

from bot.ports.clock import Clock
from bot.sandbox import airline_site, typing_pages
from bot.sandbox.api import LARGEST_BODY, Sandbox, api, http_error
from bot.sandbox.bank import Bank
from bot.sandbox.challenge import pages
from bot.sandbox.courier import Courier
from bot.sandbox.database import Database
from bot.sandbox.desk import Desk
from bot.sandbox.outbox import Outbox
from bot.sandbox.reports import reports
from bot.sandbox.settings import SandboxSettings
from bot.sandbox.store import Store


class SandboxApp(Flask):
    """The app with what lives beside it; `start` and `stop` bracket its life."""

    database: Database
    bank: Bank
    courier: Courier

    def start(self) -> None:
        """Begin to send webhooks and to do what time brings."""
        self.courier.start()

    def stop(self) -> None:
        """Let waiting callers go, stop sending, close the file."""
        self.bank.pipeline.stop()
        self.courier.stop()
        self.database.close()


def create_sandbox(settings: SandboxSettings, clock: Clock) -> SandboxApp:
    """The sandbox gateway as a WSGI app over its own file."""
    app = SandboxApp(__name__, template_folder="pages", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.database = Database(settings.data)
    outbox = Outbox(app.database, settings)
    app.bank = Bank(Store(app.database), outbox, settings=settings, clock=clock)
    app.courier = Courier(outbox, settings=settings, clock=clock, tick=app.bank.tick)
    app.bank.wake = app.courier.wake
    app.extensions["sandbox"] = Sandbox(app.bank, outbox, settings, Desk(app.bank, outbox))
    app.register_blueprint(typing_pages.pages)
    app.register_blueprint(api)
    app.register_blueprint(reports)
    app.register_blueprint(pages)
    if settings.chat_url:
        app.register_blueprint(airline_site.pages)
    app.register_error_handler(HTTPException, http_error)
    return app
