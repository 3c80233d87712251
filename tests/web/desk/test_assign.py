"""Assignment in the desk's pages: forms without a script, answers to a transfer, presence in the bar, who may."""

from typing import get_args

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.errors import InvalidError
from bot.domain.staff.person import Person
from bot.domain.staff.team import Team
from bot.ports.assignment_records import HandingKind
from bot.ports.live import LiveNote
from bot.services import desk, presence, silence, thread_marks, transfers
from bot.services.transfers import To
from bot.web.desk import presence as presence_page
from bot.web.desk.handing_words import SENTENCES
from bot.web.desk.overview import OVERVIEW_PARTS
from bot.web.desk.parts import Live, Opened
from tests.web.archive import Bench
from tests.web.desk.test_desk_pages import PAGE, THREAD, ana, app, enter, stage
from tests.web.staff_door import somebody

__all__ = ["ana", "app", "stage"]  # fixtures
ANA, BO, CAT = somebody("Ana"), somebody("Bo"), somebody("Cat", roles=("agent",))
NOTE = "She wants another name on the ticket."


@pytest.fixture
def bo(stage: Bench, app: Flask) -> FlaskClient:
    """Bo's browser; Bo is in a team, and Cat works here, too."""
    found = enter(stage, app, "Bo")
    stage.archive.people.keep(CAT)
    stage.archive.teams.keep(Team(id="tea_1", name="Names", members=(BO.id,)))
    return found


def test_a_thread_that_waits_is_assigned_by_a_form(stage: Bench, ana: FlaskClient, bo: FlaskClient) -> None:
    """To a colleague, who reads that it is theirs when they take it, with how everybody stands beside the names."""
    presence.choose(stage.runtime, BO, "busy")
    page = ana.get(PAGE).text
    assert '<option value="person:per_bo">Bo – busy, 0 of 6</option>' in page
    assert '<option value="person:per_ana">' not in page
    answer = ana.post(f"{PAGE}/assign", data={"to": "person:per_bo"}, follow_redirects=True)
    assert "Assigned to Bo, who has not taken it up yet." in answer.text
    assert "Assigned to Bo by Ana" in answer.text
    assert "This thread was assigned to you." in bo.get(PAGE).text
    bo.post(f"{PAGE}/take")
    assert "This thread was assigned to you." not in bo.get(PAGE).text


def test_a_thread_is_given_to_a_team_with_a_note(stage: Bench, ana: FlaskClient, bo: FlaskClient) -> None:
    """Which stands in the history of the thread for whoever opens it."""
    assert bo is not None
    ana.post(f"{PAGE}/assign", data={"to": "team:tea_1", "note": NOTE})
    assert stage.archive.desk.thread(THREAD).team == "tea_1"
    page = ana.get(PAGE).text
    assert "Team Names" in page
    assert "Given to Names by Ana" in page
    assert NOTE in page


@pytest.mark.parametrize(
    ("to", "told"),
    [
        ("", "Choose a colleague or a team."),
        ("planet:mars", "Choose a colleague or a team."),
        ("person:nobody", "Nobody of those who may answer has this id."),
        ("team:gone", "There is no such team."),
    ],
)
def test_nobody_else_can_be_named(ana: FlaskClient, to: str, told: str) -> None:
    """With a sentence on the page, or in JSON for its script."""
    answer = ana.post(f"{PAGE}/assign", data={"to": to})
    assert (answer.status_code, told in answer.text) == (400, True)
    answer = ana.post(f"{PAGE}/assign", data={"to": to}, headers={"Accept": "application/json"})
    assert answer.json == {"problem": told}


def test_what_does_not_wait_is_not_assigned(ana: FlaskClient, bo: FlaskClient) -> None:
    """A thread that somebody has is transferred instead."""
    bo.post(f"{PAGE}/take")
    answer = ana.post(f"{PAGE}/assign", data={"to": "person:per_bo"})
    assert "Transfer the thread instead." in answer.text


