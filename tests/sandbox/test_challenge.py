"""Proves bot/sandbox/challenge.py."""

import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from bot.sandbox.cards import CARDS, by_name
from bot.sandbox.challenge import describe
from bot.sandbox.challenge_words import CHALLENGE_WORDS
from tests.sandbox.conftest import Caller

SECURE = "4000002760003184"
SHOP = "https://shop.example/"


@pytest.fixture
def client(caller: Caller) -> FlaskClient:
    """The traveller's browser."""
    return caller.app.test_client()


@pytest.fixture
def path(caller: Caller) -> str:
    """The path of a fresh challenge."""
    return urlsplit(caller.authorize(SECURE)["payment"]["action_url"]).path


def test_looking_at_a_challenge_changes_nothing(caller: Caller, client: FlaskClient, path: str) -> None:
    """A chat app that fetches the link for a preview approves nothing in the traveller's name."""
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert caller.kinds() == ["requires_action"]


def test_the_traveller_sees_what_she_approves(client: FlaskClient, path: str) -> None:
    """Before she answers a traveller reads who asks, for how much, from which card, and how long the bank waits."""
    text = client.get(path).text
    for told in ("Sandbox Shop", "€420.00", "Visa ending in 3184", "about 10 minutes more"):
        assert told in text


def test_the_page_speaks_the_language_of_the_browser(client: FlaskClient, path: str) -> None:
    """A bank does not know the language of the chat: it goes by the browser's, and speaks English to all others."""
    french = client.get(path, headers={"Accept-Language": "fr-CH, fr;q=0.9, en;q=0.8"}).text
    for told in ('<html lang="fr">', "Est-ce bien vous qui payez", "420,00\xa0€", "Visa se terminant par 3184"):
        assert told in french
    assert "Is it you who pays?" in client.get(path, headers={"Accept-Language": "it"}).text


def test_every_language_has_every_sentence() -> None:
    """No traveller meets a gap at her bank."""
    assert set(CHALLENGE_WORDS["en"]) == set(CHALLENGE_WORDS["fr"])


@pytest.mark.parametrize(("said", "kind"), [("approve", "authorized"), ("fail", "declined")])
def test_an_answer_leads_back_to_the_shop(caller: Caller, client: FlaskClient, path: str, said: str, kind: str) -> None:
    """A traveller who answered is led back, and the payment has gone on."""
    answered = client.post(path, data={"answer": said})
    assert (answered.status_code, answered.headers["Location"]) == (303, SHOP)
    assert caller.kinds() == ["requires_action", kind]


def test_who_leaves_has_decided_nothing(caller: Caller, client: FlaskClient, path: str) -> None:
    """A traveller may go back to the shop without an answer, and come again to give one."""
    assert f'<a class="button" href="{SHOP}">Leave without deciding</a>' in client.get(path).text
    assert caller.kinds() == ["requires_action"]
    assert client.post(path, data={"answer": "approve"}).status_code == 303


@pytest.mark.parametrize("said", ["approve", "fail"])
def test_a_double_click_answers_once_and_leads_back(caller: Caller, client: FlaskClient, path: str, said: str) -> None:
    """An impatient finger gets to the shop all the same."""
    assert [client.post(path, data={"answer": said}).status_code for _ in range(2)] == [303, 303]
    assert len(caller.kinds()) == 2


@pytest.mark.parametrize(
    ("first", "second", "told"), [("fail", "approve", "You have refused"), ("approve", "fail", "You have approved")]
)
def test_another_answer_in_a_second_tab_is_told_that_it_came_too_late(
    caller: Caller, client: FlaskClient, path: str, first: str, second: str, told: str
) -> None:
    """Who approves in one tab and refuses in another reads which of the two has counted."""
    client.post(path, data={"answer": first})
    kinds = caller.kinds()
    again = client.post(path, data={"answer": second})
    assert again.status_code == 410
    assert told in again.text
    assert caller.kinds() == kinds


@pytest.mark.parametrize(
    ("number", "said", "told"),
    [
        (SECURE, "approve", "You have approved this payment"),
        (SECURE, "fail", "You have refused this payment"),
        ("4000008260003178", "approve", "You have approved this payment"),
        ("4000117002000002", "approve", "You have approved this payment"),
    ],
)
def test_the_back_button_and_a_reused_link_say_what_was_answered(
    caller: Caller, client: FlaskClient, number: str, said: str, told: str
) -> None:
    """A closed challenge has no buttons that do nothing: it says what became of it, and leads back to the shop."""
    path = urlsplit(caller.authorize(number)["payment"]["action_url"]).path
    client.post(path, data={"answer": said})
    closed = client.get(path)
    assert closed.status_code == 410
    assert told in closed.text
    assert "<button" not in closed.text
    assert f'href="{SHOP}"' in closed.text


