"""The pages of those who oversee the desk: overview, several threads at once, runs, macros on a thread."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.conversation.events import ChoiceTapped
from bot.domain.staff.macros import Close, Label, Macro, SayText
from bot.domain.staff.person import Person
from bot.domain.staff.service_levels import Policy
from bot.ports.live import LiveNote
from bot.services import desk, escalation, macros, service_levels, turns
from bot.services.thread_refs import ref_of
from bot.web.desk.overview import OVERVIEW_PARTS
from bot.web.desk.parts import Live, Opened
from bot.web.hub import hub_of
from tests.builders.world import NOW_MS
from tests.web.archive import Bench
from tests.web.desk.test_desk_pages import PAGE, THREAD, ana, app, stage
from tests.web.staff_door import asked_by

__all__ = ["ana", "app", "stage"]  # fixtures
EVA = Person("per_eva", "Eva", roles=("supervisor",))
OTHERS = tuple(f"messenger:101:traveller{number:03d}" for number in range(30))


@pytest.fixture
def eva(stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A supervisor's browser, thirty-one travellers who wait, and a promise of ten minutes."""
    asked_by(monkeypatch, lambda: EVA)
    stage.archive.people.keep(EVA)
    for number, thread in enumerate(OTHERS):
        turns.take(stage.runtime, thread, ChoiceTapped(f"o{number}", NOW_MS, "go:person", "Talk to a person"))
    service_levels.keep_policy(stage.runtime, EVA, Policy(id="slp_1", name="All", first=10, always=True))
    stage.clock.pass_time(minutes=9)
    escalation.watch(stage.runtime)
    return app.test_client()


def test_the_overview_tells_the_desk_at_a_glance(eva: FlaskClient) -> None:
    """Waiting, oldest wait, teams, channels, agents, and clocks in words and in colour."""
    page = eva.get("/desk/overview").text
    assert '<dd data-count="waiting">31</dd>' in page
    assert 'class="due soon"' in page
    assert ">reply in 1 min</span>" in page
    assert "By channel" in page
    assert "First reply was nearly due" in page
    assert ">Eva</th>" in page


def test_the_overview_goes_on_live(stage: Bench, eva: FlaskClient, app: Flask) -> None:
    """It is drawn again when a thread changes hands, and says nothing when nothing changed."""
    with app.test_request_context():
        view = Live(Opened(stage.runtime, EVA), OVERVIEW_PARTS)
        view.drawn()
        assert view.parts(LiveNote("1-1", THREAD, "desk", 0)) == []
        desk.take(stage.runtime, THREAD, EVA)
        ((name, html),) = view.parts(LiveNote("1-2", THREAD, "desk", 0))
        assert view.parts(LiveNote("1-3", "webchat:TF:nobody", "entry", 1)) == []
    assert name == "overview"
    assert '<dd data-count="waiting">30</dd>' in html
    hub: Any = hub_of(app, stage.runtime)
    hub._start = lambda: None
    hub._recent.clear()
    hub.take(stage.archive.notes[-1])
    told: Any = eva.get(f"/desk/live?page=overview&since={stage.archive.notes[-2].id}&once").json
    assert {part for part, _ in told["parts"]} == {"overview"}


def test_clocks_stand_in_the_list_and_in_the_thread(eva: FlaskClient) -> None:
    """The same words in all three places."""
    assert "reply in 1 min" in eva.get("/desk").text.partition('id="queue"')[2]
    assert "reply in 1 min" in eva.get(PAGE).text.partition('id="marks"')[2]
    assert "Priority high" in eva.get(PAGE).text


