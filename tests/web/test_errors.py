"""What is answered when something is not there, not right or broken: short, kind, and free of what was sent."""

import logging

import pytest
from flask import Response, abort

from bot.domain.errors import ConflictError, IllegalError, InvalidError, UnavailableError
from bot.domain.world import World
from bot.web.app import create_app
from bot.web.error_words import BACK, SENTENCES
from tests.builders.door import Door, door
from tests.web.archive import bench


@pytest.fixture
def hall() -> Door:
    """A web process with a route for each way to fail."""
    hall = door()
    failures: dict[str, Exception] = {
        "invalid": InvalidError("x"),
        "conflict": ConflictError("x"),
        "away": UnavailableError("x"),
        "illegal": IllegalError("x"),
        "bug": KeyError("words of a traveller"),
    }

    def fail(name: str) -> None:
        raise failures[name]

    hall.app.add_url_rule("/fail/<name>", "fail", fail)
    return hall


@pytest.mark.parametrize(
    ("name", "status"), [("invalid", 400), ("conflict", 409), ("away", 503), ("illegal", 500), ("bug", 500)]
)
def test_each_kind_of_error_has_its_status(hall: Door, name: str, status: int) -> None:
    """A browser, a script and a balancer know what to do from the status alone."""
    answer = hall.app.test_client().get(f"/fail/{name}")
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_a_fault_of_ours_is_logged_by_its_place_and_never_by_its_words(
    hall: Door, caplog: pytest.LogCaptureFixture
) -> None:
    """Staff find the line, and nobody finds a traveller's words in a log."""
    answer = hall.app.test_client().get("/fail/bug")
    assert "KeyError" in caplog.text
    assert "test_errors.py" in caplog.text
    assert "words of a traveller" not in caplog.text + answer.text


def test_bad_input_is_no_fault_and_not_logged_as_one(hall: Door, caplog: pytest.LogCaptureFixture) -> None:
    """Logs of errors hold errors."""
    with caplog.at_level(logging.ERROR):
        hall.app.test_client().get("/fail/invalid")
    assert caplog.text == ""


def test_a_missing_page_is_a_page_with_a_way_back(hall: Door) -> None:
    """A mistyped address leads back to the chat."""
    answer = hall.app.test_client().get("/nowhere", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert 'href="/chat"' in answer.text
    assert "nothing at this address" in answer.text


@pytest.mark.parametrize(
    ("asked", "told"), [("fr-FR,fr;q=0.9", "Il n’y a rien"), ("de", "gibt es nichts"), ("it", "There is nothing")]
)
def test_an_error_is_told_in_the_readers_language(hall: Door, asked: str, told: str) -> None:
    """A French traveller reads French when something goes wrong, too; others read what the airline speaks first."""
    answer = hall.app.test_client().get("/nowhere", headers={"Accept": "text/html", "Accept-Language": asked})
    assert told in answer.text
    assert f'<html lang="{asked[:2] if asked[:2] in ("fr", "de") else "en"}">' in answer.text


def test_every_language_has_a_sentence_for_the_same_errors() -> None:
    """Nobody meets a bare English phrase where others read a sentence."""
    statuses = {frozenset(sentences) for sentences in SENTENCES.values()}
    assert len(statuses) == 1
    assert set(SENTENCES) == set(BACK)


def test_an_error_page_needs_nothing_that_may_be_away() -> None:
    """When nothing works yet, the page that says so works."""

    def away() -> World:
        raise UnavailableError("x")

    answer = create_app(bench(world=away).runtime).test_client().get("/nowhere", headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert "Il n’y a rien" in answer.text


def test_scripts_are_answered_in_json(hall: Door) -> None:
    """A script never has to read a page."""
    answer = hall.app.test_client().get("/nowhere", headers={"Accept": "application/json"})
    assert answer.get_json() == {"problem": "There is nothing at this address."}


def test_an_answer_that_a_route_chose_itself_is_left_alone(hall: Door) -> None:
    """A page that refuses in its own words is not overruled."""

    def refuse() -> None:
        abort(Response("Not before noon.", 403))

    hall.app.add_url_rule("/noon", "noon", refuse)
    answer = hall.app.test_client().get("/noon")
    assert (answer.status_code, answer.text) == (403, "Not before noon.")


def test_a_method_that_is_not_served_is_said_so(hall: Door) -> None:
    """Sending to a page that only shows is answered plainly."""
    assert hall.app.test_client().delete("/livez").status_code == 405
