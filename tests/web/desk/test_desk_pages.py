"""The desk's pages: one way in, a queue that is true, take, answer, hand back, with and without a script."""

import contextlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.context import Context
from bot.domain.conversation.events import (
    ChoiceTapped,
    MessageEchoed,
    MessageEdited,
    MessageReacted,
    MessageUnsent,
    TextReceived,
)
from bot.domain.staff.person import Person
from bot.domain.staff.roles import Role
from bot.ports.live import Hint
from bot.services import desk, turns
from bot.services.thread_refs import ref_of
from bot.web.app import create_app
from bot.web.desk import actions
from bot.web.desk.parts import Live, Opened
from bot.web.hub import hub_of
from tests.web.archive import Bench, bench, greeting
from tests.web.conftest import Browser
from tests.web.staff_door import USUAL, signed_in, somebody

THREAD = "webchat:TF:marie"
PAGE = f"/desk/t/{ref_of(bench().runtime, THREAD)}"


@pytest.fixture
def stage() -> Bench:
    """A thread whose traveller has asked for a person."""
    stage = bench()
    turns.take(stage.runtime, THREAD, ChoiceTapped("t1", 1, "go:person", "Talk to a person"))
    return stage


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The whole application."""
    found = create_app(stage.runtime)
    found.test_client_class = Browser
    return found


def enter(stage: Bench, app: Flask, name: str = "Ana", *, roles: tuple[Role, ...] = USUAL) -> FlaskClient:
    """A browser of an agent who has come in."""
    return signed_in(app, stage, somebody(name, roles=roles))


@pytest.fixture
def ana(stage: Bench, app: Flask) -> FlaskClient:
    """Ana's browser."""
    return enter(stage, app)


def test_who_is_not_signed_in_is_sent_to_the_door(app: Flask, stage: Bench) -> None:
    """Travellers' talk is behind a door, which leads back to where somebody wanted to go."""
    client = app.test_client()
    assert client.get("/desk").headers["Location"] == "/staff/sign-in?next=/desk"
    assert client.get(PAGE).headers["Location"] == f"/staff/sign-in?next={quote(PAGE)}"
    assert client.get("/desk/live").status_code == 403
    for act in ("take", "reply", "return"):
        assert client.post(f"{PAGE}/{act}", data={"text": "x"}).headers["Location"] == "/staff/sign-in"
    state = desk.thread_state(stage.runtime, THREAD)
    assert state is not None
    assert state.owner == "queue"


def test_who_waits_is_in_the_list(ana: FlaskClient) -> None:
    """An agent sees at once who waits and why."""
    page = ana.get("/desk").text
    assert PAGE in page
    assert "Waiting" in page
    assert "marie" in page


def test_an_empty_list_says_so(ana: FlaskClient) -> None:
    """Nobody waiting is told apart from something broken."""
    ana.post(f"{PAGE}/return")
    assert "Nobody is waiting" in ana.get("/desk").text


def test_an_agent_takes_answers_and_gives_back(stage: Bench, ana: FlaskClient) -> None:
    """The whole stretch with a person, without a script."""
    assert ">Take<" in ana.get(PAGE).text
    assert ana.post(f"{PAGE}/take").headers["Location"].endswith(PAGE)
    page = ana.get(PAGE).text
    assert 'data-standing="mine"' in page
    assert "Yours" in page
    ana.post(f"{PAGE}/reply", data={"text": "Good evening, Marie.", "client_id": "aaaa"})
    assert "Good evening, Marie." in ana.get(PAGE).text
    assert stage.archive.lines(THREAD)[-1].author == "Ana"
    ana.post(f"{PAGE}/return")
    assert 'data-standing="bot"' in ana.get(PAGE).text