def test_a_challenge_waits_ten_minutes(caller: Caller, client: FlaskClient, path: str) -> None:
    """A traveller who comes too late reads so; the bank has told the shop no, and an answer changes nothing."""
    caller.clock.ahead = 541
    assert "less than a minute" in client.get(path).text
    caller.clock.ahead = 601
    for late in (client.get(path), client.post(path, data={"answer": "approve"})):
        assert late.status_code == 410
        assert "The time to answer is over" in late.text
    (payment,) = caller.get("payments?payment=pay_1").get_json()["payments"]
    assert (payment["state"], payment["code"]) == ("declined", "challenge_expired")
    assert caller.kinds() == ["requires_action", "declined"]


def test_a_challenge_that_the_shop_took_back_says_so(caller: Caller, client: FlaskClient) -> None:
    """Whoever asked for another card meanwhile cannot confirm the old one any more, and reads why."""
    payment = caller.authorize(SECURE)["payment"]
    caller.post(f"payments/{payment['id']}/void", {})
    closed = client.get(urlsplit(payment["action_url"]).path)
    assert closed.status_code == 410
    assert "The shop does not ask any more" in closed.text


@pytest.mark.parametrize("said", ["", "yes", "APPROVE", "leave"])
def test_what_is_no_answer_asks_again(caller: Caller, client: FlaskClient, path: str, said: str) -> None:
    """A broken form neither approves nor refuses."""
    asked = client.post(path, data={"answer": said})
    assert asked.status_code == 200
    assert caller.kinds() == ["requires_action"]


@pytest.mark.parametrize("path", ["/challenge/none", "/challenge/"])
def test_a_link_to_nothing_says_so(client: FlaskClient, path: str) -> None:
    """A guessed link shows nobody's payment, and cannot be answered."""
    assert client.get(path).status_code == 404
    assert client.post(path, data={"answer": "approve"}).status_code == 404


def test_the_page_may_run_no_script_and_send_only_to_the_bank_and_the_shop(client: FlaskClient, path: str) -> None:
    """A traveller's answer can go nowhere but to her bank and back to the shop."""
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "form-action 'self' https://shop.example" in policy


def test_the_page_cannot_be_framed_kept_or_tracked(client: FlaskClient, path: str) -> None:
    """No other page shows the challenge inside itself, no cache keeps it, and the bank sets no cookie."""
    headers = client.get(path).headers
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert "Set-Cookie" not in headers


def test_the_page_is_usable_by_keyboard_and_screen_reader(client: FlaskClient, path: str) -> None:
    """A traveller without a mouse or without sight can answer: a language, a heading, real buttons, a real link."""
    text = client.get(path).text
    for needed in ('<html lang="en">', "<h1>", "<main>", '<button class="go"', 'name="viewport"', "color-scheme"):
        assert needed in text
    assert not re.findall(r"tabindex|onclick|<script", text)


def test_the_challenge_is_on_the_origin_that_the_settings_name(caller: Caller) -> None:
    """A traveller can open the link on her telephone, since it has the public origin and not the inner one."""
    assert caller.authorize(SECURE)["payment"]["action_url"].startswith("http://localhost/challenge/")


def test_the_list_of_cards_shows_every_card_and_what_it_does(client: FlaskClient) -> None:
    """A newcomer finds a card to pay with, and one for each trouble."""
    text = client.get("/").text
    assert all(card.number in text for card in CARDS)
    assert "declines: insufficient_funds" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("visa", "approves"),
        ("lost_card", "declines: lost_card"),
        ("secure", "asks for a challenge"),
        ("secure_then_declined", "asks for a challenge, then declines: generic_decline"),
        ("secure_then_pending", "asks for a challenge, then authorize: pending"),
        ("secure_supported", "approves (3-D Secure is there and not needed)"),
        ("capture_timeout_late", "capture: timeout late"),
        ("void_declined", "void: declined"),
    ],
)
def test_each_card_is_described_in_few_words(name: str, words: str) -> None:
    """The list reads as a sentence."""
    assert describe(by_name(name)) == words


def test_the_sandbox_says_that_it_lives(client: FlaskClient) -> None:
    """A supervisor knows when it may send travellers here."""
    assert client.get("/livez").get_json() == {"status": "ok"}
