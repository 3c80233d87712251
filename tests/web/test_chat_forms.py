"""Forms of the talk over HTTP: posted with and without a script, shown as what was filled in, never in an address."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from bot.domain.conversation.messages import Text
from bot.web import auth, chat_forms
from tests.builders.talk import Talk
from tests.web.archive import Bench

ASKED = "Paris to New York on 4 December, one way"
SENT = {"adults": "2", "children": "1", "infants": "0"}


def _open(stage: Bench, browser: FlaskClient) -> str:
    browser.get("/chat")
    browser.post("/chat/messages", json={"client_id": "asked", "text": ASKED})
    cookie = browser.get_cookie("tf_chat")
    assert cookie is not None
    visitor = auth.unsign(stage.runtime, "tf_chat", cookie.value) or ""
    return f"webchat:TF:{visitor.partition(' ')[0]}"


def _wait(page: str) -> str:
    [wait] = re.findall(r'name="wait" value="(\d+)"', page)
    return str(wait)


def test_a_form_is_sent_as_one_message_and_collapses_to_what_was_sent(stage: Bench, browser: FlaskClient) -> None:
    """A traveller picks two adults and a child, and reads that in the talk instead of the form."""
    thread = _open(stage, browser)
    wait = _wait(browser.get("/chat").text)
    answer = browser.post("/chat/messages", json={"client_id": "form", "wait": wait, "values": SENT})
    assert answer.status_code == 202
    page = browser.get("/chat").text
    assert "2 adults, 1 child</p>" in page
    assert 'name="wait"' not in page
    assert [line.kind for line in stage.archive.lines(thread) if line.author == "traveller"][-1] == "FormSent"


def test_without_a_script_a_form_does_the_same(stage: Bench, browser: FlaskClient) -> None:
    """Slips come back at their fields, with what was typed, when the page has loaded again."""
    _open(stage, browser)
    wrong = {f"field.{name}": value for name, value in {**SENT, "infants": "3"}.items()}
    wait = _wait(browser.get("/chat").text)
    answer = browser.post("/chat/messages", data={"client_id": "one", "wait": wait, **wrong})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/chat#latest")
    page = browser.get("/chat").text
    assert "one infant for each adult.</p>" in page
    assert 'aria-invalid="true"' in page
    assert '<option value="3" selected>3</option>' in page


def test_a_card_number_in_a_field_is_refused(stage: Bench, browser: FlaskClient) -> None:
    """Neither JSON nor a plain form brings one in."""
    thread = _open(stage, browser)
    card = "4242 4242 4242 4242"
    scripted = browser.post("/chat/messages", json={"client_id": "a", "wait": "2", "values": {"given": card}})
    plain = browser.post("/chat/messages", data={"client_id": "b", "wait": "2", "field.given": card})
    assert (scripted.status_code, plain.status_code) == (422, 422)
    assert sum(line.author == "traveller" for line in stage.archive.lines(thread)) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"wait": "2"},
        {"wait": "two", "values": {"given": "Ann"}},
        {"wait": "2", "values": {"gi ven": "Ann"}},
        {"wait": "2", "values": {"given": 7}},
        {"wait": "2", "values": {"given": "x" * 2001}},
        {"wait": "2", "values": {chr(97 + n): "x" for n in range(17)}},
        {"values": {"given": "Ann"}},
    ],
)
def test_what_is_no_form_of_ours_changes_nothing(stage: Bench, browser: FlaskClient, said: dict[str, Any]) -> None:
    """A bad form is refused with a sentence."""
    thread = _open(stage, browser)
    answer = browser.post("/chat/messages", json={"client_id": "bad", **said})
    assert answer.status_code == 400
    assert answer.json["problem"]
    assert sum(line.author == "traveller" for line in stage.archive.lines(thread)) == 1


def test_only_the_last_question_is_drawn_as_a_form(stage: Bench, browser: FlaskClient) -> None:
    """What was typed before stands in no form of the page any more."""
    thread = _open(stage, browser)
    talk = Talk().say("Paris to New York")
    for message in (*talk.messages, *talk.say("what?").messages):
        stage.archive.say(thread, message)
    assert browser.get("/chat").text.count('class="fields"') == 1


def test_a_screen_reader_is_told_which_fields_there_are(stage: Bench, browser: FlaskClient) -> None:
    """The labels are part of what is said."""
    thread = _open(stage, browser)
    [question] = [one for one in Talk().say("Paris to Rome").messages if isinstance(one, Text) and one.form]
    stage.archive.say(thread, question)
    assert "Fields to fill in: Departure." in browser.get("/chat").text


@pytest.mark.parametrize(
    ("values", "language", "told"),
    [
        ({"given": "Marie", "family": "Durand", "born": "1987-07-24"}, "en", "Marie Durand · 24 Jul 1987"),
        ({"given": "Marie", "family": "Durand", "born": "1987-07-24"}, "fr", "Marie Durand · 24 juil. 1987"),
        ({"email": "marie@example.com"}, "en", "marie@example.com"),
        ({"depart": "2026-12-04"}, "en", "Fri 4 Dec"),
        ({"born": "soon"}, "en", "soon"),
        ({"adults": "2", "children": "0", "infants": "1"}, "fr", "2 adultes, 1 bébé"),
        ({"adults": "many"}, "en", "many, 0, 0"),
        ({"adults": "9" * 90}, "en", "999 adults"),
    ],
)
def test_what_was_filled_in_reads_as_a_line(values: dict[str, str], language: str, told: str) -> None:
    """A date is told as dates are, in the language of the talk."""
    assert chat_forms.told(values, language) == told


def test_fields_are_told_from_other_inputs() -> None:
    """The id of the post is none of the traveller's answers."""
    assert chat_forms.values_of(MultiDict({"client_id": "a", "field.given": " Ann "})) == {"given": "Ann"}
