"""The console over a house in which flows are edited, and browsers of those who edit, read or may neither."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.domain.flow.footfall import Passed, Stand, Step
from bot.domain.staff.person import Person
from bot.web.app import create_app
from tests.builders.flow_room import flow_room
from tests.builders.house import House
from tests.builders.sign_in import cookie_in, session_in
from tests.builders.staff import EDI
from tests.web.conftest import browser_of


def entered(home: House, person: Person = EDI) -> FlaskClient:
    """The browser of somebody who is signed in."""
    client = browser_of(create_app(home.runtime))
    client.set_cookie(*cookie_in(home.runtime, session_in(home.runtime, person)))
    return client


def walked(home: House, step: str, passed: Passed, *, flow: str = "book", revision: int = 1) -> None:
    """Let people have passed a step."""
    with home.records.begin() as work:
        work.flow_figures.keep((), {Step(flow, revision, step): passed})


def standing(home: House, *threads: str, step: str = "hello", flow: str = "book", revision: int = 1) -> None:
    """Let talks stand at a step."""
    with home.records.begin() as work:
        stands = [Stand(thread, 1, Step(flow, revision, step), 1) for thread in threads]
        work.flow_figures.keep(stands, {})


@pytest.fixture(name="home")
def flow_home() -> House:
    """The sample flows are live, and everybody is known."""
    return flow_room()


@pytest.fixture(name="edi")
def flow_editor(home: House) -> FlaskClient:
    """The browser of somebody who edits flows."""
    return entered(home)


def text_of(answer: Any) -> str:
    """A page with its white space folded."""
    return " ".join(answer.text.split())
