"""The history of a draft, and the news on an open page that a colleague has changed it."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from bot.domain.flow.operations import (
    AddStep,
    DeleteStep,
    DuplicateStep,
    Import,
    MoveStep,
    Operation,
    RenameStep,
    Reset,
    SetEnd,
    SetFallback,
    SetNeeds,
    SetStart,
    SetStep,
    SetText,
)
from bot.ports.live import LiveNote
from bot.services import flow_revisions
from bot.web.hub import hub_of
from bot.web.staff.flow_history import sentence, step_of
from tests.builders.flow_desk import console_of, flow_desk, sits
from tests.builders.flow_room import BEA, by, publish, worded
from tests.builders.house import House

FLOW = "/staff/flows/book"


@pytest.fixture(name="home")
def _home(monkeypatch: pytest.MonkeyPatch) -> House:
    return flow_desk(monkeypatch)


@pytest.fixture(name="edi")
def _edi(home: House) -> FlaskClient:
    return sits(console_of(home))


def test_who_did_what_stands_there_the_newest_first(home: House, edi: FlaskClient) -> None:
    """With what is undone told so."""
    worded(home, "Mine?")
    worded(home, "Hello!", key="hello", person=BEA)
    edi.post(f"{FLOW}/undo")
    text = edi.get(f"{FLOW}/history").text
    assert text.index("Worded the text hello in English.") < text.index("Worded the text ask_origin in English.")
    assert ("Bea, " in text, "undone" in text) == (True, True)
    assert "Nobody has changed anything" in edi.get("/staff/flows/my_trip/history").text
    assert edi.get("/staff/flows/nothing/history").status_code == 404


@pytest.mark.parametrize(
    ("op", "told"),
    [
        (AddStep("a", {}), "Added the step a."),
        (MoveStep("a", "b"), "Moved the step a after b."),
        (MoveStep("a"), "Moved the step a to the beginning."),
        (DuplicateStep("a", "b"), "Copied the step a as b."),
        (DeleteStep("a"), "Deleted the step a."),
        (RenameStep("a", "A"), "Called the step a “A”."),
        (RenameStep("a", ""), "Took the label off the step a."),
        (SetText("fr", "a", ""), "Took out the text a in French."),
        (SetStart("a"), "Let the flow begin at a."),
        (SetStep("a", {}), "Changed the step a."),
        (SetEnd("a", end=True), "Changed the step a."),
        (SetNeeds(("trip.origin",)), "Said that trip.origin is known when the flow is entered."),
        (SetFallback({"de": "en"}), "Let one language stand in for another: English for German."),
        (Import({}), "Took a whole file in."),
        (Reset({}), "Put the draft back to what is live."),
    ],
)
def test_every_operation_is_told_in_a_sentence(op: Operation, told: str) -> None:
    """In words that an editor would use."""
    assert sentence(op) == told
    assert step_of(op) in {"a", "b", ""}


def test_an_open_page_is_told_that_a_colleague_changed_the_draft(home: House) -> None:
    """Not of one's own changes, not of what the page has already, and not of other news."""
    app = console_of(home)
    hub: Any = hub_of(app, home.runtime)
    hub._start = lambda: None
    edi, bea = sits(app), sits(app, BEA)
    worded(home, "Mine?")
    path = f"{FLOW}/live?once&since=0-0&version="
    hub.take(LiveNote("1-1", "", "approvals", 0))
    assert told(bea, f"{path}0") == []
    hub.take(LiveNote("1-2", "", "flows", 0))
    assert "Edi has just changed this draft" in told(bea, f"{path}0")[0]
    assert (told(bea, f"{path}1"), told(edi, f"{path}0")) == ([""], [""])
    assert told(bea, "/staff/flows/no_such/live?once&since=0-0") == [""]
    stream = bea.get(f"{FLOW}/live?since=0-0").iter_encoded()
    assert next(stream).startswith(b"retry")


def test_an_open_page_is_told_what_was_published_and_rolled_back(home: House) -> None:
    """By its number and by whom; a page that shows no draft is told of none."""
    app = console_of(home)
    hub: Any = hub_of(app, home.runtime)
    hub._start = lambda: None
    edi, bea = sits(app), sits(app, BEA)
    hub.take(LiveNote("1-1", "", "flows", 0))
    path = f"{FLOW}/live?once&since=0-0&revision="
    worded(home, "Whence?")
    assert told(bea, f"{path}1") == [""]
    publish(home)
    for client in (edi, bea):
        assert "Edi published revision 2, which is live now" in told(client, f"{path}1")[0]
    assert told(bea, f"{path}2") == [""]
    flow_revisions.roll_back(home.runtime, "book", 1, by(home, reason="Worse"), live=2)
    assert "revision 1 is live again" in told(bea, f"{path}2&version=1")[0]


@pytest.mark.parametrize(
    ("page", "knows"),
    [
        ("", "version=1&amp;revision=1"),
        ("publish", "version=1&amp;revision=1"),
        ("revisions", "revision=1"),
        ("revisions/1", "revision=1"),
    ],
)
def test_pages_of_a_flow_listen_with_what_they_were_drawn_with(
    home: House, edi: FlaskClient, page: str, knows: str
) -> None:
    """The editor, publishing, and both pages of revisions."""
    worded(home, "Mine?")
    assert f'data-path="{FLOW}/live?{knows}"' in edi.get(f"{FLOW}/{page}".rstrip("/")).text


def told(client: FlaskClient, path: str) -> list[str]:
    """The parts that a page is told when it asks."""
    answer = client.get(path).json
    assert answer is not None
    return [html for _, html in answer["parts"]]