def test_who_may_not_oversee_sees_no_overview(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """And who may not talk changes nothing in many threads."""
    asked_by(monkeypatch, lambda: Person("per_v", "Vi", roles=("viewer",)))
    client = app.test_client()
    assert client.get("/desk/overview").status_code == 403
    for path in ("/desk/bulk", "/desk/runs/x/go", "/desk/runs/x/undo", f"{PAGE}/macro"):
        assert client.post(path).status_code == 403


def test_chosen_threads_are_changed_and_told_one_by_one(stage: Bench, eva: FlaskClient) -> None:
    """The page of the run has a result for each, and a way back."""
    form = {"thread": [THREAD, OTHERS[0]], "do": "label", "value_label": "vip"}
    page = eva.post("/desk/bulk", data={"key": "a", **form}, follow_redirects=True).text
    assert "2 done, 0 not done." in page
    assert stage.archive.desk.thread(OTHERS[0]).labels == ("vip",)
    undo = page.partition('action="/desk/runs/')[2].partition('"')[0]
    assert undo.endswith("/undo")
    assert "2 set back." in eva.post(f"/desk/runs/{undo}").text
    assert stage.archive.desk.thread(OTHERS[0]).labels == ()


def test_all_that_match_are_more_than_those_that_are_shown(stage: Bench, eva: FlaskClient) -> None:
    """They are worked off in pieces, by a button without a script."""
    form = {
        "key": "a",
        "every": "1",
        "channel": "messenger",
        "standing": "waiting",
        "do": "priority",
        "value_priority": "low",
    }
    started = eva.post("/desk/bulk", data=form)
    run = started.headers["Location"]
    page = eva.get(run).text
    assert "25 of 30 done…" in page
    assert f'action="{run}/go"' in page
    answer = eva.post(f"{run}/go", headers={"Accept": "application/json"}).json
    assert answer == {"left": 0, "all": 30}
    assert "30 done, 0 not done." in eva.post(f"{run}/go", follow_redirects=True).text
    assert stage.archive.desk.thread(THREAD).priority == 2
    assert stage.archive.desk.thread(OTHERS[29]).priority == 1


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"do": "label", "value_label": "x"}, "Choose 1 to"),
        ({"do": "", "thread": THREAD}, "Choose what is to be done."),
        ({"do": "label", "value_label": "", "thread": THREAD}, "a label has"),
        ({"do": "snooze", "value_snooze": "soon", "thread": THREAD}, "Minutes are a whole number."),
        ({"do": "snooze", "value_snooze": "9" * 5000, "thread": THREAD}, "Minutes are a whole number."),
        ({"do": "macro", "macro": "none", "thread": THREAD}, "This macro is gone."),
    ],
)
def test_what_cannot_be_done_is_told_above_the_list(eva: FlaskClient, form: dict[str, str], told: str) -> None:
    """What was chosen stays chosen."""
    answer = eva.post("/desk/bulk", data={"key": "a", **form})
    assert answer.status_code == 400
    assert told in answer.text
    assert (" checked>" in answer.text) == ("thread" in form)


def test_the_list_is_filtered_by_its_address(eva: FlaskClient) -> None:
    """A link shows the same to a colleague; nothing that matches says how to go on."""
    assert eva.get("/desk/bulk?channel=webchat").text.count('name="thread"') == 1
    assert "Clear the filters" in eva.get("/desk/bulk?clock=late").text
    assert eva.get("/desk/bulk?standing=<script>").status_code == 200


def test_nobody_at_the_desk_is_said(app: Flask, stage: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty page says why it is empty."""
    asked_by(monkeypatch, lambda: EVA)
    desk.hand_back(stage.runtime, THREAD, EVA)
    assert "Nobody is with the desk." in app.test_client().get("/desk/bulk").text
    assert "No agent has a thread." in app.test_client().get("/desk/overview").text


def test_a_macro_runs_on_one_thread(stage: Bench, eva: FlaskClient) -> None:
    """With a script the page stays and says what was refused; without one the results are a page."""
    macro = Macro(id="mac_1", name="Thanks", actions=(SayText("Thank you."), Label("solved"), Close()))
    macros.keep(stage.runtime, EVA, macro)
    assert ">Thanks</option>" in eva.get(PAGE).text

    def form() -> dict[str, str]:
        key = re.search(r'name="key" value="([^"]+)"', eva.get(PAGE).text)
        assert key
        return {"macro": "mac_1", "key": key[1]}

    page = eva.post(f"{PAGE}/macro", data=form(), follow_redirects=True).text
    assert "1 done, 0 not done." in page
    assert "Thank you." in stage.archive.texts(THREAD)
    script = {"Accept": "application/json"}
    assert eva.post(f"{PAGE}/macro", data=form(), headers=script).json["problem"] == ""  # type: ignore[index]
    desk.take(stage.runtime, THREAD, Person("per_bo", "Bo", roles=("agent",)))
    told = eva.post(f"{PAGE}/macro", data=form(), headers=script)
    assert (told.status_code, told.json["problem"]) == (409, "Bo took it 0 s ago.")  # type: ignore[index]
    assert eva.post(f"{PAGE}/macro", data={"macro": "none"}).status_code == 400


def test_a_run_of_somebody_else_is_not_there(eva: FlaskClient) -> None:
    """Nor one that never was."""
    for path in ("/desk/runs/none/go", "/desk/runs/none/undo"):
        assert eva.post(path).status_code == 404
    assert eva.get("/desk/runs/none").status_code == 404


def test_titles_are_escaped(stage: Bench, eva: FlaskClient) -> None:
    """A traveller's id or a label is text, whatever stands in it."""
    hostile = 'webchat:TF:<img src=x onerror="a">'
    turns.take(stage.runtime, hostile, ChoiceTapped("h1", NOW_MS, "go:person", "Person"))
    stage.archive.desk.change(hostile, labels=("<b>",))
    for path in ("/desk/bulk", "/desk/overview"):
        page = eva.get(path).text
        assert "<img" not in page
        assert "<b>" not in page
    assert ref_of(stage.runtime, hostile) in eva.get("/desk/bulk").text
