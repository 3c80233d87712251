"""The pay page over the real checkout: GET changes nothing, one browser, one payment, cards only sealed."""

import json
import re
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain import checkout as saga
from bot.domain.booking.passengers import Party
from bot.domain.checkout_facts import SeatsKept
from bot.domain.conversation.effects import BeginCheckout
from bot.domain.shopping.search import Search
from bot.ports.vault import Sealed
from bot.services import checkouts
from bot.services.pay_tokens import pay_token
from bot.web.app import create_app
from bot.web.pay_words import DECLINES, PAY_WORDS
from tests.builders.sealing import card_inside, code_inside, seal
from tests.builders.world import offer, passenger
from tests.web.archive import Bench, bench
from tests.web.conftest import Browser

THREAD = "webchat:TF:somebody"
GOOD = {"card": "a.b.c.d.e", "code": "f.g.h.i.j"}


def hold(stage: Bench, *, language: str = "en") -> str:
    """A checkout whose seats are held; gives the path of its pay page."""
    search = Search("PAR", "NYC", offer().slices[0].departs.date(), party=Party(2))
    sold = offer(search=search)
    begin = BeginCheckout(sold, (passenger(), passenger("Luc")), "marie@example.com", language)
    checkouts.begin(stage.runtime, f"effect-{language}", THREAD, begin)
    money, now = stage.archive.money, stage.clock.now()
    begun = money.checkouts[money.checkout_of(THREAD, f"effect-{language}")]
    kept = saga.advance(begun, SeatsKept("ABC234", now + timedelta(minutes=30), sold.total), now=now)
    money.save(msgspec.structs.replace(kept.checkout, version=begun.version + 1))
    return f"/pay/{pay_token(stage.runtime, begun.id)}"


def change(stage: Bench, **fields: Any) -> None:
    """What a worker did to the only checkout."""
    [known] = stage.archive.money.checkouts.values()
    stage.archive.money.save(msgspec.structs.replace(known, version=known.version + 1, **fields))


@pytest.fixture
def path(stage: Bench) -> str:
    """The path of a pay page whose seats are held."""
    return hold(stage)


def test_the_page_shows_what_is_paid_for(browser: FlaskClient, path: str) -> None:
    """A traveller sees flights, people, taxes and total before a card is asked for."""
    page = browser.get(path).text
    for text in ("Pay €612.40 now", "2 adults", "€90.00", "€522.40", "Fri 4 Dec", "09:10", "TF101", "Threadfare Air"):
        assert text in page
    assert '<b id="left" role="timer" aria-live="off">15:00</b>' in page


def test_the_page_speaks_the_language_of_the_talk(stage: Bench, browser: FlaskClient) -> None:
    """Whoever chatted in French pays in French, whatever the browser's language."""
    page = browser.get(hold(stage, language="fr"), headers={"Accept-Language": "en"}).text
    assert "Numéro de carte" in page
    assert '<html lang="fr">' in page


def test_every_language_has_every_sentence() -> None:
    """No traveller meets a gap at the till."""
    assert set(PAY_WORDS["en"]) == set(PAY_WORDS["fr"])
    assert set(DECLINES["en"]) == set(DECLINES["fr"])


def test_no_field_of_the_card_has_a_name(browser: FlaskClient, path: str) -> None:
    """Even a browser that runs no script can never send a card in clear."""
    page = browser.get(path).text
    assert not re.findall(r"<input[^>]*\sname=", page)
    assert page.count("<input") == 4
    for token in ("cc-number", "cc-exp", "cc-csc", "cc-name"):
        assert f'autocomplete="{token}"' in page
    assert '<button class="main" disabled>' in page
    assert "needs JavaScript" in page


def test_looking_changes_nothing(stage: Bench, app: Flask, path: str) -> None:
    """Preview robots and second thoughts have no effect: every GET leaves every record as it was."""
    before = dict(stage.archive.money.checkouts), dict(stage.archive.money.links)
    for agent in ("facebookexternalhit/1.1", "WhatsApp/2.24", "Mozilla/5.0"):
        client = app.test_client()
        for url in (path, f"{path}/state", "/pay/keys"):
            client.get(url, headers={"User-Agent": agent})
            client.head(url)
    assert (stage.archive.money.checkouts, stage.archive.money.links) == before


def test_a_sealed_card_is_kept_for_a_worker(stage: Bench, browser: FlaskClient, path: str) -> None:
    """The web process passes ciphertext on, under a name, and learns nothing of the card."""
    browser.get(path)
    response = browser.post(path, json=GOOD)
    assert (response.status_code, response.headers["Location"]) == (303, f"{path}/state")
    [checkout] = stage.archive.money.checkouts.values()
    asked = checkout.payments[0].open_attempt
    assert checkout.state == "authorizing"
    assert asked is not None
    assert stage.runtime.sealed_cards.take(asked.sealed) == Sealed(**GOOD)


def test_the_double_click_pays_once(stage: Bench, browser: FlaskClient, path: str) -> None:
    """Two clicks, the back button and a second tab are one payment."""
    browser.get(path)
    for _ in range(4):
        assert browser.post(path, json=GOOD).status_code == 303
    [checkout] = stage.archive.money.checkouts.values()
    assert len(checkout.payments[0].attempts) == 1
    assert browser.get(path).headers["Location"] == f"{path}/state"


