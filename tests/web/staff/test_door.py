"""The door of desk and console in a browser: a link, a password, a second factor, the way back, and signing out."""

import re
from typing import Any

import pyotp
import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from bot.services import sign_in, staff_links
from bot.services.staff_tries import Caller
from bot.web.app import create_app
from bot.web.staff import browsers, session
from bot.web.staff.door import let_in
from tests.fakes.staff_door import staff_door
from tests.web.archive import Bench, bench
from tests.web.conftest import browser_of
from tests.web.staff_door import somebody

ANA = somebody("Ana")
PASSWORD = "correct horse battery"
CHOSEN = {"name": "Ana", "password": PASSWORD}


def house(**door: Any) -> tuple[Bench, Flask]:
    """A house that knows Ana."""
    stage = bench(staff_door=staff_door(**door))
    with stage.runtime.records.begin() as work:
        work.people.keep(ANA)
    return stage, create_app(stage.runtime)


def link(stage: Bench) -> str:
    """The path of a link of Ana's."""
    return staff_links.make(stage.runtime, "per_admin", ANA.id).removeprefix("http://localhost")


def with_password(stage: Bench, app: Flask) -> FlaskClient:
    """A browser that knows nothing, after Ana has set a password in another."""
    assert browser_of(app).post(link(stage), data=CHOSEN).status_code == 303
    return browser_of(app)


def sign(client: FlaskClient, password: str = PASSWORD, **more: str) -> Any:
    """Post the form of the door."""
    return client.post("/staff/sign-in", data={"email": ANA.email, "password": password, **more})


def secret_in(page: str) -> pyotp.TOTP:
    """The authenticator that a page of setting one up shows."""
    found = re.search(r'class="key">([A-Z2-7 ]+)<', page)
    assert found is not None
    return pyotp.TOTP(found[1].replace(" ", ""))


def test_a_link_shows_a_form_and_lets_in_who_sends_it(app_stage: tuple[Bench, Flask]) -> None:
    """Robots that look at a link use nothing up; the key leaves the address with the first step."""
    stage, app = app_stage
    path, client = link(stage), browser_of(app)
    for _ in range(3):
        page = browser_of(app).get(path)
        assert page.status_code == 200
        assert "Set password and enter" in page.text
    answer = client.post(path, data=CHOSEN)
    assert answer.headers["Location"] == "/desk"
    assert client.get("/desk").status_code == 200
    over = browser_of(app).post(path, data=CHOSEN)
    assert over.status_code == 403
    assert "used before or is too old" in over.text
    assert "used before or is too old" in browser_of(app).get("/staff/link/guessed").text


def test_a_password_that_may_not_be_is_told_beside_the_form(app_stage: tuple[Bench, Flask]) -> None:
    """The name that was typed stays, the password does not, and the link is still good."""
    stage, app = app_stage
    path, client = link(stage), browser_of(app)
    page = client.post(path, data={"name": "Hanna", "password": "short"})
    assert page.status_code == 400
    assert "at least 12 characters" in page.text
    assert 'value="Hanna"' in page.text
    assert "short<" not in page.text
    assert client.post(path, data=CHOSEN).status_code == 303


def test_who_signs_in_goes_on_to_where_they_wanted(app_stage: tuple[Bench, Flask]) -> None:
    """A link to a thread that a colleague sent opens that thread."""
    client = with_password(*app_stage)
    there = client.get("/desk/t/webchat:TF:marie").headers["Location"]
    page = client.get(there)
    assert 'value="/desk/t/webchat:TF:marie"' in page.text
    assert sign(client, next="/desk/t/webchat:TF:marie").headers["Location"] == "/desk/t/webchat:TF:marie"
    assert client.get("/staff/sign-in").headers["Location"] == "/desk"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/desk",
        "//evil.example/desk",
        "/\\evil.example",
        "/desk\\..",
        "/chat",
        "/deskevil",
        "javascript:0",
    ],
)
def test_nobody_is_sent_from_our_door_to_another_site(app_stage: tuple[Bench, Flask], wanted: str) -> None:
    """A link in a phishing mail that begins with our address ends here."""
    client = with_password(*app_stage)
    assert sign(client, next=wanted).headers["Location"] == "/desk"
    assert session.local(wanted) == ""


