"""Tokens of the sandbox: a life in four states."""

import msgspec
import pytest

from bot.sandbox import judge, tokens
from bot.sandbox.cards import Usage
from bot.sandbox.judge import Payment, Verdict
from bot.sandbox.tokens import Token, TokenState

FRESH = Token("tok_1", "visa", "visa", "4242", 12, 2031, "print", "US", "credit")


def token(state: TokenState) -> Token:
    """A token in a state."""
    return msgspec.structs.replace(FRESH, state=state)


def verdict(usage: Usage, *, card: str = "visa") -> Verdict:
    """What the bank says to an authorization."""
    return judge.authorize(Payment("sbx_1", "pay_1", card, 100, "EUR", 0, token="tok_1", usage=usage))


@pytest.mark.parametrize(
    ("state", "usage", "problem"),
    [
        ("fresh", "once", ""),
        ("fresh", "keep", ""),
        ("fresh", "saved", "token_not_saved"),
        ("used", "once", "token_used"),
        ("used", "keep", "token_used"),
        ("used", "saved", "token_not_saved"),
        ("saved", "once", "token_used"),
        ("saved", "keep", "token_used"),
        ("saved", "saved", ""),
        ("detached", "once", "token_detached"),
        ("detached", "keep", "token_detached"),
        ("detached", "saved", "token_detached"),
    ],
)
def test_what_a_token_is_good_for(state: TokenState, usage: Usage, problem: str) -> None:
    """Nobody is charged by a token in a way to which its holder did not agree."""
    assert tokens.misuse(token(state), usage) == problem


@pytest.mark.parametrize(
    ("usage", "card", "state"),
    [("keep", "visa", "saved"), ("once", "visa", "used"), ("keep", "insufficient_funds", "used"),
     ("keep", "secure", "used")],
)  # fmt: skip
def test_only_an_approval_with_consent_saves_a_card(usage: Usage, card: str, state: TokenState) -> None:
    """A no, a question of the bank, and a payment without consent save nothing."""
    assert tokens.settled(tokens.used(FRESH, usage), verdict(usage, card=card)).state == state


def test_a_saved_card_stays_saved_while_it_pays() -> None:
    """The third booking is as easy as the second."""
    assert tokens.used(token("saved"), "saved").state == "saved"


def test_nothing_brings_a_detached_card_back() -> None:
    """A late approval does not save a card that was removed meanwhile."""
    assert tokens.settled(tokens.detached(token("used")), verdict("keep")).state == "detached"
