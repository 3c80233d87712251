"""What pages send of cards and accounts is taken whole and within its size, or not at all."""

from typing import Any

import pytest
from flask import Flask

from bot.ports.vault import Sealed
from bot.web.sent_methods import Sent, read_sent

TOKEN, OTHER = "a.b.c.d.e", "f.g.h.i.j"


def read(body: Any = None, *, form: dict[str, str] | None = None, codeless: bool = False) -> Sent | None:
    """What comes of a post."""
    with Flask("pages").test_request_context("/", method="POST", json=body, data=form):
        return read_sent(codeless=codeless)


def test_a_card_comes_as_two_tokens() -> None:
    """With the words that were ticked beside it."""
    sent = read({"card": TOKEN, "code": OTHER, "consent": "words"})
    assert sent == Sent(TOKEN, OTHER, consent="words")
    assert sent is not None
    assert sent.given == Sealed(TOKEN, OTHER)


def test_a_bank_account_comes_as_one() -> None:
    """Only where one is expected: a card without its code is none."""
    sent = read({"card": TOKEN, "code": ""}, codeless=True)
    assert sent is not None
    assert sent.given == Sealed(TOKEN)
    assert read({"card": TOKEN}) is None


def test_a_ticket_comes_alone() -> None:
    """It stands for a card that was typed elsewhere; a card beside it is a mistake of somebody's."""
    sent = read({"ticket": "tkt_1"})
    assert sent is not None
    assert sent.given == "tkt_1"
    assert read({"ticket": "tkt_1", "card": TOKEN, "code": OTHER}) is None


def test_a_yes_alone_is_a_plain_form() -> None:
    """The number is typed on the gateway's own page."""
    sent = read(form={"consent": "words"})
    assert sent == Sent(consent="words")
    assert sent is not None
    assert sent.given is None
    assert read(form={"consent": "x" * 65}) is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "text",
        {"card": 1},
        {"card": "a.b.c", "code": OTHER},
        {"card": TOKEN + "x" * 4096, "code": OTHER},
        {"card": TOKEN, "code": OTHER, "consent": "x" * 65},
        {"ticket": "x" * 129},
        {"card": TOKEN, "code": OTHER, "more": "x" * 16384},
    ],
)
def test_anything_else_is_nothing(body: Any) -> None:
    """Parts that are missing, too long or no tokens."""
    assert read(body) is None
