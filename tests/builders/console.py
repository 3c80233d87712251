"""The console over a worker's house: people with roles, a booking that is paid, and who asks in place of a session."""

import pytest
from flask import request

from bot.adapters.data.documents import YamlDocuments
from bot.services import turns
from tests.builders.books import Books, books
from tests.builders.staff import EVERYBODY
from tests.web.staff_door import asked_by

WHO = "X-Test-Person"
"""The header that says who asks."""


def staffed(monkeypatch: pytest.MonkeyPatch) -> Books:
    """A booking that is paid; everybody is known; who asks stands in a header in place of a session."""
    monkeypatch.setattr(turns, "pay_off", lambda *_: 0)
    town = books(refund_alone=10_000, documents=YamlDocuments())
    with town.home.records.begin() as work:
        for person in EVERYBODY:
            work.people.keep(person)

    asked_by(monkeypatch, lambda: town.home.records.people.person(request.headers.get(WHO, "")))
    town.book("ada")
    return town
