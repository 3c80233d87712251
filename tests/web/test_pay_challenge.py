"""What the pay page makes of a challenge: in full to the bank and back, undecided or not, and never in a frame."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from flask import Flask
from flask.testing import FlaskClient

from bot.domain.errors import ConflictError
from bot.services import checkouts
from tests.web.archive import Bench
from tests.web.conftest import Browser
from tests.web.held import GOOD, change, hold

BANK = "https://bank.example/3ds"


@pytest.fixture
def path(stage: Bench, browser: FlaskClient) -> str:
    """The path of a pay page whose card the bank asks about."""
    return challenged(stage, browser, hold(stage))


def challenged(stage: Bench, browser: FlaskClient, path: str) -> str:
    """The page after a card was sent and the bank has asked."""
    browser.get(path)
    browser.post(path, json=GOOD)
    [known] = stage.archive.money.checkouts.values()
    asked = msgspec.structs.replace(known.payments[0], action_url=BANK, state="requires_action")
    change(
        stage, state="challenging", payments=(asked,), action_until=stage.clock.now() + timedelta(minutes=10, seconds=5)
    )
    return path


def state_of(stage: Bench) -> Any:
    """The state of the only checkout."""
    [known] = stage.archive.money.checkouts.values()
    return known.state


def test_the_page_leads_to_the_bank_in_full(browser: FlaskClient, path: str) -> None:
    """The bank's page opens by a chain of plain redirects: telephones and banks refuse pages within pages."""
    page = browser.get(f"{path}/state")
    assert f'class="button main" href="{path}/bank"' in page.text
    assert "Your bank wants to know that it is you" in page.text
    assert "about 10 minutes more" in page.text
    assert "<iframe" not in page.text
    gone = browser.get(f"{path}/bank")
    assert (gone.status_code, gone.headers["Location"]) == (303, BANK)


def test_only_who_has_just_sent_a_card_is_taken_to_the_bank_without_a_click(
    stage: Bench, browser: FlaskClient, path: str
) -> None:
    """Nobody is sent to her bank a second time against her will: not by reload, not by the back button."""
    for state in ("challenging", "authorizing"):
        change(stage, state=state)
        assert f'data-bank="{path}/bank"' in browser.get(f"{path}/state?from=card").text
        for url in (f"{path}/state", f"{path}/state?from=bank"):
            assert "data-bank" not in browser.get(url).text


def test_who_comes_back_is_asked_for_nothing_that_she_has_done(browser: FlaskClient, path: str) -> None:
    """Back from her bank a traveller reads that the page is finding out, and how to go on if she has not decided."""
    page = browser.get(f"{path}/state?from=bank").text
    for told in ("What did your bank say?", "Continue with your bank", "Use another card", "pay_state.js"):
        assert told in page


@pytest.mark.parametrize(
    ("language", "title"), [("en", "A person is having a look"), ("fr", "Quelqu’un regarde votre paiement")]
)
def test_a_payment_that_a_person_looks_at_says_so_and_not_why(
    stage: Bench, browser: FlaskClient, language: str, title: str
) -> None:
    """The page waits by itself, takes no other card meanwhile, and says that nothing is charged."""
    path = challenged(stage, browser, hold(stage, language=language))
    [known] = stage.archive.money.checkouts.values()
    held = msgspec.structs.replace(known.payments[0], action_url="", state="in_review")
    change(stage, state="reviewing", payments=(held,))
    for url in (f"{path}/state", f"{path}/state?from=card"):
        page = browser.get(url).text
        assert title in page
        assert "pay_state.js" in page
        assert not any(word in page.lower() for word in ("fraud", "fraude", "cc-number", "refus"))
    before = dict(stage.archive.money.checkouts)
    assert browser.post(path, json=GOOD).status_code == 303
    assert stage.archive.money.checkouts == before


def test_coming_back_changes_nothing(stage: Bench, browser: FlaskClient, path: str) -> None:
    """The address to which the bank leads back is a page to look at: what was decided comes from the gateway alone."""
    before = dict(stage.archive.money.checkouts), dict(stage.archive.money.links), dict(stage.archive.money.steps)
    for url in (
        f"{path}/state?from=bank",
        f"{path}/state?from=bank&result=approved",
        f"{path}/bank",
        f"{path}/another",
    ):
        browser.get(url)
    money = stage.archive.money
    assert (money.checkouts, money.links, money.steps) == before


def test_the_page_speaks_the_language_of_the_talk(stage: Bench, browser: FlaskClient) -> None:
    """A challenge in a French talk is told in French."""
    page = browser.get(f"{challenged(stage, browser, hold(stage, language='fr'))}/state?from=bank").text
    for told in ("Qu’a dit votre banque", "Continuer avec votre banque", "Prendre une autre carte"):
        assert told in page


def test_another_card_closes_the_challenge(stage: Bench, browser: FlaskClient, path: str) -> None:
    """The traveller's button leads to a page that says what is being done, and that nothing was charged."""
    left = browser.post(f"{path}/another")
    assert (left.status_code, left.headers["Location"]) == (303, f"{path}/state")
    assert state_of(stage) == "switching"
    page = browser.get(f"{path}/state").text
    for told in ("Closing the question at your bank", "Nothing was charged", "pay_state.js"):
        assert told in page
    assert BANK not in page
    assert browser.get(f"{path}/bank").headers["Location"] == f"{path}/state"


def test_another_card_is_not_offered_when_there_is_no_time_for_it(
    stage: Bench, browser: FlaskClient, path: str
) -> None:
    """In the last minutes only the bank can still be told yes."""
    stage.clock.pass_time(minutes=15)
    change(stage, action_until=stage.clock.now() + timedelta(seconds=70))
    page = browser.get(f"{path}/state").text
    assert "Use another card" not in page
    assert "a minute more at most" in page
    browser.post(f"{path}/another")
    assert state_of(stage) == "challenging"


def test_only_our_own_page_and_browser_may_leave_a_challenge(
    stage: Bench, app: Flask, browser: FlaskClient, path: str
) -> None:
    """Another site cannot take a traveller's card aside, nor can whoever was sent the link."""
    assert browser.post(f"{path}/another", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    app.test_client_class = Browser
    assert app.test_client().post(f"{path}/another").status_code == 409
    assert browser.post("/pay/nobody/another").status_code == 404
    assert state_of(stage) == "challenging"


def test_a_challenge_that_a_worker_is_at_is_left_where_it_is(
    browser: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who meets a worker at the same row sees where things stand, and can press again."""

    def busy(*_: object) -> None:
        raise ConflictError("Somebody else holds the same row.")

    monkeypatch.setattr(checkouts, "another_card", busy)
    assert browser.post(f"{path}/another").headers["Location"] == f"{path}/state"


def test_a_bank_that_sends_her_to_another_browser_says_where_to_look(app: Flask, path: str) -> None:
    """Banks send back to the telephone's own browser: it shows nothing of the payment, and says where it is told."""
    app.test_client_class = Browser
    page = app.test_client().get(f"{path}/state?from=bank")
    assert page.status_code == 403
    assert "Your bank has sent you back" in page.text
    assert "in the chat" in page.text
    assert "€" not in page.text


def test_whoever_looks_for_the_bank_without_a_link_finds_nothing(app: Flask, browser: FlaskClient, path: str) -> None:
    """The way to the bank is as private as the page: a stranger is told nothing of it."""
    app.test_client_class = Browser
    assert BANK not in str(app.test_client().get(f"{path}/bank").headers)
    assert browser.get("/pay/nobody/bank").headers["Location"] == "/pay/nobody/state"
