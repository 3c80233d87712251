"""The frame's requests: a token in a header instead of a cookie, turned on use, and nothing for strangers."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.embedding.sites import Site
from bot.sandbox.cards import by_name
from bot.web import auth
from tests.builders.cards import METHOD, save_card
from tests.fakes.gateway import FakeGateway
from tests.web.archive import Bench, bench, greeting

HOME = "https://www.airline.example"


@pytest.fixture
def stage() -> Bench:
    """A web process with two sites."""
    return bench(sites={"main": Site((HOME,)), "spare": Site(("https://spare.example",))})


def enter(browser: FlaskClient, token: str = "", *, site: str = "main", **headers: str) -> Any:
    """Come with a token, or for the first time."""
    shown = {"Authorization": f"Bearer {token}"} if token else {}
    return browser.post("/v1/sessions", json={"site": site}, headers={**shown, **headers})


def access(entered: Any) -> dict[str, str]:
    """The header of the frame's further requests."""
    return {"Authorization": f"Bearer {entered.json['access']}"}


def test_a_newcomer_gets_a_visit_and_an_empty_talk(stage: Bench, browser: FlaskClient) -> None:
    """Two tokens, no cookie, nothing that a cache may keep."""
    answer = enter(browser)
    assert answer.status_code == 200
    assert (answer.json["html"], answer.json["seen"], answer.json["seconds"]) == ("", 0, 900)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(stage.archive.visits.known) == 1


def test_a_frame_talks_and_comes_back_to_its_talk(stage: Bench, browser: FlaskClient) -> None:
    """In the language that it asks for; a message that is sent again is taken once."""
    first = enter(browser)
    headers = {**access(first), "Accept-Language": "fr"}
    for _ in range(2):
        said = {"client_id": "abcdef", "text": "Help"}
        assert browser.post("/chat/messages", json=said, headers=headers).status_code == 202
    assert [line.author for line in stage.archive.shelf].count("traveller") == 1
    assert stage.archive.shelf[0].language == "fr"
    again = enter(browser, first.json["token"], **{"Accept-Language": "fr"})
    assert "Vous" in again.json["html"]
    assert len(stage.archive.visits.known) == 1
    assert len(browser.get("/live/lines", headers=headers).json["parts"]) == len(stage.archive.shelf)
    assert len(browser.get("/live/lines?after=1", headers=headers).json["parts"]) == len(stage.archive.shelf) - 1


def test_a_token_turns_and_the_old_one_ends(stage: Bench, browser: FlaskClient) -> None:
    """After the newer token was used, a copy of the older is worth nothing a minute later."""
    tokens = [enter(browser).json["token"]]
    for _ in range(3):
        stage.clock.pass_time(seconds=61)
        tokens.append(enter(browser, tokens[-1]).json["token"])
    assert len(set(tokens)) == 4
    assert [enter(browser, token).status_code for token in tokens] == [401, 200, 200, 200]
    stage.clock.pass_time(seconds=61)
    assert [enter(browser, token).status_code for token in tokens] == [401, 401, 200, 200]


def test_a_month_later_it_is_over(stage: Bench, browser: FlaskClient) -> None:
    """Nobody finds the talk any more."""
    token = enter(browser).json["token"]
    stage.clock.pass_time(days=30)
    assert enter(browser, token).status_code == 401


def test_a_token_of_one_site_is_nothing_on_another(browser: FlaskClient) -> None:
    """Nor on a site that there is not."""
    token = enter(browser).json["token"]
    assert enter(browser, token, site="spare").status_code == 401
    assert enter(browser, token, site="none").status_code == 404


@pytest.mark.parametrize("path", ["/v1/unread", "/live/thread?once", "/live/lines"])
def test_the_frames_own_token_lasts_a_quarter_of_an_hour(stage: Bench, browser: FlaskClient, path: str) -> None:
    """Then the frame is told to renew it; neither the token that a host page keeps nor an invented one will do."""
    entered = enter(browser)
    assert browser.get(path, headers=access(entered)).status_code == 200
    for bad in (entered.json["token"], "a.b", ""):
        assert browser.get(path, headers={"Authorization": f"Bearer {bad}"}).status_code == 401
    stage.clock.pass_time(minutes=15)
    assert browser.get(path, headers=access(entered)).status_code == 401
    said = {"client_id": "abc", "text": "Help"}
    assert browser.post("/chat/messages", json=said, headers=access(entered)).status_code == 401


