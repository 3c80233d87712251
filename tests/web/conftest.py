"""The web application over a talk in memory, and a client that behaves as a browser does."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.services import activity
from bot.web.app import create_app
from tests.builders.house import House
from tests.builders.wallets import link, rich
from tests.web.archive import Bench, bench


@pytest.fixture
def stage() -> Bench:
    """A Runtime as a web process has it, over memory."""
    return bench()


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The whole application."""
    return create_app(stage.runtime)


class Browser(FlaskClient):
    """Says with each post that it comes from a page of ours, unless a test says otherwise."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Send a request."""
        headers = dict(kwargs.pop("headers", None) or {})
        headers.setdefault("Sec-Fetch-Site", "same-origin")
        return super().open(*args, headers=headers, **kwargs)


def browser_of(app: Flask) -> FlaskClient:
    """A browser that has not been here yet, beside others."""
    app.test_client_class = Browser
    return app.test_client()


@pytest.fixture
def browser(app: Flask) -> Iterator[FlaskClient]:
    """A browser that has not been here yet."""
    app.test_client_class = Browser
    with app.test_client() as client:
        yield client


@pytest.fixture
def home() -> House:
    """Ada's wallet: a card that she prefers, one that has expired, a bank account, two linked chats."""
    return rich()


@pytest.fixture
def wallet_app(home: House) -> Flask:
    """The whole application over Ada's wallet."""
    return create_app(home.runtime)


@pytest.fixture
def phone(wallet_app: Flask) -> FlaskClient:
    """Ada's browser."""
    return browser_of(wallet_app)


@pytest.fixture
def stranger(wallet_app: Flask) -> FlaskClient:
    """Somebody else's browser."""
    return browser_of(wallet_app)


@pytest.fixture
def path(home: House) -> str:
    """The path of a link to her wallet that was just made."""
    return link(home.runtime)


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What travellers are told of their accounts."""
    told: list[str] = []
    monkeypatch.setattr(activity, "note", lambda _, __, one: told.append(one.kind))
    return told