def test_a_wrong_password_is_told_in_one_sentence_and_the_address_stays(app_stage: tuple[Bench, Flask]) -> None:
    """Whether it was the address or the password nobody learns; after ten tries a sentence says how long to wait."""
    client = with_password(*app_stage)
    refused = sign(client, "wrong password!")
    unknown = client.post("/staff/sign-in", data={"email": "no@airline.example", "password": PASSWORD})
    assert refused.status_code == unknown.status_code == 400
    assert sign_in.WRONG in refused.text
    assert refused.text.replace(ANA.email, "") == unknown.text.replace("no@airline.example", "")
    for _ in range(9):
        sign(client, "wrong password!")
    locked = sign(client)
    assert locked.status_code == 429
    assert "Too many tries. Wait 15 minutes" in locked.text


def test_the_cookie_is_for_this_site_and_no_script(app_stage: tuple[Bench, Flask]) -> None:
    """A script that got into a page cannot read the session, and its id is stored nowhere."""
    stage, app = app_stage
    cookie = sign(with_password(stage, app)).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    kept = str(list(stage.archive.sign_in.begun))
    assert cookie.split("=", 1)[1].split(".", 1)[0] not in kept


def test_a_changed_or_older_cookie_opens_nothing(app_stage: tuple[Bench, Flask]) -> None:
    """Nobody makes a session, and one that was ended stays ended."""
    stage, app = app_stage
    client = with_password(stage, app)
    sign(client)
    (kept,) = client._cookies.values()
    client.post("/staff/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert client.get("/desk").status_code == 200
    client.post("/staff/sign-out")
    for value in (kept.value, "x" + kept.value, ""):
        other = browser_of(app)
        other.set_cookie(session.COOKIE, value)
        assert other.get("/desk").status_code == 303
        assert other.post("/staff/sign-out").status_code == 303


def test_a_session_ends_when_nobody_uses_it(app_stage: tuple[Bench, Flask]) -> None:
    """A desk whose page asks by itself is signed out after half an hour, and a script is told how to go on."""
    stage, app = app_stage
    client = with_password(stage, app)
    sign(client)
    for _ in range(2):
        stage.clock.pass_time(minutes=20)
        assert client.get("/desk/live?since=0-0&once").status_code == (200 if _ == 0 else 403)
    told = client.post(
        "/desk/t/webchat:TF:marie/reply",
        headers={"Accept": "application/json", "Referer": "http://localhost/desk/t/webchat:TF:marie"},
    )
    assert told.status_code == 401
    assert told.json == {
        "problem": "Your session is over. Sign in again; what you wrote is kept.",
        "sign_in": "/staff/sign-in?next=/desk/t/webchat%3ATF%3Amarie",
    }


def test_where_it_is_required_a_second_factor_is_set_up_at_the_door() -> None:
    """Nobody reads a traveller's word with a password alone; recovery codes are shown once."""
    stage, app = house(second_required=True)
    client = browser_of(app)
    assert client.post(link(stage), data=CHOSEN).headers["Location"] == "/staff/second"
    assert client.get("/desk").headers["Location"] == "/staff/second?next=/desk"
    page = client.get("/staff/second?next=/desk/t/webchat:TF:x").text
    assert "<svg" in page
    assert page == client.get("/staff/second?next=/desk/t/webchat:TF:x").text, "looking changes nothing"
    wrong = client.post("/staff/second", data={"code": "000000"})
    assert "This code is wrong" in wrong.text
    code = secret_in(page).at(stage.clock.moment)
    shown = client.post("/staff/second", data={"code": code, "next": "/desk/t/webchat:TF:x"})
    assert len(re.findall(r"<li>[a-z2-7]{5}-[a-z2-7]{5}</li>", shown.text)) == 10
    assert 'href="/desk/t/webchat:TF:x"' in shown.text
    assert client.get("/desk").status_code == 200
    assert client.get("/staff/second").headers["Location"] == "/staff/sign-in"


def test_the_second_factor_is_asked_after_the_password() -> None:
    """A password that was stolen gets nobody further than this page; recovery codes run out with a warning."""
    stage, app = house(second_required=True)
    first = browser_of(app)
    first.post(link(stage), data=CHOSEN)
    totp = secret_in(first.get("/staff/second").text)
    shown = first.post("/staff/second", data={"code": totp.at(stage.clock.moment)}).text
    codes = re.findall(r"<li>([a-z2-7-]{11})</li>", shown)
    client = browser_of(app)
    assert sign(client, next="/staff/me").headers["Location"] == "/staff/second?next=/staff/me"
    assert "Enter the code that your authenticator app shows" in client.get("/staff/second").text
    assert client.get("/staff/me").headers["Location"] == "/staff/second?next=/staff/me"
    stage.clock.pass_time(seconds=30)
    assert (
        client.post("/staff/second", data={"code": totp.at(stage.clock.moment), "next": "/staff/me"}).status_code == 303
    )
    assert client.get("/staff/me").status_code == 200
    for used, code in enumerate(codes):
        other = browser_of(app)
        sign(other)
        few = used >= 7
        assert other.post("/staff/second", data={"code": code}).headers["Location"] == (
            "/staff/me?done=few" if few else "/desk"
        )


@pytest.mark.parametrize("path", ["/staff/sign-in", "/staff/second", "/staff/again", "/staff/link/x"])
def test_another_sites_form_does_nothing_at_the_door(app_stage: tuple[Bench, Flask], path: str) -> None:
    """Nobody is signed in as somebody else by a page that they visit."""
    client = with_password(*app_stage)
    sign(client)
    assert client.post(path, data=CHOSEN, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_when_the_database_is_away_nobody_is_signed_out(app_stage: tuple[Bench, Flask]) -> None:
    """A page that cannot be asked for now is there again when the database is."""
    stage, app = app_stage
    client = with_password(stage, app)
    sign(client)
    stage.archive.away = True
    assert client.get("/staff/me").status_code == 503
    stage.archive.away = False
    assert client.get("/staff/me").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Mobile Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", "Firefox on Android"),
        ("curl/8", "A browser"),
    ],
)
def test_people_know_their_browser_again(agent: str, name: str) -> None:
    """In the list of sessions each is called as its owner would."""
    assert browsers.called(agent) == name


@pytest.fixture
def app_stage() -> tuple[Bench, Flask]:
    """A house in which a second factor is optional."""
    return house()


@pytest.mark.parametrize(
    ("address", "counted"), [("8.8.8.8", "8.8.8.8"), ("2a00:1450::7", "2a00:1450::/64"), ("10.0.0.7", "")]
)
def test_guesses_are_counted_by_who_makes_them(app_stage: tuple[Bench, Flask], address: str, counted: str) -> None:
    """A caller on the internet has an address or a network; a proxy that nobody told us of has none."""
    with app_stage[1].test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert session.caller(request) == Caller(counted, "A browser")


def test_a_session_that_ends_meanwhile_leads_back_to_the_door(app_stage: tuple[Bench, Flask]) -> None:
    """Somebody who is signed out while a page is on its way begins again instead of seeing an error."""
    stage, app = app_stage
    with app.test_request_context():
        assert let_in(stage.runtime, "ended", "/desk").headers["Location"] == "/staff/sign-in"
    assert browser_of(app).post("/staff/second", data={"code": "1"}).headers["Location"] == "/staff/sign-in"
