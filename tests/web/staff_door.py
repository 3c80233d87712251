"""Browsers of staff who are signed in, for tests of every page behind the door."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.staff.person import Person
from bot.domain.staff.roles import Role
from bot.ports.runtime import Runtime
from bot.services import staff_sessions
from bot.services.staff_sessions import Asking
from bot.web.staff import session
from tests.builders.sign_in import cookie_in, session_in
from tests.web.archive import Bench
from tests.web.conftest import Browser

USUAL: tuple[Role, ...] = ("agent", "supervisor")


def somebody(name: str, *, roles: tuple[Role, ...] = USUAL) -> Person:
    """A person by their first name, always the same one."""
    return Person(f"per_{name.lower()}", name, f"{name.lower()}@airline.example", roles, ("en",))


def session_of(stage: Bench, person: Person) -> str:
    """The id of a whole session of somebody, who is known from now on, that was proved just now."""
    return session_in(stage.runtime, person)


def cookie_of(stage: Bench, secret: str) -> tuple[str, str]:
    """The name and value of the cookie of a session."""
    return cookie_in(stage.runtime, secret)


def signed_in(app: Flask, stage: Bench, person: Person) -> FlaskClient:
    """A browser of somebody who is signed in."""
    app.test_client_class = Browser
    client = app.test_client()
    client.set_cookie(*cookie_of(stage, session_of(stage, person)))
    return client


def asked_by(monkeypatch: pytest.MonkeyPatch, who: Callable[[], Person | None]) -> None:
    """Let every request be that of somebody in place of a session, who proved just now who they are."""

    def current(runtime: Runtime, *, quiet: bool = False) -> Asking | None:  # noqa: ARG001  as the real one
        person = who()
        return person and Asking(person, staff_sessions.new(runtime, "password", "Firefox on Linux", whole=True))

    monkeypatch.setattr(session, "current", current)
