"""The page that asks for a PIN: a form without a script, GET changes nothing, each answer is a page that says it."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from bot.domain.conversation.effects import PayWithSaved
from bot.domain.conversation.pin_events import PinAsked
from bot.domain.payment.consent import GivenConsent, agreed, consent_words, digest
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.payment.method import Method
from bot.ports.wallet_records import Traveller
from bot.services import pins, saved_methods, wallet_changes
from bot.services.wallet_changes import Change
from bot.web.pin_words import PIN_WORDS
from tests.web.archive import Bench
from tests.web.held import THREAD, change, hold

PIN, BAD = "4711", "0815"
SAVED = Change("page:0", THREAD, "trv_1")


@pytest.fixture(autouse=True)
def _no_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.turns.pay_off", lambda *_: 0)


def guard(stage: Bench, *, language: str = "en") -> str:
    """A tap on a method that a PIN guards, while seats are held; gives the path of its page."""
    hold(stage, language=language)
    (checkout,) = stage.archive.money.checkouts.values()
    consent = agreed(digest(consent_words("en", "Threadfare Air")), brand="Threadfare Air", at=stage.clock.now())
    assert consent is not None
    card = KeptInstrument("ins_1", "sandbox", "tok_1", "visa", "4242", 12, 2031, "print")
    stage.archive.money.keep_instrument(card, checkout=checkout.id)
    wallet, now = stage.archive.wallet, stage.clock.now()
    wallet.enroll(THREAD, Traveller("trv_1", now))
    wallet.give_consent(GivenConsent("cns_1", "trv_1", checkout.id, consent))
    wallet.add_method(Method("mth_1", "trv_1", "ins_1", "cns_1", checkout.id, now, name="work card"))
    pins.set_pin(stage.runtime, SAVED, PIN)
    saved_methods.pay(stage.runtime, "tap#0", THREAD, PayWithSaved(checkout.effect, "mth_1"))
    (asked,) = [debt.event for debt in stage.archive.owed if isinstance(debt.event, PinAsked)]
    return asked.url.removeprefix(stage.runtime.public_url)


@pytest.fixture
def path(stage: Bench) -> str:
    """The path of a page that asks for a PIN."""
    return guard(stage)


def enter(browser: FlaskClient, path: str, pin: str = PIN) -> str:
    """A PIN is sent; gives the page that follows."""
    sent = browser.post(path, data={"pin": pin})
    assert sent.status_code == 303
    return browser.get(sent.location).text


def test_the_page_says_what_it_confirms(browser: FlaskClient, path: str) -> None:
    """Method with its name, sum, how long; a field for digits that no browser remembers, and no script at all."""
    page = browser.get(path)
    assert page.status_code == 200
    for text in ("work card (Visa •4242)", "€612.40", "Confirm and pay €612.40", "about 10 minutes", "Threadfare Air"):
        assert text in page.text
    assert 'type="password" inputmode="numeric" autocomplete="off" pattern="[0-9]{4,8}"' in page.text
    assert "<script" not in page.text
    assert PIN not in page.text


def test_nobody_keeps_frames_or_sends_on_the_page(browser: FlaskClient, path: str) -> None:
    """The same headers as the pay page, on every answer."""
    for answer in (browser.get(path), browser.post(path, data={"pin": BAD}), browser.get("/pin/nothing")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_looking_changes_nothing(stage: Bench, browser: FlaskClient, path: str) -> None:
    """Robots that follow every link in a chat use nothing up."""
    before = dict(stage.archive.pins.links), dict(stage.archive.money.checkouts), dict(stage.archive.pins.pins)
    for _ in range(3):
        browser.get(path)
    assert (stage.archive.pins.links, stage.archive.money.checkouts, stage.archive.pins.pins) == before


def test_the_right_pin_pays_and_the_way_back_is_there(stage: Bench, browser: FlaskClient, path: str) -> None:
    """The page says that it pays; the same post again says the same and pays nothing more."""
    for _ in range(2):
        page = enter(browser, path)
        assert "Your PIN was right" in page
        assert "work card (Visa •4242) pays €612.40" in page
        assert 'href="/chat"' in page
    (checkout,) = stage.archive.money.checkouts.values()
    assert checkout.state == "authorizing"
    assert len(checkout.payments[0].attempts) == 1
    change(stage, state="paid")
    assert "This is paid" in browser.get(path).text


def test_wrong_pins_are_told_with_what_is_left(browser: FlaskClient, path: str) -> None:
    """Four times, then it is locked, for everybody and for the right one too."""
    assert "You may try 4 more times" in enter(browser, path, BAD)
    enter(browser, path, BAD)
    enter(browser, path, BAD)
    page = enter(browser, path, BAD)
    assert "One more wrong PIN locks it" in page
    assert 'aria-invalid="true"' in page
    assert "Your PIN is locked" in enter(browser, path, BAD)
    page = enter(browser, path)
    assert "Your PIN is locked" in page
    assert "about 15 minutes" in page


@pytest.mark.parametrize("typed", ["", "12", "abcd", "123456789"])
def test_what_is_no_pin_is_told_and_not_counted(stage: Bench, browser: FlaskClient, path: str, typed: str) -> None:
    """Spaces that a telephone adds are none of it."""
    assert "A PIN has 4 to 8 digits. This try was not counted." in enter(browser, path, typed)
    assert stage.archive.pins.pins["trv_1"].wrong == 0
    assert "Your PIN was right" in enter(browser, path, " 47 11 ")


def test_a_body_that_no_form_sends_is_no_pin(stage: Bench, browser: FlaskClient, path: str) -> None:
    """However long it is, it costs no try and no time."""
    browser.post(path, data={"pin": PIN, "more": "x" * 2000})
    browser.post(path, json={"pin": PIN})
    assert stage.archive.pins.pins["trv_1"].wrong == 0
    (checkout,) = stage.archive.money.checkouts.values()
    assert checkout.state == "collecting"


def test_another_site_sends_nothing(stage: Bench, browser: FlaskClient, path: str) -> None:
    """A post is believed only from a page of ours."""
    sent = browser.post(path, data={"pin": BAD}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (sent.status_code, "Nothing was charged" in sent.text) == (403, True)
    assert stage.archive.pins.pins["trv_1"].wrong == 0


def test_a_page_that_came_too_late_says_so(stage: Bench, browser: FlaskClient, path: str) -> None:
    """After its ten minutes, and after the checkout came to an end."""
    stage.clock.moment += timedelta(minutes=10)
    for page in (browser.get(path).text, enter(browser, path)):
        assert "This page came too late" in page
        assert "paid nothing" in page


def test_a_method_that_may_not_pay_any_more_says_so(stage: Bench, browser: FlaskClient, path: str) -> None:
    """Removed between tap and PIN: the page shows it before and after a PIN."""
    wallet_changes.remove(stage.runtime, Change("page:2", THREAD, "trv_1"), "mth_1")
    for page in (browser.get(path).text, enter(browser, path)):
        assert "This cannot pay here" in page


def test_a_pin_that_was_removed_is_told(stage: Bench, browser: FlaskClient, path: str) -> None:
    """The page pays nothing without one."""
    pins.remove_pin(stage.runtime, Change("page:2", THREAD, "trv_1"), PIN)
    assert "No PIN is needed any more" in enter(browser, path)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_nobody_made_shows_nothing(browser: FlaskClient, method: str) -> None:
    """And says what to do."""
    answer = getattr(browser, method)("/pin/" + "a" * 32)
    assert answer.status_code == 404
    assert "This link is not good" in answer.text


def test_a_database_that_is_away_costs_nothing(stage: Bench, browser: FlaskClient, path: str) -> None:
    """The traveller is asked to try again, and no try is counted."""
    stage.archive.away = True
    assert browser.post(path, data={"pin": PIN}).status_code == 503
    stage.archive.away = False
    assert "Your PIN was right" in enter(browser, path)


def test_the_page_speaks_the_language_of_the_talk(stage: Bench, browser: FlaskClient) -> None:
    """Whoever chatted in French confirms in French; every language has every sentence."""
    path = guard(stage, language="fr")
    page = browser.get(path, headers={"Accept-Language": "en"}).text
    assert "Saisissez votre code PIN" in page
    assert '<html lang="fr">' in page
    assert set(PIN_WORDS["en"]) == set(PIN_WORDS["fr"])
