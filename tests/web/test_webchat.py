"""The chat's page: one talk a browser, with or without a script, and nothing taken twice."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.messages import Text
from bot.domain.staff.person import Person
from bot.ports.live import Hint
from bot.services import desk
from bot.web import auth, webchat
from bot.web.chat_words import CHAT_WORDS
from tests.web.archive import Bench, greeting

STATIC = Path(webchat.__file__).parent / "static"
ASKED = "Paris to New York next Friday, one way"


def _send(browser: FlaskClient, **said: str) -> Any:
    return browser.post("/chat/messages", json={"client_id": "abcdefgh", **said})


def _thread(stage: Bench, browser: FlaskClient) -> str:
    """The thread of a browser that has opened the page."""
    browser.get("/chat")
    cookie = browser.get_cookie("tf_chat")
    assert cookie is not None
    visitor = auth.unsign(stage.runtime, "tf_chat", cookie.value) or ""
    return f"webchat:TF:{visitor.partition(' ')[0]}"


@pytest.mark.parametrize("path", ["/", "/chat"])
def test_a_newcomer_sees_what_this_is(browser: FlaskClient, path: str) -> None:
    """Whoever opens the address sees whose chat it is, what it can do, and sentences to begin with."""
    page = browser.get(path).text
    assert "Threadfare Air" in page
    assert "Where would you like to fly?" in page
    assert page.count('name="text" value="') == 3
    for wish in ("go:person", "go:start_over", "go:help"):
        assert wish in page


def test_the_page_speaks_the_browsers_language(browser: FlaskClient) -> None:
    """A French browser gets a French page; one whose language is not served gets the airline's first."""
    assert "Où souhaitez-vous aller" in browser.get("/chat", headers={"Accept-Language": "fr-CA,fr;q=0.9"}).text
    assert '<html lang="en">' in browser.get("/chat", headers={"Accept-Language": "ja"}).text


def test_every_language_has_every_sentence() -> None:
    """No traveller ever meets a gap where a sentence should be."""
    keys = {language: set(words) for language, words in CHAT_WORDS.items()}
    assert keys["en"] == keys["fr"]


def test_a_link_to_the_page_opens_a_booking_with_its_trip(stage: Bench, browser: FlaskClient) -> None:
    """The script tells the reference, once; without a script the first words bring it along."""
    page = browser.get("/chat?ref=from-PAR_to-NYC").text
    assert 'data-ref="from-PAR_to-NYC"' in page
    assert page.count('name="ref" value="from-PAR_to-NYC"') == 2
    thread = _thread(stage, browser)
    assert _send(browser, ref="from-PAR_to-NYC").status_code == 202
    talk = stage.runtime.conversations.load(thread)
    assert talk is not None
    assert (talk.trip.origin, talk.trip.destination) == ("PAR", "NYC")


def test_without_a_script_the_first_words_bring_the_link_along(stage: Bench, browser: FlaskClient) -> None:
    """A browser without scripts has the same trip filled in."""
    thread = _thread(stage, browser)
    said = {"client_id": "abcdefgh", "text": "hello", "ref": "to-NYC"}
    assert browser.post("/chat/messages", data=said).status_code == 303
    talk = stage.runtime.conversations.load(thread)
    assert talk is not None
    assert talk.trip.destination == "NYC"


@pytest.mark.parametrize("ref", ['"><script>', "a b", "é", "x" * 201, ""])
def test_what_can_be_no_reference_is_not_on_the_page(browser: FlaskClient, ref: str) -> None:
    """Anybody can write a link; the page repeats letters and digits at most, and takes no others."""
    page = browser.get("/chat", query_string={"ref": ref}).text
    assert "data-ref" not in page
    assert 'name="ref"' not in page
    assert _send(browser, ref=ref).status_code == 400


def test_what_is_written_is_answered(stage: Bench, browser: FlaskClient) -> None:
    """A traveller's sentence reaches the bot, and its answer is on the page."""
    thread = _thread(stage, browser)
    assert _send(browser, text=ASKED).status_code == 202
    assert stage.archive.texts(thread)
    page = browser.get("/chat").text
    assert ASKED in page
    assert "Assistant" in page


def test_a_message_sent_again_is_taken_once(stage: Bench, browser: FlaskClient) -> None:
    """A page that was not sure sends again, and the bot answers once."""
    thread = _thread(stage, browser)
    for _ in range(5):
        assert _send(browser, text=ASKED).status_code == 202
    assert sum(line.author == "traveller" for line in stage.archive.lines(thread)) == 1