def test_a_transfer_is_asked_for_and_accepted(stage: Bench, ana: FlaskClient, bo: FlaskClient) -> None:
    """The receiver sees the note with two buttons, the sender that it is not answered; nobody else sees buttons."""
    ana.post(f"{PAGE}/take")
    answer = ana.post(f"{PAGE}/transfer", data={"to": "person:per_bo", "note": NOTE}, follow_redirects=True)
    assert "Waits for Bo to accept the transfer; you still have the thread." in answer.text
    page = bo.get(PAGE).text
    assert "Ana wants you to take this thread over." in page
    assert NOTE in page
    assert 'data-key="claim" aria-keyshortcuts="c" title="Take the thread (c)">Accept</button>' in page
    assert ">Decline</button>" in page
    bo.post(f"{PAGE}/transfer/accept")
    assert "You have this thread; the bot is silent." in bo.get(PAGE).text
    assert "Bo accepted the transfer" in bo.get(PAGE).text
    assert bo.post(f"{PAGE}/transfer/accept").status_code == 409
    state = desk.thread_state(stage.runtime, THREAD)
    assert state is not None
    assert state.agent == BO.id


def test_a_transfer_wants_a_note_and_is_declined_with_one(ana: FlaskClient, bo: FlaskClient) -> None:
    """The sender reads why."""
    ana.post(f"{PAGE}/take")
    assert "Write a note" in ana.post(f"{PAGE}/transfer", data={"to": "team:tea_1"}).text
    ana.post(f"{PAGE}/transfer", data={"to": "team:tea_1", "note": NOTE})
    assert "wants the team Names to take this thread over" in bo.get(PAGE).text
    bo.post(f"{PAGE}/transfer/decline", data={"note": "Not about names"})
    page = ana.get(PAGE).text
    assert "Bo declined the transfer" in page
    assert "Not about names" in page


def test_a_transfer_is_taken_back(ana: FlaskClient, bo: FlaskClient) -> None:
    """By the sender; whoever answers it afterwards is told that it is over."""
    ana.post(f"{PAGE}/take")
    ana.post(f"{PAGE}/transfer", data={"to": "person:per_bo", "note": NOTE})
    ana.post(f"{PAGE}/transfer/withdraw")
    assert "This transfer is over." in bo.post(f"{PAGE}/transfer/decline").text


def test_a_note_is_shown_as_it_is_written(ana: FlaskClient, bo: FlaskClient) -> None:
    """Whatever it holds is words."""
    ana.post(f"{PAGE}/take")
    ana.post(f"{PAGE}/transfer", data={"to": "person:per_bo", "note": "<script>alert(1)</script> {{ 7 * 7 }}"})
    page = bo.get(PAGE).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in page
    assert "<script>alert" not in page


def test_the_part_is_drawn_again_when_hands_change(stage: Bench, app: Flask, bo: FlaskClient) -> None:
    """Open pages of both sides need no reload."""
    assert bo is not None
    with app.test_request_context():
        view = Live(Opened(stage.runtime, BO, THREAD))
        view.drawn()
        desk.take(stage.runtime, THREAD, ANA)
        transfers.begin(stage.runtime, ANA, THREAD, To(person=BO.id), note=NOTE)
        parts = dict(view.parts(LiveNote("1-9", THREAD, "desk", 0)))
    assert NOTE in parts["assign"]