def test_a_forwarded_link_shows_nothing_once_it_is_in_use(app: Flask, browser: FlaskClient, path: str) -> None:
    """Whoever is sent the link later sees a kind refusal without flights, names or prices, and cannot pay."""
    browser.get(path)
    browser.post(path, json=GOOD)
    app.test_client_class = Browser
    friend = app.test_client()
    for url in (path, f"{path}/state"):
        response = friend.get(url)
        assert response.status_code == 403
        assert "in use in another browser" in response.text
        assert "€" not in response.text
    assert friend.post(path, json=GOOD).status_code == 409
    assert friend.get(f"{path}/state", headers={"Accept": "application/json"}).json == {
        "state": "elsewhere",
        "mark": "elsewhere",
    }


def test_the_first_who_pays_has_the_link(stage: Bench, app: Flask, browser: FlaskClient, path: str) -> None:
    """Until a card is sent the link may be opened on another device: looking binds nothing."""
    browser.get(path)
    app.test_client_class = Browser
    telephone = app.test_client()
    telephone.get(path)
    assert telephone.post(path, json=GOOD).status_code == 303
    assert browser.post(path, json=GOOD).status_code == 409
    assert stage.archive.money.checkouts


@pytest.mark.parametrize("polls", [True, False])
def test_a_page_that_waits_asks_again(stage: Bench, browser: FlaskClient, path: str, polls: bool) -> None:  # noqa: FBT001  both kinds
    """While the bank is asked the page keeps asking; when all is over it stops."""
    browser.get(path)
    browser.post(path, json=GOOD)
    if not polls:
        change(stage, state="paid")
    page = browser.get(f"{path}/state").text
    assert ("pay_state.js" in page) is polls
    assert ('http-equiv="refresh"' in page) is polls


STATES = {
    "paid": ({"state": "paid"}, ("Paid. You are booked.", "ABC234", 'href="/chat"')),
    "ended": ({"state": "ended", "ending": "failed"}, ("This payment is over", "Nothing was charged")),
    "expired": ({"state": "ended", "ending": "expired"}, ("The time to pay has passed", "Nothing was charged")),
    "working": ({"state": "ticketing"}, ("Asking your bank",)),
}


@pytest.mark.parametrize("state", STATES)
def test_each_state_says_what_is_and_what_comes_next(stage: Bench, browser: FlaskClient, path: str, state: str) -> None:
    """A traveller always knows whether money moved and where to go on."""
    fields, texts = STATES[state]
    change(stage, **fields)
    page = browser.get(f"{path}/state")
    assert page.status_code == 200
    for text in (*texts, "Back to the chat"):
        assert text in page.text
    asked = browser.get(f"{path}/state", headers={"Accept": "application/json"})
    assert asked.json == {"state": state, "mark": f"{state}:0"}


def test_a_bank_that_wants_to_see_the_traveller_is_a_link(stage: Bench, browser: FlaskClient, path: str) -> None:
    """The bank's page opens in full, never in a window that telephones block."""
    [known] = stage.archive.money.checkouts.values()
    asked = msgspec.structs.replace(known.payments[0], action_url="https://bank.example/3ds", state="requires_action")
    change(stage, state="challenging", payments=(asked,))
    page = browser.get(f"{path}/state").text
    assert 'class="button main" href="https://bank.example/3ds"' in page
    assert "Your bank wants to know that it is you" in page


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("insufficient_funds", "There is not enough money on this card."),
        ("expired_card", "This card has expired."),
        ("stolen_card", "The bank did not say why."),
    ],
)
def test_after_a_decline_the_form_is_there_again(
    stage: Bench, browser: FlaskClient, path: str, code: str, sentence: str
) -> None:
    """A traveller learns that nothing was charged and tries another card; a thief learns nothing."""
    [known] = stage.archive.money.checkouts.values()
    declined = msgspec.structs.replace(known.payments[0], state="declined", code=code)
    change(stage, trouble="declined", payments=(declined,))
    for url in (path, f"{path}/state"):
        page = browser.get(url).text
        assert "Your bank said no" in page
        assert sentence in page
        assert 'autocomplete="cc-number"' in page
    assert browser.post(path, json=GOOD).status_code == 303


def test_a_card_that_could_not_be_read_is_asked_for_again(stage: Bench, browser: FlaskClient, path: str) -> None:
    """When the sealed card was lost on the way, the page says so and takes it once more."""
    change(stage, trouble="unreadable")
    assert "could not be read. Nothing was charged" in browser.get(path).text


def test_after_a_quarter_of_an_hour_the_link_is_over(stage: Bench, browser: FlaskClient, path: str) -> None:
    """A link that lies about in a chat cannot be used later."""
    browser.get(path)
    stage.clock.pass_time(minutes=15)
    assert browser.get(path).headers["Location"] == f"{path}/state"
    assert "The time to pay has passed" in browser.get(f"{path}/state").text
    assert browser.post(path, json=GOOD).status_code == 410


@pytest.mark.parametrize("url", ["/pay/nobody", "/pay/nobody/state", "/pay/" + "a" * 32])
def test_a_link_that_is_none_says_how_to_get_one(browser: FlaskClient, url: str) -> None:
    """A mistyped link is no dead end and tells nothing."""
    response = browser.get(url)
    assert response.status_code == 404
    assert "Open it again from the chat" in response.text
    assert browser.post("/pay/nobody", json=GOOD).status_code == 410


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
    [("webchat:TF:x", "/chat"), ("messenger:1234:5678", "https://m.me/1234"), ("terminal:TF:x", "/chat")],
)
def test_the_way_back_leads_to_the_talk(thread: str, back: str) -> None:
    """Each traveller gets back to where they wrote."""
    from bot.web.pay_view import back_to  # noqa: PLC0415  one test's own

    assert back_to(thread) == back
