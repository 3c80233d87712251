"""The page of teams: made, changed and removed without a script; capacity and weights in their tables."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.staff.person import Person
from tests.web.archive import Bench
from tests.web.conftest import Browser
from tests.web.staff_door import asked_by

HERE = "/staff/teams"
EVA = Person("per_eva", "Eva", roles=("supervisor",), languages=("en", "fr"))


@pytest.fixture
def eva(stage: Bench, app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A supervisor's browser."""
    asked_by(monkeypatch, lambda: EVA)
    stage.archive.people.keep(EVA)
    app.test_client_class = Browser
    return app.test_client()


def test_a_team_is_made_changed_and_removed(stage: Bench, eva: FlaskClient) -> None:
    """With a sentence for each, and its fields in the form when it is edited."""
    assert "There is no team yet" in eva.get(HERE).text
    form = {
        "name": "Payments",
        "languages": "en, fr",
        "tiers": "Gold",
        "topic": ["payment", "window_closed"],
        "member": [EVA.id],
        "automatic": "1",
        "answer_minutes": "5",
    }
    assert "The team is saved." in eva.post(HERE, data=form, follow_redirects=True).text
    (team,) = stage.archive.teams.teams()
    assert (team.name, team.languages, team.tiers) == ("Payments", ("en", "fr"), ("gold",))
    assert (team.topics, team.members) == (("payment", "window_closed"), (EVA.id,))
    assert (team.automatic, team.answer_minutes) == (True, 5)
    page = eva.get(f"{HERE}?edit={team.id}").text
    assert "Trouble with a payment, The channel&#39;s 24 hours are over" in page
    assert 'value="payment" checked' in page
    assert "By itself, back after 5 min" in page
    eva.post(HERE, data={"id": team.id, "name": "Money", "answer_minutes": "0"})
    (team,) = stage.archive.teams.teams()
    assert (team.name, team.automatic, team.members) == ("Money", False, ())
    assert "The team is gone." in eva.post(f"{HERE}/{team.id}/drop", follow_redirects=True).text
    assert eva.post(f"{HERE}/{team.id}/drop").status_code == 400


def test_capacity_and_weights_are_set(stage: Bench, eva: FlaskClient) -> None:
    """Each in its row."""
    answer = eva.post(f"{HERE}/capacity/{EVA.id}", data={"points": "9"}, follow_redirects=True)
    assert "The capacity is saved." in answer.text
    assert stage.archive.agents.agent(EVA.id).capacity == 9
    answer = eva.post(f"{HERE}/weight/webchat", data={"points": "3"}, follow_redirects=True)
    assert "The weight is saved." in answer.text
    assert stage.archive.agents.weights() == {"webchat": 3}


@pytest.mark.parametrize(
    ("path", "form", "told"),
    [
        ("", {"name": ""}, "A team has a name"),
        ("", {"name": "x", "answer_minutes": "soon"}, "Enter a whole number."),
        ("", {"name": "x", "languages": "french"}, "A language has two letters"),
        ("", {"name": "x", "member": "nobody"}, "Only people who may answer"),
        ("/capacity/nobody", {"points": "1"}, "Nobody of those"),
        ("/capacity/per_eva", {"points": "1000"}, "A capacity is"),
        ("/weight/webchat", {"points": "0"}, "A thread weighs"),
        ("/weight/pigeon", {"points": "1"}, "no such channel"),
    ],
)
def test_what_cannot_be_kept_is_refused(eva: FlaskClient, path: str, form: dict[str, str], told: str) -> None:
    """With the reason above the page."""
    answer = eva.post(HERE + path, data=form)
    assert (answer.status_code, told in answer.text) == (400, True)


def test_a_topic_that_a_flow_gave_is_kept_in_the_form(stage: Bench, eva: FlaskClient) -> None:
    """Flows name reasons of their own; whoever edits the team does not lose them."""
    eva.post(HERE, data={"name": "Groups", "topic": ["groups"]})
    (team,) = stage.archive.teams.teams()
    assert 'value="groups" checked' in eva.get(f"{HERE}?edit={team.id}").text
