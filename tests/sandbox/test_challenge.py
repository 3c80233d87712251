"""Proves bot/sandbox/challenge.py."""

from urllib.parse import urlsplit

import pytest

from bot.sandbox.cards import CARDS, by_name
from bot.sandbox.challenge import describe
from tests.sandbox.conftest import Caller

SECURE = "4000002760003184"


def page(caller: Caller) -> str:
    """The path of a fresh challenge."""
    return urlsplit(caller.authorize(SECURE)["payment"]["action_url"]).path


def test_looking_at_a_challenge_changes_nothing(caller: Caller) -> None:
    """A chat app that fetches the link for a preview approves nothing in the traveller's name."""
    path, client = page(caller), caller.app.test_client()
    for _ in range(3):
        seen = client.get(path)
        assert seen.status_code == 200
        assert "€420.00" in seen.text
    assert caller.kinds() == ["requires_action"]


@pytest.mark.parametrize(("said", "kind"), [("approve", "authorized"), ("fail", "declined")])
def test_an_answer_leads_back_to_the_shop(caller: Caller, said: str, kind: str) -> None:
    """A traveller who answered is led back, and the payment has gone on."""
    answered = caller.app.test_client().post(page(caller), data={"answer": said})
    assert (answered.status_code, answered.headers["Location"]) == (303, "https://shop.example/")
    assert caller.kinds() == ["requires_action", kind]


def test_a_second_answer_changes_nothing(caller: Caller) -> None:
    """A traveller who goes back and taps again is led back to the shop, and that is all."""
    path, client = page(caller), caller.app.test_client()
    client.post(path, data={"answer": "fail"})
    again = client.post(path, data={"answer": "approve"})
    assert again.status_code == 303
    assert caller.kinds() == ["requires_action", "declined"]
    closed = client.get(path)
    assert closed.status_code == 410
    assert "closed" in closed.text
    assert "<button" not in closed.text


@pytest.mark.parametrize("said", ["", "yes", "APPROVE"])
def test_what_is_no_answer_asks_again(caller: Caller, said: str) -> None:
    """A broken form neither approves nor refuses."""
    asked = caller.app.test_client().post(page(caller), data={"answer": said})
    assert asked.status_code == 200
    assert caller.kinds() == ["requires_action"]


@pytest.mark.parametrize("path", ["/challenge/none", "/challenge/"])
def test_a_link_to_nothing_says_so(caller: Caller, path: str) -> None:
    """A guessed link shows nobody's payment, and cannot be answered."""
    client = caller.app.test_client()
    assert client.get(path).status_code == 404
    assert client.post(path, data={"answer": "approve"}).status_code == 404


def test_the_page_may_run_no_script_and_send_only_to_the_bank_and_the_shop(caller: Caller) -> None:
    """A traveller's answer can go nowhere but to her bank and back to the shop."""
    policy = caller.app.test_client().get(page(caller)).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "form-action 'self' https://shop.example" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_page_is_usable_by_keyboard_and_screen_reader(caller: Caller) -> None:
    """A traveller without a mouse or without sight can answer: a language, a heading, real buttons."""
    text = caller.app.test_client().get(page(caller)).text
    for needed in ('<html lang="en">', "<h1>", "<main>", '<button class="go"', 'name="viewport"'):
        assert needed in text


def test_the_challenge_is_on_the_origin_that_the_settings_name(caller: Caller) -> None:
    """A traveller can open the link on her telephone, since it has the public origin and not the inner one."""
    assert caller.authorize(SECURE)["payment"]["action_url"].startswith("http://localhost/challenge/")


def test_the_list_of_cards_shows_every_card_and_what_it_does(caller: Caller) -> None:
    """A newcomer finds a card to pay with, and one for each trouble."""
    text = caller.app.test_client().get("/").text
    assert all(card.number in text for card in CARDS)
    assert "declines: insufficient_funds" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("visa", "approves"),
        ("lost_card", "declines: lost_card"),
        ("secure", "asks for a challenge"),
        ("secure_then_declined", "asks for a challenge, then declines: generic_decline"),
        ("capture_timeout_late", "capture: timeout late"),
        ("void_declined", "void: declined"),
    ],
)
def test_each_card_is_described_in_few_words(name: str, words: str) -> None:
    """The list reads as a sentence."""
    assert describe(by_name(name)) == words


def test_the_sandbox_says_that_it_lives(caller: Caller) -> None:
    """A supervisor knows when it may send travellers here."""
    assert caller.app.test_client().get("/livez").get_json() == {"status": "ok"}