def test_a_page_says_mine_only_when_the_archive_has_it(
    stage: Bench, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An agent reads "you have this thread" only when no word of the bot can go out any more."""
    monkeypatch.setattr(actions, "ARCHIVED_WITHIN", 0.0)
    stage.archive.behind = True
    assert ana.post(f"{PAGE}/take").status_code == 303
    page = ana.get(PAGE).text
    assert "Being taken over" in page
    assert 'data-standing="mine"' not in page
    stage.archive.catch_up()
    assert 'data-standing="mine"' in ana.get(PAGE).text


def test_the_desk_waits_a_moment_for_the_archive(
    stage: Bench, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An agent who takes a thread usually has it on the very next page."""
    stage.archive.behind = True
    monkeypatch.setattr(actions, "sleep", lambda _seconds: stage.archive.catch_up())
    ana.post(f"{PAGE}/take")
    assert 'data-standing="mine"' in ana.get(PAGE).text


def test_a_thread_answered_elsewhere_stays_in_the_list(stage: Bench, ana: FlaskClient) -> None:
    """A traveller whom somebody answered in another tool is not out of everybody's sight."""
    turns.take(stage.runtime, THREAD, MessageEchoed("e1", 3, "Hello from the page", app="263902037430900"))
    assert "Answered in the Page&#39;s inbox" in ana.get("/desk").text
    assert ">Take<" in ana.get(PAGE).text
    turns.take(stage.runtime, THREAD, MessageEchoed("e2", 4, "Hello from elsewhere", app="77"))
    assert "Answered in another tool" in ana.get("/desk").text


def test_an_answer_to_a_message_shows_what_it_is_about(stage: Bench, ana: FlaskClient) -> None:
    """Whoever reads "that one" sees which; reactions, new wordings and take-backs are told, too."""
    for event in (
        TextReceived("m1", 2, "From Paris to Rome " + "and back " * 20),
        TextReceived("m2", 3, "that one", context=Context(reply_to="m1")),
        TextReceived("m3", 4, "and this", context=Context(reply_to="nobody knows")),
        MessageReacted("r1", 5, "m1", "❤"),
        MessageReacted("r2", 6, "m1", ""),
        MessageEdited("d1", 7, "m3", "and those"),
        MessageUnsent("u1", 8, "m9"),
    ):
        turns.take(stage.runtime, THREAD, event)
    text = ana.get(PAGE).text
    assert text.count("From Paris to Rome") - text.count('data-said="From Paris to Rome') == 3, (
        "itself, and quoted by two"
    )
    assert text.count("In answer to:") == 3
    for told in ("Reacted: ❤", "and those (edited)", "Took a message back"):
        assert told in text
    assert text.count("Reacted") - text.count('data-said="Reacted') == 1


def test_a_thread_that_another_has_is_told(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """The slower of two agents learns it and disturbs nobody; the list says who has the thread."""
    bo = enter(stage, app, "Bo")
    ana.post(f"{PAGE}/take")
    refused = bo.post(f"{PAGE}/take")
    assert refused.status_code == 409
    assert "Ana took it 0 s ago." in refused.text
    assert 'data-standing="taken"' in refused.text
    assert ">Ana<" in bo.get("/desk").text
    assert ">Yours<" in ana.get("/desk").text
    assert "Nobody is waiting" in bo.get("/desk?view=unassigned").text
    assert bo.post(f"{PAGE}/reply", data={"text": "Hello", "client_id": "b"}).status_code == 409


@pytest.mark.parametrize(("text", "status"), [("Hello", 200), ("", 400), ("x" * 2001, 400)])
def test_a_script_gets_its_answer_as_json(ana: FlaskClient, text: str, status: int) -> None:
    """A reply that cannot be sent is told beside the field, and the draft stays."""
    ana.post(f"{PAGE}/take")
    body, headers = {"text": text, "client_id": "aaaa"}, {"Accept": "application/json"}
    response = ana.post(f"{PAGE}/reply", data=body, headers=headers)
    assert response.status_code == status
    assert response.json is not None
    assert bool(response.json["problem"]) is (status != 200)


def test_another_site_cannot_act_for_an_agent(stage: Bench, ana: FlaskClient) -> None:
    """A page that an agent visits elsewhere can neither take threads nor write to travellers."""
    for act in ("take", "reply", "return"):
        response = ana.post(f"{PAGE}/{act}", data={"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert response.status_code == 403
    state = desk.thread_state(stage.runtime, THREAD)
    assert state is not None
    assert state.owner == "queue"


def test_an_agent_sees_what_was_held_back(stage: Bench, ana: FlaskClient) -> None:
    """An agent knows which of the bot's words the traveller has read, and has nothing to tap in their name."""
    stage.archive.say(THREAD, greeting("Too late for this"), fate="dropped")
    page = ana.get(PAGE).text
    assert "Too late for this" in page
    assert "Held back" in page
    assert "/chat/messages" not in page


@pytest.mark.parametrize("name", ["nothing", "a:b"])
def test_an_address_that_is_no_thread_opens_none(ana: FlaskClient, name: str) -> None:
    """A mistyped address is no error page."""
    response = ana.get(f"/desk/t/{name}")
    assert response.status_code == 404
    assert "no such thread" in response.text


def test_a_thread_of_nobody_says_so(ana: FlaskClient) -> None:
    """An old link to a thread that is gone says what it is."""
    answer = ana.get("/desk/t/webchat:TF:nobody")
    assert (answer.status_code, "There is no such thread." in answer.text) == (404, True)


@pytest.mark.parametrize("page", ["/desk", PAGE])
def test_who_opens_a_page_is_there(stage: Bench, ana: FlaskClient, page: str) -> None:
    """Also without a script, whose stream would say so from then on."""
    ana.get(page)
    seen = stage.archive.agents.agent("per_ana").seen_at
    assert seen == stage.clock.now().timestamp() * 1000


def _events(client: FlaskClient, path: str) -> Iterator[str]:
    with contextlib.closing(client.get(path)) as response:
        text = ""
        for chunk in response.iter_encoded():
            text += chunk.decode()
            while "\n\n" in text:
                event, _, text = text.partition("\n\n")
                yield event


def test_the_desk_learns_live_who_waits_and_what_is_said(stage: Bench, ana: FlaskClient) -> None:
    """A traveller's words stand before the agent without a reload, and so does who waits now."""
    path = f"/desk/live?thread={quote(THREAD)}&since={stage.archive.newest()}"
    events = _events(ana, path)
    assert next(events).startswith("retry")
    stage.archive.say(THREAD, greeting("Something new"))
    told: dict[str, str] = {}
    while "line" not in told or "queue" not in told or "views" not in told:
        name, _, told_by = next(events).removeprefix("event: ").partition("\n")
        told[name] = told_by
    assert "Something new" in told["line"]
    assert "marie" in told["queue"]
    assert '<span>Unassigned</span> <span class="number">1</span>' in told["views"]
    turns.take(stage.runtime, "webchat:TF:luc", ChoiceTapped("t9", 9, "go:person", "Person"))
    news = ""
    while "luc" not in news:
        news = next(events)
    assert news.startswith("event: queue")


def test_a_taken_thread_shows_it_live(stage: Bench, ana: FlaskClient) -> None:
    """Buttons change when the thread changes hands, wherever that was done."""
    events = _events(ana, f"/desk/live?thread={quote(THREAD)}&since={stage.archive.newest()}")
    next(events)
    ana.post(f"{PAGE}/take")
    told = ""
    while not told.startswith("event: head") or "mine" not in told:
        told = next(events)
    assert "Back to the bot" in told


def test_asking_now_and_then_gives_the_same(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """Where no stream is to be had the desk works too."""
    hub: Any = hub_of(app, stage.runtime)
    hub._start = lambda: None
    ana.get("/desk")
    for note in stage.archive.notes:
        hub.take(note)
    told = ana.get(f"/desk/live?thread={quote(THREAD)}&since=0-0&once").json
    assert told is not None
    assert {name for name, _ in told["parts"]} >= {"queue", "head", "line", "views", "filters"}
    assert told["since"] == stage.archive.newest()


def test_the_traveller_learns_that_their_agent_types(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """Only who has the thread is announced, and only by a post of the desk's own page."""
    path = f"/desk/t/{quote(THREAD)}/typing"
    assert ana.post(path).status_code == 204
    assert stage.archive.told == []
    ana.post(f"/desk/t/{quote(THREAD)}/take")
    assert enter(stage, app, "Bo").post(path).status_code == 204
    assert ana.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert app.test_client().post(path).status_code == 303
    assert stage.archive.told == []
    assert ana.post(path).status_code == 204
    assert stage.archive.told == [Hint(THREAD, "Ana")]


def test_an_agent_sees_their_own_traveller_type_and_no_other(stage: Bench) -> None:
    """A hint of another thread, or of an agent, moves nothing on the page."""
    view = Live(Opened(stage.runtime, Person("agt_1", "Ana"), THREAD))
    assert view.hint(Hint(THREAD)).startswith("event: typing")
    assert view.hint(Hint("webchat:TF:other")) == ""
    assert view.hint(Hint(THREAD, "Bo")) == ""
