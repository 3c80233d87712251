"""The console and browsers of people of the staff, over a paid booking or over an archive of talk."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.staff.person import Person
from bot.web.app import create_app
from tests.builders.books import Books
from tests.builders.console import WHO, staffed
from tests.web.archive import Bench, bench
from tests.web.conftest import Browser
from tests.web.staff_door import signed_in, somebody


@pytest.fixture(name="town")
def _town(monkeypatch: pytest.MonkeyPatch) -> Books:
    """A booking that is paid, and everybody of the staff."""
    return staffed(monkeypatch)


@pytest.fixture(name="console")
def _console(town: Books) -> Flask:
    """The whole application."""
    app = create_app(town.runtime)
    app.test_client_class = Browser
    return app


def browser_of(console: Flask, person: Person) -> FlaskClient:
    """The browser of somebody of the staff."""
    client = console.test_client()
    client.environ_base[f"HTTP_{WHO.upper().replace('-', '_')}"] = person.id
    return client


@pytest.fixture
def stage() -> Bench:
    """A house that can push."""
    return bench(push_key="BPublicKey")


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The whole application."""
    return create_app(stage.runtime)


def enter(stage: Bench, app: Flask, name: str = "Ana") -> FlaskClient:
    """A browser of somebody who has come in."""
    return signed_in(app, stage, somebody(name))


@pytest.fixture
def ana(stage: Bench, app: Flask) -> FlaskClient:
    """Ana's browser."""
    return enter(stage, app)
