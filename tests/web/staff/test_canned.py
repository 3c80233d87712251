"""The page of ready replies: list, add, change, take away, for those who configure the desk."""

# ruff: noqa: F811  fixtures are asked for by the names under which they are imported

from flask import Flask
from flask.testing import FlaskClient

from bot.ports.team_records import Team
from tests.builders.files import HOSTILE, form, png
from tests.web.archive import Bench
from tests.web.staff.conftest import ana, app, stage  # noqa: F401  fixtures
from tests.web.staff_door import signed_in, somebody

PAGE = "/staff/canned"
FIELDS = {"title": "Bags", "shortcut": "/Bags", "text_en": "Hi {{ traveller.first_name }}", "text_fr": "Salut"}


def test_a_reply_is_made_changed_and_taken_away(stage: Bench, ana: FlaskClient) -> None:
    """Each by a plain form."""
    assert ana.post(PAGE, data=FIELDS).headers["Location"] == f"{PAGE}?kept=1"
    (made,) = stage.archive.canned.every()
    assert (made.shortcut, made.team, made.texts["fr"]) == ("bags", "", "Salut")
    assert "English, French" in ana.get(f"{PAGE}?kept=1").text
    form = ana.get(f"{PAGE}?edit={made.id}").text
    assert "Change “Bags”" in form
    assert "Hi {{ traveller.first_name }}</textarea>" in form
    ana.post(PAGE, data={**FIELDS, "id": made.id, "title": "Luggage"})
    assert [one.title for one in stage.archive.canned.every()] == ["Luggage"]
    assert ana.post(f"{PAGE}/{made.id}/drop").headers["Location"] == f"{PAGE}?dropped=1"
    assert stage.archive.canned.every() == ()


def test_a_refusal_keeps_what_was_typed(stage: Bench, ana: FlaskClient) -> None:
    """And says what is wrong with it."""
    answer = ana.post(PAGE, data={**FIELDS, "text_en": "{{ secrets }}"})
    assert answer.status_code == 400
    assert "There is no field “secrets”" in answer.text
    assert "{{ secrets }}</textarea>" in answer.text
    assert stage.archive.canned.every() == ()
    assert ana.post(f"{PAGE}/can_none/drop").status_code == 400
    assert ana.get(f"{PAGE}?edit=can_none").status_code == 400


def test_one_shortcut_is_one_reply_in_a_team(stage: Bench, ana: FlaskClient) -> None:
    """A second one with it is refused; in another team it is welcome."""
    stage.archive.teams.keep(Team(id="tea_1", name="Money"))
    ana.post(PAGE, data=FIELDS)
    assert "this shortcut already" in ana.post(PAGE, data=FIELDS).text
    assert ana.post(PAGE, data={**FIELDS, "team": "tea_1"}).status_code == 303
    assert "Money" in ana.get(PAGE).text


def test_staff_text_is_never_a_template(ana: FlaskClient) -> None:
    """What somebody writes is shown and kept as it is."""
    ana.post(PAGE, data={**FIELDS, "title": "<b>{{ 7*7 }}</b>"})
    page = ana.get(PAGE).text
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in page
    assert "<b>" not in page


def test_the_page_says_what_a_text_can_have_in_it(ana: FlaskClient) -> None:
    """Each field as it is written."""
    assert "<code>{{ booking.reference }}</code>" in ana.get(PAGE).text


def test_an_agent_uses_replies_and_does_not_change_them(stage: Bench, app: Flask) -> None:
    """That is for those who configure the desk."""
    agent = signed_in(app, stage, somebody("Ben", roles=("agent",)))
    assert agent.get(PAGE).status_code == 403
    assert agent.post(PAGE, data=FIELDS).status_code == 403


def test_files_are_attached_to_a_reply_and_taken_away(stage: Bench, ana: FlaskClient) -> None:
    """On its own form, by plain posts; what is no file says why."""
    ana.post(PAGE, data=FIELDS)
    (made,) = stage.archive.canned.every()
    body, kind = form(png(), "map.png")
    posted = ana.post(f"{PAGE}/{made.id}/files", data=body, content_type=kind)
    assert posted.headers["Location"] == f"{PAGE}?edit={made.id}#files"
    page = ana.get(f"{PAGE}?edit={made.id}").text
    assert "map.png" in page
    assert "1 file" in page
    body, kind = form(HOSTILE["page.png"], "map.png")
    refused = ana.post(f"{PAGE}/{made.id}/files", data=body, content_type=kind)
    assert refused.status_code == 400
    assert "no file that is taken" in refused.text
    (file,) = stage.archive.files.known
    ana.post(f"{PAGE}/{made.id}/files/{file}/drop")
    assert stage.archive.files.known == {}