def test_a_cookie_is_no_help_to_a_token_that_is_over(browser: FlaskClient) -> None:
    """A frame never shows the talk of the stand-alone page."""
    browser.get("/chat")
    assert browser.get("/live/thread?once").status_code == 200
    assert browser.get("/live/thread?once", headers={"Authorization": "Bearer x.y"}).status_code == 401


def test_what_was_seen_is_not_unread(stage: Bench, browser: FlaskClient) -> None:
    """The badge's number outlives a reload, because the server keeps it."""
    entered = enter(browser)
    [visitor] = stage.archive.visits.known
    for text in ("Gate 12", "Gate 13"):
        stage.archive.say(f"webchat:TF:{visitor}", greeting(text))

    def unread() -> int:
        return int(browser.get("/v1/unread", headers=access(entered)).json["unread"])

    assert unread() == 2
    assert browser.post("/v1/seen", json={"row": 1}, headers=access(entered)).status_code == 204
    assert unread() == 1
    assert enter(browser, entered.json["token"]).json["seen"] == 1
    assert browser.post("/v1/seen", json={"row": "all"}, headers=access(entered)).status_code == 400
    assert browser.post("/v1/seen", json={"row": 2}).status_code == 401


def test_forgotten_means_that_no_token_leads_back(stage: Bench, browser: FlaskClient) -> None:
    """Whoever finds the token on a shared computer has nothing."""
    entered = enter(browser)
    assert browser.post("/chat/forget", headers=access(entered)).status_code == 204
    assert stage.archive.visits.known == {}
    assert enter(browser, entered.json["token"]).status_code == 401


def test_the_stand_alone_page_forgets_its_cookie(browser: FlaskClient) -> None:
    """Without a script, too: the page that follows begins a new talk."""
    browser.get("/chat")
    before = browser.get_cookie("tf_chat")
    answer = browser.post("/chat/forget")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/chat")
    assert browser.get_cookie("tf_chat") is None
    browser.get("/chat")
    assert browser.get_cookie("tf_chat") != before


@pytest.mark.parametrize("framed", [True, False])
def test_a_forgotten_talk_leaves_no_card_that_pays(
    stage: Bench, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch, *, framed: bool
) -> None:
    """Nobody could come back to remove it: it is out of use at once, and a worker has the gateway forget it."""
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)
    headers = access(enter(browser)) if framed else {}
    browser.get("/chat")
    cookie = browser.get_cookie("tf_chat")
    assert cookie is not None
    named = (auth.unsign(stage.runtime, "tf_chat", cookie.value) or "").partition(" ")[0]
    visitor = next(iter(stage.archive.visits.known), named)
    save_card(stage.archive, FakeGateway(stage.clock), by_name("visa").number, thread=f"webchat:TF:{visitor}")
    assert browser.post("/chat/forget", headers=headers).status_code == (204 if framed else 303)
    assert stage.archive.wallet.methods[METHOD].state == "removed"
    assert [debt.event.profile.methods for debt in stage.archive.owed] == [()]
    assert stage.quiet.rung[-1].startswith("step|")


@pytest.mark.parametrize("path", ["/v1/sessions", "/v1/seen", "/chat/forget"])
def test_no_other_page_makes_a_browser_post(app: Flask, path: str) -> None:
    """What does not come from our own frame or page is refused."""
    stranger = app.test_client()
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": HOME}):
        assert stranger.post(path, json={"site": "main"}, headers=headers).status_code == 403


def test_what_is_no_session_is_refused(stage: Bench, browser: FlaskClient) -> None:
    """Bodies that cannot be read, and stores that are away, with the status that says so."""
    assert browser.post("/v1/sessions", data=b"{").status_code == 400
    token = enter(browser).json["token"]
    stage.archive.away = True
    assert enter(browser, token).status_code == 503