def test_a_tap_counts_like_words(stage: Bench, browser: FlaskClient) -> None:
    """The button for a person calls one."""
    thread = _thread(stage, browser)
    _send(browser, payload="go:person", title="Talk to a person")
    assert [one.thread for one in stage.archive.waiting()] == [thread]
    assert "Talk to a person" in browser.get("/chat").text


def test_without_a_script_the_form_does_the_same(stage: Bench, browser: FlaskClient) -> None:
    """A browser without JavaScript can write and tap, and sees the answer after the page has loaded again."""
    thread = _thread(stage, browser)
    response = browser.post("/chat/messages", data={"client_id": "aaaa", "text": ASKED})
    assert (response.status_code, response.headers["Location"]) == (303, "/chat#latest")
    response = browser.post("/chat/messages", data={"client_id": "bbbb", "tap": "go:help\nHelp"})
    assert response.status_code == 303
    said = [line.kind for line in stage.archive.lines(thread) if line.author == "traveller"]
    assert said == ["TextReceived", "ChoiceTapped"]


def test_the_forms_of_a_page_carry_ids_of_their_own(browser: FlaskClient) -> None:
    """Sending the same page's form twice is one message, another page's form another."""
    ids = re.findall(r'name="client_id" value="([a-z]{26})"', browser.get("/chat").text)
    assert len(ids) == len(set(ids)) == 4


def test_a_page_knows_whether_the_bot_will_answer(browser: FlaskClient) -> None:
    """No dots promise an answer of the assistant while a traveller waits for a person."""
    browser.get("/chat")
    told = [_send(browser, client_id=name, text=text).json for name, text in (("a", "Hello"), ("b", "Is it safe?"))]
    assert [one["bot"] for one in told] == [True, True]
    assert _send(browser, client_id="c", payload="go:person", title="Talk to a person").json["bot"] is False
    assert _send(browser, client_id="d", text="Hello?").json["bot"] is False


def test_a_title_may_hold_the_spaces_of_a_price(browser: FlaskClient) -> None:
    """A French price has spaces of its own, and what was chosen with it is taken."""
    browser.get("/chat")
    title = "Choisir · 1\u202f749,00\xa0€"
    assert _send(browser, payload="go:help", title=title).status_code == 202
    assert title in browser.get("/chat").text


def test_two_browsers_have_two_talks(stage: Bench, app: Flask, browser: FlaskClient) -> None:
    """Nobody reads along."""
    _thread(stage, browser)
    _send(browser, text="My secret trip to Nice")
    other = app.test_client()
    assert "secret trip" not in other.get("/chat").text


def test_a_talk_is_there_after_a_month_and_a_restart(stage: Bench, browser: FlaskClient) -> None:
    """Closing the page ends nothing: the same browser finds its talk."""
    thread = _thread(stage, browser)
    stage.archive.say(thread, greeting("Welcome back"))
    cookie = browser.get("/chat").headers["Set-Cookie"]
    assert "Max-Age=2592000" in cookie
    assert "HttpOnly" in cookie
    assert "Welcome back" in browser.get("/chat").text


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"text": ""}, 400),
        ({"text": "x" * 2001}, 400),
        ({"text": "Hello", "client_id": "not/letters"}, 400),
        ({"text": "Hello", "client_id": ""}, 400),
        ({"text": 7}, 400),
        ({"text": "Hello", "client_id": "x" * 41}, 400),
        ({"text": "Hello", "client_id": "é"}, 400),
        ({"payload": "go:help", "title": "x" * 2001}, 400),
        ({"payload": "go:" + "x" * 2001}, 400),
        ({"payload": "go:help", "title": "He\x00lp"}, 400),
        ({"text": "4242 4242 4242 4242"}, 422),
    ],
)
def test_bad_input_is_told_and_changes_nothing(
    stage: Bench, browser: FlaskClient, said: dict[str, Any], status: int
) -> None:
    """Whatever is posted, the traveller gets a sentence and the talk stays as it was."""
    thread = _thread(stage, browser)
    response = _send(browser, **said)
    assert response.status_code == status
    assert response.json["problem"]
    assert not stage.archive.lines(thread)


def test_a_problem_is_shown_on_the_page_where_there_is_no_script(browser: FlaskClient) -> None:
    """A form without a script answers with the page and a sentence on it."""
    browser.get("/chat")
    response = browser.post("/chat/messages", data={"client_id": "aaaa", "text": ""})
    assert response.status_code == 400
    assert 'role="alert"' in response.text


