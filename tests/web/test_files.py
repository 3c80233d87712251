"""Files are served apart, as downloads that run nothing, to those who may have them and to nobody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.conversation.files import Upload
from bot.services import desk, file_links, files, turns
from bot.services.visits import thread_of
from tests.builders.files import GOOD
from tests.web.archive import Bench
from tests.web.conftest import browser_of
from tests.web.staff_door import signed_in, somebody

ANA = somebody("Ana")
THREAD = "webchat:TF:marie"


def sent(stage: Bench, name: str = "a.png", thread: str = THREAD) -> str:
    """Ana sends a file; gives its id."""
    turns.take(stage.runtime, thread, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))
    desk.take(stage.runtime, thread, ANA)
    files.send(stage.runtime, ANA, thread, Upload(f"é {name}", GOOD[name], "abc"))
    return next(iter(stage.archive.files.known))


def fresh(stage: Bench, file: str) -> str:
    """The path of its address as it went to the traveller."""
    return file_links.url_of(stage.runtime, file).removeprefix("http://localhost")


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_a_download_that_runs_nothing(stage: Bench, browser: FlaskClient, name: str) -> None:
    """Whatever it is: no type is guessed, no page of ours lends it its rights."""
    file = sent(stage, name)
    answer = browser.get(fresh(stage, file))
    assert (answer.status_code, answer.data) == (200, GOOD[name])
    headers = answer.headers
    assert headers["Content-Type"].startswith(stage.archive.files.known[file].mime)
    ending = name.partition(".")[2]
    assert (
        headers["Content-Disposition"] == f"attachment; filename=\"_ a.{ending}\"; filename*=UTF-8''%C3%A9%20a.{ending}"
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_an_address_opens_by_itself_for_a_week(stage: Bench, browser: FlaskClient) -> None:
    """So that a platform can carry it; then it is worth nothing to a stranger."""
    path = fresh(stage, sent(stage))
    assert browser.get(path).status_code == 200
    stage.clock.pass_time(days=7)
    assert browser.get(path).status_code == 404


def test_staff_open_files_by_their_right_to_see_contacts(stage: Bench, app: Flask) -> None:
    """A picture cannot be masked: who reads contacts masked sees none, nor does who is signed out."""
    path = file_links.path_of(stage.runtime, sent(stage))
    assert browser_of(app).get(path).status_code == 404
    assert signed_in(app, stage, ANA).get(path).status_code == 200
    for role, status in (("viewer", 404), ("flow_editor", 404), ("admin", 404), ("finance", 200)):
        person = somebody(f"P{role}", roles=(role,))  # type: ignore[arg-type]  # a role by its name
        assert signed_in(app, stage, person).get(path).status_code == status, role


def test_a_travellers_own_browser_opens_the_files_of_its_talk(stage: Bench, app: Flask) -> None:
    """As long as they are there; those of somebody else's talk never."""
    browser = browser_of(app)
    browser.get("/chat")
    visitor = _visitor(stage, browser)
    file = sent(stage, thread=thread_of(stage.runtime, visitor))
    path = file_links.path_of(stage.runtime, file)
    assert browser.get(path).status_code == 200
    other = browser_of(app)
    other.get("/chat")
    assert other.get(path).status_code == 404


def _visitor(stage: Bench, browser: FlaskClient) -> str:
    browser.post("/chat/messages", json={"client_id": "a", "text": "Hello"})
    thread: str = next(iter(stage.archive._talks))
    return thread.rpartition(":")[2]


def test_what_is_no_file_is_404_and_nobody_learns_why(stage: Bench, browser: FlaskClient) -> None:
    """Neither a token that is none, nor a file that was refused or forgotten."""
    gone = fresh(stage, sent(stage))
    stage.archive.files.forget(THREAD)
    assert [browser.get(path).status_code for path in (gone, "/files/x", "/files/AAAA")] == [404, 404, 404]


def test_nothing_but_reading_is_possible(stage: Bench, browser: FlaskClient) -> None:
    """There is no other method."""
    path = fresh(stage, sent(stage))
    assert [browser.open(path, method=method).status_code for method in ("POST", "PUT", "DELETE")] == [405, 405, 405]
