"""What the pay page's script does with a card, in a real browser, opened by the worker's own opener."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page

from bot.adapters.card_opener import JweCardOpener
from bot.adapters.keys import PrivateKeys, PublicKeys, rotate_keys
from bot.ports.gateway import CardSecret
from bot.ports.vault import Sealed
from tests.browser.conftest import Serve
from tests.builders.sealing import NOW

pytestmark = pytest.mark.browser

STATIC = Path(__file__).parents[2] / "bot" / "web" / "static"
CARD = {"pan": "4242424242424242", "exp_month": 12, "exp_year": 2027, "cvc": "123", "name": "Zoë Müller-Łukasz"}


@pytest.fixture
def script(page: Page, serve: Serve) -> Page:
    """A page from which the module can be imported."""
    page.goto(serve(Flask("pages", static_folder=str(STATIC))) + "/static/base.css")
    return page


def _seal(script: Page, jwk: object) -> dict[str, str]:
    about = {"checkout": "chk_1", "minor": 12050, "currency": "EUR", "now": NOW}
    code = "async ([jwk, card, about]) => (await import('/static/pay.js')).seal(jwk, card, about)"
    found: dict[str, str] = script.evaluate(code, [jwk, CARD, about])
    return found


def _header(token: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.partition(".")[0] + "=="))
    return found


def test_a_card_sealed_in_the_browser_opens_in_the_worker(script: Page, tmp_path: Path) -> None:
    """A traveller's card reaches the worker as typed, though nobody between can read it."""
    public = tmp_path / "jwks.json"
    rotate_keys(tmp_path / "keys", public, now=datetime.fromtimestamp(NOW, tz=UTC))
    keys: Any = PublicKeys(public).jwks()["keys"]
    sealed = _seal(script, keys[0])
    opener = JweCardOpener(PrivateKeys(tmp_path / "keys").find, lambda _jti: True)
    opened = opener.open(Sealed(**sealed), checkout="chk_1", minor=12050, currency="EUR", now=NOW)
    assert opened == CardSecret("4242424242424242", 12, 2027, "123", "Zoë Müller-Łukasz")


def test_the_tokens_keep_to_the_profile(script: Page, tmp_path: Path) -> None:
    """Card and code travel apart, under fresh keys, in headers that hold the profile's members alone."""
    public = tmp_path / "jwks.json"
    rotate_keys(tmp_path / "keys", public, now=datetime.fromtimestamp(NOW, tz=UTC))
    keys: Any = PublicKeys(public).jwks()["keys"]
    sealed = _seal(script, keys[0])
    headers = [_header(token) for token in sealed.values()]
    assert [sorted(header) for header in headers] == [["alg", "enc", "epk", "kid", "typ"]] * 2
    assert headers[0]["epk"] != headers[1]["epk"]
    assert all(token.split(".")[1] == "" for token in sealed.values())
    assert not any("4242424242424242" in token for token in sealed.values())


@pytest.mark.parametrize(
    ("number", "expiry", "code", "wrong"),
    [
        ("4242 4242 4242 4242", "12 / 27", "123", {}),
        ("4242-4242-4242-4242", "12/2027", "123", {}),
        ("378282246310005", "1227", "1234", {}),
        ("378282246310005", "12/27", "123", {"code": "code_wrong_four"}),
        ("4242 4242 4242 4241", "12/27", "123", {"number": "number_wrong"}),
        ("", "", "", {"number": "number_wrong", "expiry": "expiry_wrong", "code": "code_wrong"}),
        ("4242424242424242", "13/27", "123", {"expiry": "expiry_wrong"}),
        ("4242424242424242", "09/25", "123", {"expiry": "expiry_past"}),
        ("4242424242424242", "10/25", "123", {}),
        ("4242424242424242", "12/27", "1234", {"code": "code_wrong"}),
    ],
)
def test_typing_errors_are_found_before_anything_is_sent(
    script: Page, number: str, expiry: str, code: str, wrong: dict[str, str]
) -> None:
    """A traveller learns of a slip at once, beside the field, and the bank is not asked for nothing."""
    read = "async ([typed, now]) => (await import('/static/pay.js')).readCard(typed, now).wrong"
    assert script.evaluate(read, [{"number": number, "expiry": expiry, "code": code, "name": ""}, NOW]) == wrong
