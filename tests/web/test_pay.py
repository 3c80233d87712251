"""The pay page over the real checkout: GET changes nothing, one browser, one payment, cards only sealed."""

import re

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.errors import ConflictError
from bot.ports.vault import Sealed
from bot.services import checkouts
from bot.web.pay_words import DECLINES, PAY_WORDS
from tests.web.archive import Bench
from tests.web.conftest import Browser
from tests.web.held import GOOD, change, hold


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
    assert page.count("<input") == 5
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


def test_a_checkout_that_is_busy_is_not_somebody_else(
    browser: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who meets a worker at the same row is asked to try again, and not told that another browser has her link."""

    def busy(*_: object, **__: object) -> None:
        raise ConflictError("Somebody else holds the same row.")

    browser.get(path)
    monkeypatch.setattr(checkouts, "submit", busy)
    response = browser.post(path, json=GOOD)
    assert response.status_code == 503
    assert "another browser" not in response.json["problem"]


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
    "given_back": ({"state": "returned"}, ("This booking is cancelled", "my refund")),
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