def test_a_body_too_large_is_not_read(browser: FlaskClient) -> None:
    """A flood of words is turned away."""
    browser.get("/chat")
    assert _send(browser, text="Hello", title="x" * 20_000).status_code == 400


def test_another_site_cannot_write_in_a_travellers_name(stage: Bench, browser: FlaskClient) -> None:
    """A link in a mail cannot make a browser say something to the airline."""
    thread = _thread(stage, browser)
    body = {"client_id": "aaaa", "text": "Cancel everything"}
    response = browser.post("/chat/messages", data=body, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert not stage.archive.lines(thread)


def test_without_a_cookie_the_page_says_what_it_needs(app: Flask) -> None:
    """A browser that keeps no cookies is told so, instead of losing every message."""
    response = app.test_client(use_cookies=False).post(
        "/chat/messages", json={"client_id": "aaaa", "text": "Hello"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert response.status_code == 403
    assert response.json is not None
    assert "cookie" in response.json["problem"]


def test_when_the_store_is_away_the_page_may_try_again(stage: Bench, browser: FlaskClient) -> None:
    """Nothing is promised that was not stored: the page keeps the message and sends it later."""
    browser.get("/chat")
    stage.archive.away = True
    assert _send(browser, text="Hello").status_code == 503


def test_the_page_tells_from_where_to_go_on(stage: Bench, browser: FlaskClient) -> None:
    """What is said between loading the page and connecting is not lost."""
    thread = _thread(stage, browser)
    stage.archive.say(thread, Text("Hello"))
    assert f'data-live="{stage.archive.newest()}"' in browser.get("/chat").text


def test_the_page_loads_nothing_from_elsewhere(browser: FlaskClient) -> None:
    """No third party learns who chats."""
    response = browser.get("/chat")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert not re.search(r'(?:src|href)="(?:https?:)?//', response.text)
    assert "<style" not in response.text
    assert " style=" not in response.text
    assert " onclick" not in response.text


def test_a_long_talk_opens_at_its_end_and_is_read_back_page_by_page(stage: Bench, browser: FlaskClient) -> None:
    """Thirty lines come at once, older ones when they are wanted, and the way back to the end stays."""
    thread = _thread(stage, browser)
    for number in range(1, 71):
        stage.archive.say(thread, greeting(f"Line {number}."))
    newest = browser.get("/chat").text
    assert "Line 41." in newest
    assert "Line 40." not in newest
    middle = browser.get("/chat?before=41").text
    assert "Line 11." in middle
    assert "Line 41." not in middle
    assert "/chat?before=11" in middle
    first = browser.get("/chat?before=11").text
    assert "Line 1." in first
    assert '<p class="earlier" hidden>' in first
    assert "Back to the newest messages" in first
    assert "Line 70." in browser.get("/chat?before=nonsense").text


def test_a_place_in_the_line_is_there_after_a_reload(stage: Bench, browser: FlaskClient) -> None:
    """Who waits sees where they stand and how to go back, with or without a script."""
    _thread(stage, browser)
    _send(browser, payload="go:person", title="Talk to a person")
    page = browser.get("/chat").text
    assert '<span id="place" role="status">You are next.</span>' in page
    assert "go:bot" in page
    assert 'class="waiting">' in page


def test_typing_reaches_the_desk_only_from_the_page_and_to_a_person(stage: Bench, browser: FlaskClient) -> None:
    """Another site cannot make a browser say that its owner types."""
    thread = _thread(stage, browser)
    _send(browser, payload="go:person", title="Talk to a person")
    assert browser.post("/chat/typing").status_code == 204
    desk.take(stage.runtime, thread, Person("agt_1", "Ana"))
    assert browser.post("/chat/typing", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 204
    assert stage.archive.told == []
    assert browser.post("/chat/typing").status_code == 204
    assert stage.archive.told == [Hint(thread)]


def test_the_first_page_is_small(stage: Bench, browser: FlaskClient) -> None:
    """A slow telephone shows the chat within a second: thirty messages with all that draws them are at most 60 kB."""
    thread = _thread(stage, browser)
    for number in range(30):
        stage.archive.say(thread, greeting(f"Line {number}: here is a sentence of the length that assistants like."))
    page = browser.get("/chat").text
    named = set(re.findall(r"/static/([\w.]+\.(?:css|js))", page))
    while more := {found for name in named for found in re.findall(r'from "./(\w+\.js)"', _static(name))} - named:
        named |= more
    assert "chat_outbox.js" in named
    assert len(page.encode()) + sum(len(_static(name).encode()) for name in named) <= 60_000


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")
