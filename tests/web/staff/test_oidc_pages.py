"""Signing in with the company account, from our page to a true provider on loopback and back."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.adapters.http_client import HttpClient, SessionEngine
from bot.adapters.oidc import OidcProvider
from bot.web.app import create_app
from bot.web.staff import oidc
from tests.fakes.oidc_provider import CLIENT, SECRET, OidcServer, oidc_server
from tests.fakes.staff_door import staff_door
from tests.web.archive import Bench, bench
from tests.web.conftest import browser_of
from tests.web.staff_door import somebody

ANA = somebody("Ana")


@pytest.fixture(name="server", scope="module")
def _server() -> Iterator[OidcServer]:
    """One provider."""
    with oidc_server() as found:
        yield found


@pytest.fixture
def stage(server: OidcServer) -> Bench:
    """A house that knows Ana, and the provider."""
    parts = {"issuer": server.issuer, "client": CLIENT, "secret": SECRET}
    provider = OidcProvider(HttpClient(SessionEngine()), claims=("groups",), **parts)
    stage = bench(staff_door=staff_door(provider=provider, second_required=True))
    with stage.runtime.records.begin() as work:
        work.people.keep(ANA)
    _tell_time(stage, server)
    server.faults, server.auth_time = {}, None
    server.person = {"sub": "u-1", "email": ANA.email, "email_verified": True, "name": "Ana"}
    return stage


def _tell_time(stage: Bench, server: OidcServer) -> None:
    moment: datetime = stage.clock.now()
    server.now = moment.timestamp()


@pytest.fixture
def app(stage: Bench) -> Flask:
    """The whole application."""
    return create_app(stage.runtime)


def _back(server: OidcServer, client: FlaskClient, path: str) -> str:
    """What a browser does that follows our link to the provider: the path that it comes back to."""
    return _path(server.enter(client.get(path).headers["Location"]))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def test_a_company_account_lets_in_without_a_password(server: OidcServer, app: Flask) -> None:
    """Its own second factor is the provider's business; one goes on to where one wanted."""
    client = browser_of(app)
    page = client.get("/staff/sign-in?next=/staff/me").text
    assert 'href="/staff/oidc?next=/staff/me"' in page
    answer = client.get(_back(server, client, "/staff/oidc?next=/staff/me"))
    assert answer.headers["Location"] == "/staff/me"
    assert "company account" in client.get("/staff/me").text
    assert server.asked[-1]["code_challenge_method"] == "S256"


def test_an_answer_for_another_browser_lets_nobody_in(server: OidcServer, app: Flask) -> None:
    """A link with an attacker's code signs nobody in as the attacker, nor with a state that was made up or used."""
    attacker, victim = browser_of(app), browser_of(app)
    stolen = _back(server, attacker, "/staff/oidc")
    for path in (stolen, "/staff/oidc/back?code=x&state=y", "/staff/oidc/back"):
        refused = victim.get(path)
        assert refused.status_code == 400
        assert "not asked for here" in refused.text
    _back(server, victim, "/staff/oidc")
    assert victim.get(stolen).status_code == 400
    assert victim.get("/staff/me").status_code == 303
    assert attacker.get(stolen).status_code == 303
    assert attacker.get(stolen).status_code == 400, "an answer is taken once"


def test_an_answer_that_took_too_long_or_says_no_is_none(stage: Bench, server: OidcServer, app: Flask) -> None:
    """Whoever refuses at the provider, or forgets the tab, is told to begin again."""
    client = browser_of(app)
    path = _back(server, client, "/staff/oidc")
    refused = client.get(path.replace("code=", "error=access_denied&nothing="))
    assert "did not let you in" in refused.text
    late = _back(server, client, "/staff/oidc")
    stage.clock.pass_time(seconds=oidc.SECONDS + 1)
    assert "did not let you in" in client.get(late).text


def test_a_stranger_reads_whom_to_ask(server: OidcServer, app: Flask) -> None:
    """A company account that nobody invited opens nothing."""
    server.person = {"sub": "u-7", "email": "new@airline.example", "email_verified": True}
    client = browser_of(app)
    refused = client.get(_back(server, client, "/staff/oidc"))
    assert refused.status_code == 400
    assert "Ask an administrator to invite you" in refused.text


def test_who_only_has_a_company_account_confirms_there(stage: Bench, server: OidcServer, app: Flask) -> None:
    """What is dangerous asks the provider to ask anew; another person's account, or an old proof, is refused."""
    client = browser_of(app)
    client.get(_back(server, client, "/staff/oidc"))
    stage.clock.pass_time(minutes=11)
    _tell_time(stage, server)
    assert client.get("/staff/me/second-factor").headers["Location"] == "/staff/again?next=/staff/me/second-factor"
    server.auth_time = server.now - 600
    again = "/staff/oidc?again=1&next=/staff/me/second-factor"
    assert "did not ask you anew" in client.get(_back(server, client, again)).text
    server.auth_time, server.person = None, {"sub": "u-2", "email": "bo@airline.example", "email_verified": True}
    assert "another person" in client.get(_back(server, client, again)).text
    server.person = {"sub": "u-1", "email": ANA.email, "email_verified": True}
    assert client.get(_back(server, client, again)).headers["Location"] == "/staff/me/second-factor"
    assert client.get("/staff/me/second-factor").status_code == 200
    client.post("/staff/sign-out")
    assert "session is over" in client.get(_back(server, client, again)).text


def test_a_provider_that_is_away_leaves_the_password(app: Flask, server: OidcServer) -> None:
    """Whoever has one for such a day uses it."""
    server.faults = {"called": "https://other.example"}
    assert "OIDC_ISSUER" in browser_of(app).get("/staff/oidc").text
    plain = create_app(bench().runtime)
    assert "company account" not in browser_of(plain).get("/staff/sign-in").text
    assert "no identity provider" in browser_of(plain).get("/staff/oidc").text
