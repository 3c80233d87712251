"""A traveller's file in the web chat: taken with and without a script, refused in their language, shown at the desk."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.domain.conversation.files import MOST
from bot.services import files
from tests.builders.files import HOSTILE, form, png
from tests.web.archive import Bench

SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def chat(browser: FlaskClient) -> FlaskClient:
    """A browser whose talk has begun."""
    browser.get("/chat")
    browser.post("/chat/messages", json={"client_id": "hello", "text": "Talk to a person"})
    return browser


def attach(client: FlaskClient, content: bytes, name: str = "passport.png", key: str = "abc", **headers: str) -> Any:
    """Post a file by the form."""
    body, kind = form(content, name, client_id=key)
    return client.post("/chat/files", data=body, content_type=kind, headers=headers)


def thread(stage: Bench) -> str:
    """The only talk."""
    (name,) = stage.archive._talks
    return name


def test_a_file_comes_in_as_a_message_and_lies_with_it(stage: Bench, chat: FlaskClient) -> None:
    """Once, however often the form is sent; nothing has to be fetched."""
    for _ in range(2):
        assert attach(chat, png()).headers["Location"] == "/chat#latest"
    lines = [line for line in stage.archive.shelf if line.kind == "AttachmentReceived"]
    assert len(lines) == 1
    (kept,) = files.of_items(stage.runtime, thread(stage), (lines[0].message,))
    assert (kept.id, kept.name, kept.mime) == (
        files.file_id(thread(stage), lines[0].message, 0),
        "passport.png",
        "image/png",
    )
    assert not [name for name in stage.quiet.rung if "file" in name]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words(stage: Bench, chat: FlaskClient, name: str) -> None:
    """In the traveller's language, and nothing of it is kept."""
    answer = attach(chat, HOSTILE[name], name, **{"Accept-Language": "fr"}, **SCRIPT)
    assert (answer.status_code, answer.json["problem"][:31]) == (400, "Ce fichier ne peut pas être pri")
    assert stage.archive.files.known == {}


def test_a_file_that_is_too_large_is_refused(stage: Bench, chat: FlaskClient) -> None:
    """Before it is read, when it says so."""
    for size in (MOST + 1, 2 * MOST):
        assert attach(chat, b"x" * size, **SCRIPT).status_code == 400
    assert stage.archive.files.known == {}


def test_without_a_script_the_page_says_what_is_wrong(chat: FlaskClient) -> None:
    """With the form once more, which has a page of its own."""
    answer = attach(chat, b"<html>")
    assert answer.status_code == 400
    assert "This file cannot be taken" in answer.text
    assert 'action="/chat/files"' in answer.text
    assert 'href="/chat/file"' in chat.get("/chat").text
    assert 'type="file"' in chat.get("/chat/file").text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_a_stranger_and_another_site_send_nothing(stage: Bench, browser: FlaskClient) -> None:
    """A file needs a talk of one's own, and a page of ours."""
    assert attach(browser, png(), **SCRIPT).status_code == 403
    browser.get("/chat")
    assert attach(browser, png(), **{"Sec-Fetch-Site": "cross-site"}, **SCRIPT).status_code == 403
    assert attach(browser, png(), key="1", **SCRIPT).status_code == 400
    assert stage.archive.files.known == {}


def test_who_sends_too_many_is_slowed_down(chat: FlaskClient) -> None:
    """By the same bucket as words."""
    answers = {attach(chat, png(), key="a" * number, **SCRIPT).status_code for number in range(1, 35)}
    assert answers == {202, 429}


def test_a_database_that_is_away_is_told_as_a_failure(stage: Bench, chat: FlaskClient) -> None:
    """The traveller tries again."""
    stage.archive.away = True
    assert attach(chat, png(), **SCRIPT).status_code == 503
