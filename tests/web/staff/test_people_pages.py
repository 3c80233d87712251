"""The page of people: an administrator invites, gives rights, makes links, shuts out; dangerous things ask again."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.services import staff_sessions
from bot.web.app import create_app
from tests.web.archive import Bench, bench
from tests.web.conftest import browser_of
from tests.web.staff_door import session_of, signed_in, somebody

ADA, ANA = somebody("Ada", roles=("admin",)), somebody("Ana", roles=("agent",))
TOM = {"name": "Tom", "email": "tom@airline.example", "languages": "en de", "role": ["agent", "supervisor"]}


@pytest.fixture
def stage() -> Bench:
    """A house that knows Ana, who is signed in."""
    stage = bench()
    session_of(stage, ANA)
    return stage


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The whole application."""
    return create_app(stage.runtime)


@pytest.fixture
def ada(stage: Bench, app: Flask) -> FlaskClient:
    """The administrator's browser."""
    return signed_in(app, stage, ADA)


def test_everybody_stands_in_the_list_with_roles_and_last_use(ada: FlaskClient) -> None:
    """An administrator sees at a glance who may what and who has not come in yet."""
    page = ada.get("/staff/people").text
    for told in ("Ana", "ana@airline.example", "agent", "not yet", "Tue 24 Nov 2026"):
        assert told in page, told


def test_an_invitation_shows_its_link_once_and_nowhere_in_an_address(app: Flask, ada: FlaskClient) -> None:
    """The link is read from the page, and works."""
    page = ada.post("/staff/people", data=TOM)
    assert page.status_code == 200
    (link,) = set(re.findall(r"http://localhost(/staff/link/\w+)", page.text))
    assert link not in ada.get("/staff/people").text
    tom = browser_of(app)
    assert 'value="Tom"' in tom.get(link).text
    assert tom.post(link, data={"name": "Tom", "password": "correct horse battery"}).headers["Location"] == "/desk"
    again = ada.post("/staff/people", data=TOM)
    assert again.status_code == 409
    assert "Somebody else has this e-mail address." in again.text
    assert 'value="tom@airline.example"' in again.text


def test_rights_are_changed_and_take_hold_at_the_next_click(stage: Bench, app: Flask, ada: FlaskClient) -> None:
    """Whoever loses a role loses its pages at once."""
    ana = signed_in(app, stage, ANA)
    assert ana.get("/desk").status_code == 200
    assert "checked" in ada.get(f"/staff/people/{ANA.id}").text
    answer = ada.post(f"/staff/people/{ANA.id}/change", data={"role": ["finance", "flow_editor"], "languages": "FR"})
    assert "The changes are kept." in ada.get(answer.headers["Location"]).text
    assert stage.archive.people.known[ANA.id].roles == ("finance", "flow_editor")
    ada.post(f"/staff/people/{ANA.id}/change", data={"role": "flow_editor"})
    assert ana.get("/desk").status_code == 403
    wrong = ada.post(f"/staff/people/{ANA.id}/change", data={"role": "king"})
    assert wrong.status_code == 400


def test_somebody_is_shut_out_and_let_in_again(stage: Bench, app: Flask, ada: FlaskClient) -> None:
    """Their open pages answer no more; the list says so."""
    ana = signed_in(app, stage, ANA)
    ada.post(f"/staff/people/{ANA.id}/shut-out")
    assert ana.get("/desk").status_code == 303
    assert "shut out" in ada.get("/staff/people").text
    answer = ada.post(f"/staff/people/{ANA.id}/let-in")
    assert "They may come in again." in ada.get(answer.headers["Location"]).text
    assert ana.get("/desk").status_code == 303, "the session is over for good"


def test_links_sessions_and_second_factors_of_others(stage: Bench, ada: FlaskClient) -> None:
    """Who has lost something is helped, and who lost a laptop is signed out."""
    assert "/staff/link/" in ada.post(f"/staff/people/{ANA.id}/link").text
    assert "Firefox on Linux" in ada.get(f"/staff/people/{ANA.id}").text
    session_of(stage, ANA)
    named = re.findall(r'name="session" value="(\w+)"', ada.get(f"/staff/people/{ANA.id}").text)
    ended = ada.post(f"/staff/people/{ANA.id}/end-session", data={"session": named[0]})
    assert "The session has ended." in ada.get(ended.headers["Location"]).text
    assert len(staff_sessions.of(stage.runtime, ANA.id)) == len(named) - 1 == 1
    ada.post(f"/staff/people/{ANA.id}/end-sessions")
    assert staff_sessions.of(stage.runtime, ANA.id) == ()
    assert "Not signed in anywhere." in ada.get(f"/staff/people/{ANA.id}").text
    none = ada.post(f"/staff/people/{ANA.id}/take-second-factor")
    assert "no second factor" in none.text
    ada.post(f"/staff/people/{ANA.id}/shut-out")
    assert ada.post(f"/staff/people/{ANA.id}/link").status_code == 400


def test_own_rights_and_the_last_administrators_stay(stage: Bench, ada: FlaskClient) -> None:
    """The page says why, and nothing has changed."""
    page = ada.get(f"/staff/people/{ADA.id}").text
    assert "Nobody changes their own roles" in page
    assert "Shut out" not in page
    for path, data in (("change", {"role": "supervisor"}), ("shut-out", {})):
        refused = ada.post(f"/staff/people/{ADA.id}/{path}", data=data)
        assert refused.status_code == 409
        assert "Nobody changes their own rights" in refused.text
    assert ada.post(f"/staff/people/{ADA.id}/change", data={"role": "admin", "languages": "de"}).status_code == 303
    assert stage.archive.people.known[ADA.id] == somebody("Ada", roles=("admin",)).__class__(
        ADA.id, ADA.name, ADA.email, ("admin",), ("de",)
    )


@pytest.mark.parametrize("path", ["", "/per_ana/change", "/per_ana/shut-out", "/per_ana/link", "/per_ana/end-sessions"])
def test_what_is_done_to_others_asks_again_who_one_is(stage: Bench, ada: FlaskClient, path: str) -> None:
    """An administrator's browser that was left open invites nobody."""
    stage.clock.pass_time(minutes=11)
    assert ada.post(f"/staff/people{path}", data=TOM).headers["Location"] == "/staff/again"
    assert len(stage.archive.people.known) == 2


def test_what_does_not_exist_is_told_so(ada: FlaskClient) -> None:
    """A mistyped address is no error page."""
    assert ada.get("/staff/people/nobody").status_code == 404
    assert ada.post(f"/staff/people/{ANA.id}/dance").status_code == 404
    assert ada.post("/staff/people/nobody/shut-out").status_code == 400


def test_hostile_names_are_shown_as_they_are(ada: FlaskClient) -> None:
    """Nobody's name runs in an administrator's browser."""
    ada.post("/staff/people", data={**TOM, "name": "<script>alert(1)</script>"})
    page = ada.get("/staff/people").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
