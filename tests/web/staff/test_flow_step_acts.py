"""Steps as a whole: added, moved, copied, deleted, called otherwise; and everybody undoes their own."""

import pytest
from flask.testing import FlaskClient

from bot.services import flow_drafts
from bot.web.staff.flow_step_acts import KINDS, new_node
from tests.builders.flow_desk import console_of, flow_desk, sits
from tests.builders.flow_room import BEA, acts, worded
from tests.builders.house import House

FLOW = "/staff/flows/book"


@pytest.fixture(name="home")
def _home(monkeypatch: pytest.MonkeyPatch) -> House:
    return flow_desk(monkeypatch)


@pytest.fixture(name="edi")
def _edi(home: House) -> FlaskClient:
    return sits(console_of(home))


def steps(home: House) -> list[str]:
    """The steps of the draft, in order."""
    return list(flow_drafts.shown(home.runtime, "book").document["nodes"])


def test_a_step_is_added_and_moved_and_copied_and_deleted(home: House, edi: FlaskClient) -> None:
    """Each leads to where one goes on; a deletion to the step before it."""
    added = {"step": "weigh", "kind": "ask", "after": "hello", "label": "Weigh the bags"}
    assert edi.post(f"{FLOW}/steps", data=added).headers["Location"] == f"{FLOW}/steps/weigh?done=added"
    assert "Weigh the bags" in edi.get(f"{FLOW}/steps/weigh").text
    assert steps(home)[1] == "weigh"
    edi.post(f"{FLOW}/steps/weigh/move", data={"after": "", "seen": "1"})
    assert steps(home)[0] == "weigh"
    copied = edi.post(f"{FLOW}/steps/weigh/duplicate", data={"copy": "weigh_two"})
    assert copied.headers["Location"] == f"{FLOW}/steps/weigh_two?done=copied"
    gone = edi.post(f"{FLOW}/steps/weigh/delete", data={"seen": "1", "next": "hello"})
    assert gone.headers["Location"] == f"{FLOW}/steps/hello?done=deleted"
    assert steps(home)[:2] == ["weigh_two", "hello"]
    assert {what for _, what, _ in acts(home)} == {"flow.edit"}


def test_a_step_is_called_otherwise_and_a_flow_begins_elsewhere(home: House, edi: FlaskClient) -> None:
    """The name in the document never changes."""
    edi.post(f"{FLOW}/steps/missing/rename", data={"label": "What is still missing", "seen": "0"})
    edi.post(f"{FLOW}/steps/missing/start", data={"seen": "0"})
    document = flow_drafts.shown(home.runtime, "book").document
    assert (document["start"], document["layout"]["missing"]) == ("missing", {"label": "What is still missing"})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_step_can_be_added(kind: str, home: House, edi: FlaskClient) -> None:
    """And be opened at once."""
    edi.post(f"{FLOW}/steps", data={"step": "weigh", "kind": kind, "after": "hello"})
    assert flow_drafts.shown(home.runtime, "book").document["nodes"]["weigh"] == new_node("weigh", kind)
    assert edi.get(f"{FLOW}/steps/weigh").status_code == 200


def test_what_cannot_be_done_is_said(home: House, edi: FlaskClient) -> None:
    """A locked step stays; a taken name is shown with both; there is no other act."""
    assert "is locked" in edi.post(f"{FLOW}/steps/check_out/delete", data={"seen": "0"}).text
    assert edi.post(f"{FLOW}/steps", data={"step": "hello", "kind": "say"}).status_code == 409
    assert "small letters" in edi.post(f"{FLOW}/steps", data={"step": "No!", "kind": "say", "at": "hello"}).text
    assert edi.post(f"{FLOW}/steps/hello/burn").status_code == 400
    assert edi.post("/staff/flows/nothing/steps", data={"step": "a"}).status_code == 404
    assert "check_out" in steps(home)


def test_everybody_undoes_and_redoes_their_own(home: House, edi: FlaskClient) -> None:
    """What a colleague did stays."""
    edi.post(f"{FLOW}/steps", data={"step": "weigh", "kind": "say", "after": "hello"})
    worded(home, "Theirs?", person=BEA)
    assert edi.post(f"{FLOW}/undo", data={"at": "weigh"}).headers["Location"] == f"{FLOW}?done=undone"
    assert "weigh" not in steps(home)
    assert edi.post(f"{FLOW}/redo", data={"at": "hello"}).headers["Location"] == f"{FLOW}/steps/hello?done=redone"
    assert "weigh" in steps(home)
    edi.post(f"{FLOW}/undo")
    assert "nothing of yours to undo" in edi.post(f"{FLOW}/undo", data={"at": "hello"}).text
    assert flow_drafts.shown(home.runtime, "book").document["texts"]["en"]["ask_origin"] == "Theirs?"


def test_undoing_what_a_colleague_has_changed_since_shows_both(home: House, edi: FlaskClient) -> None:
    """And offers nothing that would overwrite it."""
    worded(home, "Mine?")
    worded(home, "Theirs?", person=BEA)
    answer = edi.post(f"{FLOW}/undo")
    assert (answer.status_code, "Put mine in its place" in answer.text) == (409, False)
    assert "Theirs?" in answer.text


def test_a_draft_is_put_back_to_live(home: House, edi: FlaskClient) -> None:
    """At the version that was seen; a later one is not thrown away."""
    worded(home, "Mine?")
    assert edi.post(f"{FLOW}/reset", data={"seen": "0"}).status_code == 409
    edi.post(f"{FLOW}/reset", data={"seen": "1"})
    assert [what for _, what, _ in acts(home)][-1] == "flow.reset"


def test_a_language_stands_in_for_another_and_fields_are_known_on_entry(home: House, edi: FlaskClient) -> None:
    """Both are said of the flow as a whole."""
    edi.post(f"{FLOW}/whole", data={"about": "fallback", "for.fr": "en", "for.en": "", "seen": "0", "at": "hello"})
    edi.post(f"{FLOW}/whole", data={"about": "needs", "needs": "trip.origin, ", "seen": "0"})
    document = flow_drafts.shown(home.runtime, "book").document
    assert (document["fallback"], document["needs"]) == ({"fr": "en"}, ["trip.origin"])
    assert 'value="trip.origin"' in edi.get(f"{FLOW}/steps/hello").text
