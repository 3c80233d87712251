"""The list of flows: what each has come to, and how one begins and goes."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.builders.flow_desk import console_of, flow_desk, sits
from tests.builders.flow_room import acts, worded
from tests.builders.house import House
from tests.builders.staff import ANA, BO

PAGE = "/staff/flows"


@pytest.fixture(name="home")
def _home(monkeypatch: pytest.MonkeyPatch) -> House:
    return flow_desk(monkeypatch)


@pytest.fixture(name="app")
def _app(home: House) -> Flask:
    return console_of(home)


@pytest.fixture(name="edi")
def _edi(app: Flask) -> FlaskClient:
    return sits(app)


def test_each_flow_tells_its_live_revision_and_what_its_draft_has_come_to(home: House, edi: FlaskClient) -> None:
    """Changes, faults, who was on it last; a flow that nobody touches says the same as live."""
    worded(home, "From where, {{ nothing }}?")
    text = edi.get(PAGE).text
    for told in ("Revision 1", "1 change<", " faults<", "Edi, ", "As live", "Nothing found"):
        assert told in text


def test_only_editors_begin_and_drop_flows(home: House, app: Flask) -> None:
    """A supervisor may look; an agent may not even that."""
    assert sits(app, ANA).get(PAGE).status_code == 403
    bo = sits(app, BO)
    page = bo.get(PAGE)
    assert (page.status_code, "Begin a flow" in page.text) == (200, False)
    assert bo.post(PAGE, data={"flow": "bags"}).status_code == 403
    assert acts(home) == []


def test_a_flow_begins_empty_and_can_be_dropped(home: House, edi: FlaskClient) -> None:
    """With a question before it, and a line in the audit for each."""
    assert edi.post(PAGE, data={"flow": " bags "}).headers["Location"] == f"{PAGE}/bags"
    assert "No steps yet" in edi.get(f"{PAGE}/bags").text
    assert "Never published" in edi.get(PAGE).text
    assert "forgotten for good" in edi.get(f"{PAGE}/bags/drop").text
    assert edi.post(f"{PAGE}/bags/drop", data={"seen": "0"}).headers["Location"] == f"{PAGE}?done=dropped"
    assert [what for _, what, _ in acts(home)] == ["flow.create", "flow.drop"]
    assert edi.get(f"{PAGE}/bags").status_code == 404


@pytest.mark.parametrize("name", ["book", "Bags", "<script>", "", "../x"])
def test_what_cannot_be_a_name_is_refused_and_shown_as_text(name: str, edi: FlaskClient) -> None:
    """A taken one, too; what was typed stands in the field again."""
    answer = edi.post(PAGE, data={"flow": name})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "<script>" not in answer.text.partition("<h1>")[2].partition("</main>")[0]


def test_a_published_flow_is_not_dropped_nor_one_that_changed(home: House, edi: FlaskClient) -> None:
    """Each is said."""
    worded(home, "From where?")
    assert "was published" in edi.post(f"{PAGE}/book/drop", data={"seen": "1"}).text
    edi.post(PAGE, data={"flow": "bags"})
    assert edi.post(f"{PAGE}/bags/drop", data={"seen": "7"}).status_code == 409
    assert edi.get(f"{PAGE}/nothing/drop").status_code == 404


def test_the_schema_is_served_to_editors_of_text(edi: FlaskClient) -> None:
    """As what it is."""
    answer = edi.get(f"{PAGE}/schema.json")
    assert answer.json is not None
    assert (answer.mimetype, answer.json["title"]) == ("application/schema+json", "A flow of Threadfare")
