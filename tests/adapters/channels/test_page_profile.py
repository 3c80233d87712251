"""The profile of a Page or an Instagram account: asked for and set with one call each, and refusals put in words."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from bot.adapters.channels.meta_signature import proof
from bot.adapters.channels.page_profile import ProfileApi
from bot.adapters.http_client import Call, HttpClient, Policy, Reply
from bot.domain.errors import InvalidError, UnavailableError


class Meta:
    """Answers every call alike, and keeps what it was asked."""

    def __init__(self, status: int = 200, body: Any = None) -> None:
        self.calls: list[Call] = []
        self._reply = Reply(status, {}, body if isinstance(body, bytes) else msgspec.json.encode(body))

    def send(self, call: Call, policy: Policy) -> Reply:
        """Answer."""
        assert policy.read > 0
        self.calls.append(call)
        return self._reply


def _api(meta: Meta, *, instagram: bool = False, secret: str = "s") -> ProfileApi:
    root = "https://graph.example/v25.0"
    return ProfileApi(HttpClient(meta), root=root, node="me", token="T", secret=secret, instagram=instagram)


def test_a_profile_is_set_by_one_call_with_the_token_in_a_header() -> None:
    """No token is in an address, where logs would keep it."""
    meta = Meta(body={"result": "success"})
    _api(meta).apply({"get_started": {"payload": "GET_STARTED"}})
    (call,) = meta.calls
    assert (call.method, urlsplit(call.url).path) == ("POST", "/v25.0/me/messenger_profile")
    assert parse_qs(urlsplit(call.url).query) == {"appsecret_proof": [proof("s", "T")]}
    assert call.headers["Authorization"] == "Bearer T"
    assert msgspec.json.decode(call.body or b"") == {"get_started": {"payload": "GET_STARTED"}}


@pytest.mark.parametrize("secret", ["s", ""])
def test_instagrams_profile_is_asked_for_by_its_platform(secret: str) -> None:
    """One edge serves both; which is meant stands in the address."""
    meta = Meta(body={"data": [{"ice_breakers": [1]}]})
    assert _api(meta, instagram=True, secret=secret).show(("ice_breakers", "persistent_menu")) == {"ice_breakers": [1]}
    query = parse_qs(urlsplit(meta.calls[0].url).query)
    assert (query["platform"], query["fields"]) == (["instagram"], ["ice_breakers,persistent_menu"])
    assert ("appsecret_proof" in query) == bool(secret)


def test_without_a_secret_the_fields_are_all_that_is_asked() -> None:
    """The address is sound with nothing before the fields."""
    meta = Meta(body={"data": []})
    assert _api(meta, secret="").show(("greeting",)) == {}
    assert urlsplit(meta.calls[0].url).query == "fields=greeting"


@pytest.mark.parametrize("body", [{"data": []}, {"data": [7]}, {"data": 7}, {}])
def test_a_profile_that_is_not_set_is_empty(body: Any) -> None:
    """Whatever shape "nothing" has."""
    assert _api(Meta(body=body)).show(("greeting",)) == {}


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (400, {"error": {"code": 100, "fbtrace_id": "A1b"}}, InvalidError, "code 100, trace A1b"),
        (401, {"error": {"code": 190}}, InvalidError, "token"),
        (400, {"error": {"code": 613}}, UnavailableError, "ten minutes"),
        (200, {"error": {"code": 100}}, InvalidError, "code 100, trace -"),
        (502, b"<html>", UnavailableError, "502"),
        (500, b"[]", UnavailableError, "500"),
        (200, b"[" * 200_000, None, ""),
    ],
)
def test_a_refusal_is_put_in_words(status: int, body: Any, kind: type[Exception] | None, words: str) -> None:
    """Staff learn whether to change a text, the token, or to wait; never Meta's own words, which may hold ids."""
    api = _api(Meta(status, body))
    if kind is None:
        api.apply({})
        return
    with pytest.raises(kind) as caught:
        api.apply({})
    assert words in getattr(caught.value, "say_to_staff", str(caught.value))
