"""The console over a house in which flows are edited, for the pages on which drafts are tried."""

import re
from html import unescape
from typing import Any

import msgspec
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.adapters.channels.previews import preview
from bot.domain.staff.person import Person
from bot.web.app import create_app
from tests.builders.flow_room import flow_room
from tests.builders.house import House
from tests.builders.sign_in import cookie_in, session_in
from tests.builders.staff import EDI
from tests.fakes.supplier import sample_supplier
from tests.web.conftest import Browser

TRY = "/staff/flows/book/try"
TALKS = "/staff/flows/book/talks"
WISH = "Paris to New York on 4 December, one way, 1 adult"


class TryRoom(msgspec.Struct, frozen=True):
    """The house, the application over it, and the browser of whoever edits flows."""

    home: House
    app: Flask
    browser: FlaskClient

    def begin(self, **fields: str) -> str:
        """The address of a rehearsal that was begun on a page."""
        wanted = {"channel": "webchat", "language": "en", "step": "", **fields}
        answer = self.browser.post(TRY, data=wanted)
        assert answer.status_code == 303, answer.text
        return str(answer.location).partition("#")[0]

    def act(self, path: str, do: str, done: int = 0, **fields: str) -> TestResponse:
        """The page after a form was sent on it."""
        told = {name.replace("__", "."): value for name, value in fields.items()}
        return self.browser.post(f"{path}/act", data={"do": do, "done": done, **told}, follow_redirects=True)

    def to_offers(self, **fields: str) -> str:
        """The address of a rehearsal in which offers were shown."""
        path = self.begin(**fields)
        self.act(path, "plans", 0, plan__search="sample")
        self.act(path, "says", 1, text=WISH)
        return path


def try_room(**parts: Any) -> TryRoom:
    """A room in which Edi is signed in."""
    home = flow_room(preview=preview, supplier=sample_supplier(), public_url="http://localhost", **parts)
    app = create_app(home.runtime)
    return TryRoom(home, app, client_of(home, app, EDI))


def client_of(home: House, app: Flask, person: Person) -> FlaskClient:
    """A browser of somebody who is signed in."""
    app.test_client_class = Browser
    client = app.test_client()
    client.set_cookie(*cookie_in(home.runtime, session_in(home.runtime, person)))
    return client


def payload_of(page: str, title: str) -> str:
    """What the newest button of a title sends."""
    found = re.findall(r'name="payload" value="([^"]*)"[^>]*>([^<]*)<', page)
    return [unescape(value) for value, called in found if unescape(called) == title][-1]


def lines(page: str) -> list[str]:
    """The lines of the talk on a page, as words."""
    talk = page.partition('<div class="try-transcript"')[2].partition("</form>")[0]
    rows = re.split(r'<div class="try-line[^>]*>', talk)[1:]
    return [" ".join(unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in rows]
