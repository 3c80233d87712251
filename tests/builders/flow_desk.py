"""The console over a house in which flows are edited, and browsers of its people."""

from html.parser import HTMLParser

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from bot.adapters.data.documents import YamlDocuments
from bot.domain.staff.person import Person
from bot.web.app import create_app
from tests.builders.console import WHO
from tests.builders.flow_room import flow_room
from tests.builders.house import House
from tests.builders.staff import EDI
from tests.web.conftest import Browser
from tests.web.staff_door import asked_by


def flow_desk(monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose console asks a header who somebody is."""
    home = flow_room(documents=YamlDocuments())
    asked_by(monkeypatch, lambda: home.records.people.person(request.headers.get(WHO, "")))
    return home


def console_of(home: House) -> Flask:
    """The whole application."""
    app = create_app(home.runtime)
    app.test_client_class = Browser
    return app


def sits(app: Flask, person: Person = EDI) -> FlaskClient:
    """A browser of somebody."""
    client = app.test_client()
    client.environ_base[f"HTTP_{WHO.upper().replace('-', '_')}"] = person.id
    return client


class Form(dict[str, str]):
    """The fields of the form on a page, as a browser would post them; several values of one name are the last one."""

    @classmethod
    def of(cls, html: str, form: str = "step-form") -> "Form":
        """The form of that id."""
        reader = _Reader(form)
        reader.feed(html)
        return cls(reader.fields)


class _Reader(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._form, self._inside, self._select, self._text = form, False, "", ""
        self._chosen = set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the value of an input, the chosen option of a select, or what begins a text area."""
        known = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = known.get("id") == self._form
        name = known.get("name", "")
        if not self._inside:
            return
        if tag == "input" and ("checked" in known or known.get("type") != "checkbox"):
            self.fields[name] = known.get("value", "")
        elif tag in ("select", "textarea"):
            setattr(self, f"_{'select' if tag == 'select' else 'text'}", name)
            self.fields[name] = ""
        elif tag == "option" and self._select and ("selected" in known or self._select not in self._chosen):
            self.fields[self._select] = known.get("value", "")
            self._chosen.add(self._select)

    def handle_endtag(self, tag: str) -> None:
        """Leave the form, the select or the text area."""
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        """Take the words of a text area."""
        if self._text:
            self.fields[self._text] += data
