"""The pay page's doors: only sealed cards, only from our own page, only where a browser can encrypt."""

import json
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient

from bot.domain.embedding import visits
from bot.web import pay_view
from bot.web.app import create_app
from tests.builders.sealing import card_inside, code_inside, seal
from tests.web.archive import Bench, bench
from tests.web.held import GOOD, THREAD, hold


@pytest.fixture
def path(stage: Bench) -> str:
    """The path of a pay page whose seats are held."""
    return hold(stage)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"card=1",
        json.dumps({"card": "a.b.c.d.e"}).encode(),
        json.dumps({"card": "a.b", "code": "f.g.h.i.j"}).encode(),
        json.dumps({"card": 1, "code": 2}).encode(),
        json.dumps({"card": "a.b.c.d." + "e" * 4096, "code": "f.g.h.i.j"}).encode(),
        json.dumps(GOOD | {"more": "x" * 20_000}).encode(),
    ],
)
def test_what_is_not_two_sealed_tokens_is_refused(stage: Bench, browser: FlaskClient, path: str, body: bytes) -> None:
    """Only sealed cards get in; nothing else changes anything or is charged."""
    browser.get(path)
    response = browser.post(path, data=body, content_type="application/json")
    assert response.status_code == 400
    assert "Nothing was charged" in response.json["problem"]
    [checkout] = stage.archive.money.checkouts.values()
    assert checkout.state == "collecting"


def test_a_card_in_clear_is_refused_and_kept_nowhere(stage: Bench, browser: FlaskClient, path: str) -> None:
    """A card number that reaches the server by anybody's mistake goes no further."""
    response = browser.post(path, json={"card": "4242424242424242", "code": "123"})
    assert response.status_code == 422
    assert "4242424242424242" not in response.text
    [checkout] = stage.archive.money.checkouts.values()
    assert checkout.state == "collecting"


def test_another_site_cannot_pay_here(stage: Bench, browser: FlaskClient, path: str) -> None:
    """A page elsewhere cannot make a browser send a card to a checkout of its choosing."""
    browser.get(path)
    response = browser.post(path, json=GOOD, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    [checkout] = stage.archive.money.checkouts.values()
    assert checkout.state == "collecting"


def test_when_the_store_of_cards_is_away_nothing_is_taken(browser: FlaskClient, path: str, stage: Bench) -> None:
    """The traveller is asked to try again, and nothing is half done."""
    browser.get(path)
    cards: Any = stage.runtime.sealed_cards
    cards.away = True
    response = browser.post(path, json=GOOD)
    assert response.status_code == 503
    assert "Nothing was charged" in response.json["problem"]
    cards.away = False
    assert browser.post(path, json=GOOD).status_code == 303


def test_the_page_is_alone_with_itself(browser: FlaskClient, path: str) -> None:
    """No script, style, frame or listener of anybody else is near a card, and nothing is kept in a cache."""
    headers = browser.get(path).headers
    policy = headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ):
        assert part in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in headers


def test_over_https_browsers_are_told_to_stay_there() -> None:
    """Nobody can bring a traveller back to an unencrypted page."""
    stage = bench(public_url="https://fly.example")
    headers = create_app(stage.runtime).test_client().get(hold(stage)).headers
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert headers["Set-Cookie"].startswith("__Host-tf_pay=")


def test_where_a_browser_could_not_encrypt_the_pages_refuse() -> None:
    """On a site without https no card form is ever shown, and the page says why."""
    stage = bench(public_url="http://fly.example")
    client = create_app(stage.runtime).test_client()
    path = hold(stage)
    for response in (client.get(path), client.get(f"{path}/state"), client.get("/pay/keys")):
        assert response.status_code == 503
        assert "Payments are closed here" in response.text
    assert client.post(path, json=GOOD).status_code == 503
    [checkout] = stage.archive.money.checkouts.values()
    assert checkout.state == "collecting"


def test_the_public_keys_are_public(stage: Bench, browser: FlaskClient) -> None:
    """Whoever wants to check what cards are encrypted for can."""
    response = browser.get("/pay/keys")
    assert response.json == stage.runtime.capture_keys.jwks()
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert all("d" not in key for key in response.json["keys"])


def test_real_tokens_fit_through_the_door(stage: Bench, browser: FlaskClient, path: str) -> None:
    """What a browser makes of the longest card and name is within the limits and never looks like a card number."""
    browser.get(path)
    keys: Any = stage.runtime.capture_keys.jwks()["keys"]
    sealed = seal(keys[0], card_inside(name="Å" * 60), code_inside())
    assert browser.post(path, json=msgspec.to_builtins(sealed)).status_code == 303


@pytest.mark.parametrize(
    ("thread", "back"),
    [
        ("webchat:TF:x", "/chat"),
        ("messenger:1234:5678", "https://m.me/1234"),
        ("instagram:1234:5678", "https://www.instagram.com/direct/inbox/"),
        ("whatsapp:106:447700900001", ""),
        ("terminal:TF:x", "/chat"),
    ],
)
def test_the_way_back_leads_to_the_talk(stage: Bench, thread: str, back: str) -> None:
    """Each traveller gets back to where they wrote."""
    assert pay_view.back_to(stage.runtime, thread) == back


def test_a_talk_on_somebodys_page_is_not_led_away(stage: Bench, browser: FlaskClient, path: str) -> None:
    """It goes on in the tab from which the page was opened: our own page would begin another talk."""
    stage.archive.visits.keep(visits.begin("somebody", "main", now=0))
    assert "Back to the chat" not in browser.get(path).text
    assert pay_view.back_to(stage.runtime, THREAD) == ""


@pytest.mark.parametrize(
    ("thread", "door"), [("whatsapp:1:2", "https://wa.me/33123456789"), ("instagram:1:2", "https://ig.me/m/threadfare")]
)
def test_the_way_back_is_the_chat_itself_where_its_address_is_told(stage: Bench, thread: str, door: str) -> None:
    """One tap after paying, the traveller is where the tickets arrive."""
    doors = {"whatsapp": "https://wa.me/33123456789", "instagram": "https://ig.me/m/threadfare"}
    runtime = msgspec.structs.replace(stage.runtime, doors=doors)
    assert pay_view.back_to(runtime, thread) == door