def test_presence_stands_in_the_bar_and_is_chosen_there(stage: Bench, ana: FlaskClient) -> None:
    """Without a script one comes back to where one was; with one the badge is answered."""
    assert 'data-presence="available"' in ana.get("/desk").text
    answer = ana.post("/desk/presence", data={"standing": "busy", "back": "/staff/reports"})
    assert answer.headers["Location"] == "/staff/reports"
    answer = ana.post("/desk/presence", data={"standing": "away", "back": "https://evil.example/"})
    assert answer.headers["Location"] == "/desk"
    told = ana.post("/desk/presence", data={"standing": "busy"}, headers={"Accept": "application/json"}).json
    assert told is not None
    assert 'data-presence="busy"' in told["html"]
    assert presence.standing(stage.runtime, ANA.id) == "busy"
    assert ana.post("/desk/presence", data={"standing": "asleep"}).status_code == 400
    answer = ana.post("/desk/presence", data={"standing": "asleep"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json) == (400, {"problem": "Choose available, busy or away."})


def test_an_open_page_is_a_sign_of_life(stage: Bench, ana: FlaskClient) -> None:
    """Whoever asks for news is there; a database that is away is no reason to end the stream."""
    ana.get("/desk/live?once")
    assert stage.archive.agents.agent(ANA.id).seen_at > 0
    assert stage.archive.agents.agent(CAT.id).seen_at == 0


def test_who_may_only_read_has_neither_forms_nor_presence(stage: Bench, app: Flask) -> None:
    """And their page gives no sign of life."""
    vic = enter(stage, app, "Vic", roles=("viewer",))
    page = vic.get(PAGE).text
    assert 'class="hand-form' not in page
    assert "data-presence" not in page
    assert vic.post("/desk/presence", data={"standing": "busy"}).status_code == 403
    vic.get("/desk/live?once")
    assert stage.archive.agents.agents() == {}


def test_the_overview_shows_presence_capacity_and_who_was_silent(stage: Bench, app: Flask, bo: FlaskClient) -> None:
    """And is drawn again when somebody comes or goes."""
    assert bo is not None
    with app.test_request_context():
        view = Live(Opened(stage.runtime, ANA), OVERVIEW_PARTS)
        assert ">Away</span>" in view.drawn()["overview"]
        presence.choose(stage.runtime, BO, "busy")
        ((_, html),) = view.parts(LiveNote("1-9", "", "presence", 0))
        assert ">Busy</span>" in html
        assert "0 of 6" in html
        thread_marks.offer(stage.runtime, ANA, THREAD, BO.id)
        stage.clock.pass_time(minutes=10)
        silence.watch(stage.runtime)
        assert "Bo was assigned it and was silent" in dict(view.drawn())["overview"]


def test_every_kind_of_line_has_a_sentence() -> None:
    """No history has a gap."""
    assert set(SENTENCES) == set(get_args(HandingKind))


def test_a_person_who_is_gone_is_called_somebody(stage: Bench, ana: FlaskClient) -> None:
    """A history outlives those who stand in it."""
    stage.archive.people.keep(Person("per_old", "Old", roles=("agent",)))
    thread_marks.offer(stage.runtime, ANA, THREAD, "per_old")
    del stage.archive.people.known["per_old"]
    assert "Assigned to Somebody by Ana" in ana.get(PAGE).text


def test_an_open_stream_says_now_and_then_that_its_person_is_there(
    stage: Bench, ana: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every twenty seconds, and not each time that it looks up its rights."""
    assert ana is not None
    moment = [100.0]
    monkeypatch.setattr(presence_page, "monotonic", lambda: moment[0])
    there = presence_page.pulse(stage.runtime)
    for passed, seen in ((5, 0), (10, 0), (6, 1), (5, 1)):
        moment[0] += passed
        stage.clock.pass_time(seconds=passed)
        there(ANA)
        assert (stage.archive.agents.agent(ANA.id).seen_at > 0) is bool(seen)


def test_of_two_who_assign_at_once_the_second_is_told(stage: Bench, ana: FlaskClient, bo: FlaskClient) -> None:
    """Nobody undoes unseen what a colleague did a moment ago; the same again, as by a second click, is nothing."""
    shown = 'name="assignee" value="" form="assign-to"'
    assert shown in ana.get(PAGE).text
    assert shown in bo.get(PAGE).text
    form = {"to": "person:per_bo", "assignee": ""}
    for _ in range(2):
        assert ana.post(f"{PAGE}/assign", data=form).status_code == 303
    answer = bo.post(f"{PAGE}/assign", data={"to": "person:per_ana", "assignee": ""})
    assert (answer.status_code, "assigned to somebody else since" in answer.text) == (409, True)
    assert stage.archive.desk.thread(THREAD).offered_to == "per_bo"
    assert [line.kind for line in stage.archive.assignments.lines((THREAD,))] == ["assigned"]
    assert 'name="assignee" value="per_bo" form="assign-to"' in bo.get(PAGE).text
    assert bo.post(f"{PAGE}/assign", data={"to": "person:per_ana", "assignee": "per_bo"}).status_code == 303


def test_a_second_click_on_a_team_is_nothing(stage: Bench, ana: FlaskClient, bo: FlaskClient) -> None:
    """The history has one line of it."""
    assert bo is not None
    for _ in range(2):
        ana.post(f"{PAGE}/assign", data={"to": "team:tea_1", "note": "Names"})
    assert [line.kind for line in stage.archive.assignments.lines((THREAD,))] == ["moved"]


def test_what_nobody_waits_in_is_assigned_by_no_macro_either(stage: Bench, ana: FlaskClient, bo: FlaskClient) -> None:
    """An assignment that nobody would see is refused."""
    assert bo is not None
    ana.post(f"{PAGE}/take")
    with pytest.raises(InvalidError, match="Only a thread that waits"):
        thread_marks.offer(stage.runtime, ANA, THREAD, BO.id)
