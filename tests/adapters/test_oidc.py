"""The identity provider's word is taken only when it is the provider's, for us, for this browser, and of now."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.adapters import oidc
from bot.adapters.http_client import HttpClient, SessionEngine
from bot.adapters.oidc import OidcProvider
from bot.domain.errors import InvalidError, UnavailableError
from bot.ports.staff_door import Errand, Identity
from tests.fakes.oidc_provider import BACK, CLIENT, SECRET, OidcServer, oidc_server


@pytest.fixture(name="server", scope="module")
def _server() -> Iterator[OidcServer]:
    """One provider."""
    with oidc_server() as found:
        yield found


@pytest.fixture(autouse=True)
def _honest(server: OidcServer) -> None:
    server.faults, server.auth_time = {}, None


def _provider(server: OidcServer, **changes: str) -> OidcProvider:
    parts: dict[str, Any] = {
        "issuer": server.issuer,
        "client": CLIENT,
        "secret": SECRET,
        "claims": ("groups",),
        **changes,
    }
    return OidcProvider(HttpClient(SessionEngine()), **parts)


def _errand(server: OidcServer, *, again: bool = False) -> Errand:
    return Errand("state", "nonce", "v" * 43, int(server.now), again)


def _who(server: OidcServer, provider: OidcProvider, *, again: bool = False, **changes: Any) -> Identity:
    errand = _errand(server, again=again)
    code = parse_qs(urlsplit(server.enter(provider.way(errand, back=BACK))).query)["code"][0]
    kept = changes.get("errand", errand)
    now = datetime.fromtimestamp(changes.get("now", server.now), UTC)
    return provider.who(changes.get("code", code), kept, back=BACK, now=now)


def test_the_provider_says_who_it_is(server: OidcServer) -> None:
    """Subject, verified address, name and groups come as they are."""
    server.person["groups"] = ["desk", "golf"]
    found = _who(server, _provider(server))
    assert (found.issuer, found.subject, found.email, found.name) == (
        server.issuer,
        "u-1",
        "ana@airline.example",
        "Ana",
    )
    assert found.values == {"groups": ("desk", "golf")}


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_the_provider_did_not_verify_is_none(server: OidcServer, verified: Any) -> None:
    """Nobody becomes somebody else by typing their address at the provider."""
    server.faults = {"claims": {"email_verified": verified}}
    assert _who(server, _provider(server)).email == ""


@pytest.mark.parametrize(
    "fault",
    [
        {"claims": {"nonce": "another browser's"}},
        {"claims": {"nonce": None}},
        {"claims": {"iss": "https://evil.example"}},
        {"claims": {"aud": "another program"}},
        {"claims": {"aud": [CLIENT, "another"]}},
        {"claims": {"azp": "another program"}},
        {"claims": {"exp": 1}},
        {"claims": {"exp": None}},
        {"claims": {"sub": None}},
        {"claims": {"at_hash": "wrong"}},
        {"forged": True},
        {"shared": True},
        {"answer": {"access_token": "access"}},
        {"answer": {"id_token": "eyJhbGciOiJub25lIn0.e30."}},
        {"answer": {"id_token": 7}},
    ],
)
def test_a_token_that_is_not_for_us_here_and_now_lets_nobody_in(server: OidcServer, fault: dict[str, Any]) -> None:
    """Whatever an attacker or a broken provider puts in its place is refused in one sentence."""
    server.faults = fault
    with pytest.raises(InvalidError, match="cannot be used"):
        _who(server, _provider(server))


def test_a_code_is_worth_nothing_without_the_browser_that_asked(server: OidcServer) -> None:
    """A code that was stolen on its way, guessed or used before opens nothing (PKCE, RFC 7636)."""
    provider = _provider(server)
    with pytest.raises(InvalidError):
        _who(server, provider, errand=Errand("state", "nonce", "w" * 43, int(server.now)))
    with pytest.raises(InvalidError):
        _who(server, provider, code="guessed")


def test_a_wrong_client_secret_lets_nobody_in(server: OidcServer) -> None:
    """A setting that is wrong is no way in."""
    with pytest.raises(InvalidError):
        _who(server, _provider(server, secret="wrong"))


def test_who_confirms_again_was_asked_anew(server: OidcServer) -> None:
    """A session that is still open at the provider is no proof that somebody sits there."""
    provider = _provider(server)
    found = _who(server, provider, again=True)
    assert found.proved_at is not None
    assert server.asked[-1]["prompt"] == "login"
    assert server.asked[-1]["max_age"] == "0"
    server.auth_time = server.now - 3600
    with pytest.raises(InvalidError, match="did not ask you anew"):
        _who(server, provider, again=True)
    server.auth_time, server.faults = None, {"claims": {"auth_time": None}}
    with pytest.raises(InvalidError):
        _who(server, provider, again=True)


def test_a_key_that_the_provider_changed_is_looked_for(server: OidcServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rotation at the provider locks nobody out, and unknown keys do not make us ask it at every try."""
    provider = _provider(server)
    _who(server, provider)
    server.rotate()
    with pytest.raises(InvalidError):
        _who(server, provider)
    monkeypatch.setattr(oidc, "_SKEW", -1)
    monkeypatch.setattr(oidc, "_KEPT_SECONDS", 600)
    assert provider._provider(anew=True)
    monkeypatch.undo()
    assert _who(server, provider).subject == "u-1"


@pytest.mark.parametrize("called", ["https://evil.example", None])
def test_a_provider_that_calls_itself_something_else_is_not_believed(server: OidcServer, called: str | None) -> None:
    """A wrong setting is told as what it is."""
    server.faults = {"called": called}
    with pytest.raises(UnavailableError, match="OIDC_ISSUER"):
        _provider(server).way(_errand(server), back=BACK)


def test_a_provider_that_is_away_is_told_so(server: OidcServer) -> None:
    """Whoever signs in reads that it is not their fault."""
    with pytest.raises(UnavailableError):
        _provider(server, issuer="http://127.0.0.1:9").way(_errand(server), back=BACK)
    with pytest.raises(UnavailableError, match="does not answer as one does"):
        _provider(server, issuer=f"{server.issuer}/nowhere").way(_errand(server), back=BACK)
