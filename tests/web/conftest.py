"""The web application over a talk in memory, and a client that behaves as a browser does."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.web.app import create_app
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


@pytest.fixture
def browser(app: Flask) -> Iterator[FlaskClient]:
    """A browser that has not been here yet."""
    app.test_client_class = Browser
    with app.test_client() as client:
        yield client
