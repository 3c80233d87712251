"""Signed cookies, and posts that come from pages of ours."""

import pytest
from flask import Flask, request
from hypothesis import given
from hypothesis import strategies as st

from bot.web import auth
from tests.web.archive import bench

STAGE = bench()
HTTPS = bench(public_url="https://fly.example")


@given(st.text(max_size=80))
def test_what_we_signed_comes_back(value: str) -> None:
    """A visitor who comes back is known again."""
    assert auth.unsign(STAGE.runtime, "tf_chat", auth.sign(STAGE.runtime, "tf_chat", value)) == value


@given(st.text(max_size=80), st.text(alphabet="abcdefABCDEF0123456789-_", max_size=30))
def test_what_somebody_else_signed_is_nothing(value: str, tag: str) -> None:
    """Nobody takes over a talk by writing a cookie."""
    forged = f"{auth.sign(STAGE.runtime, 'tf_chat', value).partition('.')[0]}.{tag}"
    assert auth.unsign(STAGE.runtime, "tf_chat", forged) is None


@given(st.text(max_size=60))
def test_no_cookie_makes_it_raise(text: str) -> None:
    """A damaged cookie is no cookie."""
    assert auth.unsign(STAGE.runtime, "tf_chat", text) is None


def test_a_visitors_cookie_opens_no_desk() -> None:
    """A traveller's cookie is worth nothing as an agent's."""
    signed = auth.sign(STAGE.runtime, "tf_chat", "somebody")
    assert auth.unsign(STAGE.runtime, "tf_desk", signed) is None


def test_another_secret_signs_otherwise() -> None:
    """Changing SECRET_KEY ends every session."""
    other = bench(secret=b"another secret of 32 characters!")
    assert auth.unsign(other.runtime, "tf_chat", auth.sign(STAGE.runtime, "tf_chat", "somebody")) is None


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://127.0.0.1:8000", "Host": "127.0.0.1:8000"}, True),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "http://localhost.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({}, False),
    ],
)
def test_only_a_page_of_ours_may_post(headers: dict[str, str], own: bool) -> None:  # noqa: FBT001  what is expected
    """Another site cannot write or pay in a traveller's name."""
    with Flask("app").test_request_context("/", method="POST", headers={"Host": "localhost", **headers}):
        assert auth.is_own_post(STAGE.runtime, request) is own


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://fly.example", True),
        ("http://localhost:8000", True),
        ("http://chat.localhost", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://fly.example", False),
        ("http://192.168.1.7:8000", False),
        ("http://localhost.fly.example", False),
    ],
)
def test_cards_are_asked_for_only_where_browsers_can_encrypt(url: str, allowed: bool) -> None:  # noqa: FBT001  as above
    """A traveller is never shown a card form that could not encrypt."""
    assert auth.allows_encryption(bench(public_url=url).runtime) is allowed


def test_over_https_cookies_are_the_hosts_own() -> None:
    """Where https allows it, no neighbour on the domain can set our cookies."""
    response = Flask("app").response_class()
    auth.set_cookie(HTTPS.runtime, response, "tf_chat", "somebody", seconds=60)
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-tf_chat=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert part in cookie
    assert "Domain" not in cookie


def test_a_dropped_cookie_is_gone() -> None:
    """Leaving the desk ends the session in that browser."""
    response = Flask("app").response_class()
    auth.drop_cookie(STAGE.runtime, response, "tf_desk")
    assert "Max-Age=0" in response.headers["Set-Cookie"]
