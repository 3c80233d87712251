"""One's own page: what everybody changes themselves, and what asks again who they are."""

import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.staff.credentials import Credentials
from bot.services import staff_sessions
from bot.web.app import create_app
from tests.web.archive import Bench, bench
from tests.web.staff_door import session_of, signed_in, somebody

ANA = somebody("Ana")


@pytest.fixture
def stage() -> Bench:
    """A web process."""
    return bench()


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The whole application."""
    return create_app(stage.runtime)


@pytest.fixture
def ana(stage: Bench, app: Flask) -> FlaskClient:
    """Ana's browser; she has a password."""
    client = signed_in(app, stage, ANA)
    assert client.post("/staff/me/password", data={"password": "correct horse battery"}).status_code == 303
    return client


def _enrol(stage: Bench, client: FlaskClient) -> tuple[pyotp.TOTP, list[str]]:
    page = client.get("/staff/me/second-factor").text
    found = re.search(r'class="key">([A-Z2-7 ]+)<', page)
    assert found is not None
    app = pyotp.TOTP(found[1].replace(" ", ""))
    shown = client.post("/staff/me/second-factor", data={"code": app.at(stage.clock.moment)}).text
    return app, re.findall(r"<li>([a-z2-7-]{11})</li>", shown)


def test_a_name_is_changed_for_travellers_and_for_the_desk(ana: FlaskClient) -> None:
    """The next page calls them so."""
    answer = ana.post("/staff/me/name", data={"name": "Ana Silva"})
    page = ana.get(answer.headers["Location"]).text
    assert "Your name is changed." in page
    assert 'value="Ana Silva"' in page
    refused = ana.post("/staff/me/name", data={"name": " "})
    assert refused.status_code == 400
    assert "Enter your name" in refused.text


def test_what_is_dangerous_asks_again_who_one_is(stage: Bench, ana: FlaskClient) -> None:
    """A browser that was left open for ten minutes changes no password; after the proof one is back where one was."""
    stage.clock.pass_time(minutes=10)
    headers = {"Referer": "http://localhost/staff/me?done=name"}
    asked = ana.post("/staff/me/password", data={"password": "another long password"}, headers=headers)
    assert asked.headers["Location"] == "/staff/again?next=/staff/me%3Fdone%3Dname"
    assert "Your password" in ana.get(asked.headers["Location"]).text
    assert "wrong" in ana.post("/staff/again", data={"password": "not this one"}).text
    back = ana.post("/staff/again", data={"password": "correct horse battery", "next": "/staff/me?done=name"})
    assert back.headers["Location"] == "/staff/me?done=name"
    assert ana.post("/staff/me/password", data={"password": "another long password"}).status_code == 303
    told = ana.get("/staff/me").text
    assert "another long" not in told


def test_a_script_is_told_where_to_confirm(stage: Bench, ana: FlaskClient) -> None:
    """A page with a half-written form offers the proof beside it."""
    stage.clock.pass_time(minutes=10)
    told = ana.post("/staff/me/codes", headers={"Accept": "application/json"})
    assert told.status_code == 403
    assert told.json == {"problem": "Confirm that it is you, then do this again.", "sign_in": "/staff/again"}


def test_a_second_factor_is_set_up_and_asked_from_then_on(stage: Bench, ana: FlaskClient) -> None:
    """It is asked for at the door and for what is dangerous, by its code or a recovery code, each once."""
    wrong = ana.post("/staff/me/second-factor", data={"code": "000000"})
    assert "This code is wrong" in wrong.text
    app, codes = _enrol(stage, ana)
    assert len(codes) == 10
    assert "Your authenticator app is set up" in ana.get("/staff/me").text
    stage.clock.pass_time(minutes=11)
    page = ana.get("/staff/again").text
    assert "Code of your authenticator app" in page
    assert 'name="password"' not in page
    assert "wrong" in ana.post("/staff/again", data={"password": "correct horse battery"}).text
    assert ana.post("/staff/again", data={"code": app.at(stage.clock.moment)}).status_code == 303
    renewed = ana.post("/staff/me/codes").text
    fresh = re.findall(r"<li>([a-z2-7-]{11})</li>", renewed)
    assert len(fresh) == 10
    assert not set(fresh) & set(codes)
    stage.clock.pass_time(minutes=11)
    assert "wrong" in ana.post("/staff/again", data={"code": codes[0]}).text
    assert ana.post("/staff/again", data={"code": fresh[0]}).status_code == 303


def test_recovery_codes_need_a_second_factor(ana: FlaskClient) -> None:
    """There is nothing to recover without one."""
    assert "Set a second factor up first" in ana.post("/staff/me/codes").text


def test_who_has_a_company_account_only_confirms_there(stage: Bench, app: Flask) -> None:
    """Nobody is asked for a password that they never had."""
    client = signed_in(app, stage, ANA)
    with stage.runtime.records.begin() as work:
        work.sign_in.keep(Credentials(person=ANA.id, issuer="https://id.example", subject="1"))
    page = client.get("/staff/again?next=/staff/me").text
    assert "/staff/oidc?again=1&amp;next=/staff/me" in page
    assert "<input" not in page.split("<main")[1]


def test_own_sessions_are_seen_and_ended(stage: Bench, app: Flask, ana: FlaskClient) -> None:
    """Somebody who forgot to sign out at home does it from here; this session stays."""
    session_of(stage, ANA)
    other = signed_in(app, stage, ANA)
    page = ana.get("/staff/me").text
    assert page.count("Firefox on Linux") >= 3
    assert page.count("this one") == 1
    named = re.findall(r'name="session" value="(\w+)"', page)
    assert len(named) == 2
    assert (
        ana.post("/staff/me/sessions/end", data={"session": named[0]}).headers["Location"] == "/staff/me?done=session"
    )
    assert "ended already" in ana.post("/staff/me/sessions/end", data={"session": named[0]}).text
    assert ana.post("/staff/me/sessions/end-others").status_code == 303
    assert len(staff_sessions.of(stage.runtime, ANA.id)) == 1
    assert other.get("/staff/me").status_code == 303
    assert ana.get("/staff/me").status_code == 200


def test_everybody_has_their_own_page_and_only_what_they_may_open_in_the_menu(stage: Bench, app: Flask) -> None:
    """Who has no role yet is not lost."""
    nobody = signed_in(app, stage, somebody("New", roles=()))
    page = nobody.get("/staff/me").text
    assert "no role yet" in page
    assert 'href="/desk"' not in page
    assert nobody.get("/staff/sign-in").headers["Location"] == "/staff/me"
    assert 'href="/staff/people"' in signed_in(app, stage, somebody("Ada", roles=("admin",))).get("/staff/me").text
