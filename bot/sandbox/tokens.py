"""A token of a card and its life: used once and worth nothing, or saved with consent and used until it is detached."""

from typing import Literal

import msgspec

from bot.sandbox.cards import Usage
from bot.sandbox.judge import Verdict

TokenState = Literal["fresh", "used", "saved", "detached"]


class Token(msgspec.Struct, frozen=True):
    """What is kept of a card; `card` names a row of the table of test cards."""

    token: str
    card: str
    brand: str
    last4: str
    exp_month: int
    exp_year: int
    fingerprint: str
    country: str
    funding: str
    state: TokenState = "fresh"


def misuse(token: Token, usage: Usage) -> str:
    """Why a token cannot be used so, as the code of a refusal, or ""."""
    if token.state == "detached":
        return "token_detached"
    if usage == "saved":
        return "" if token.state == "saved" else "token_not_saved"
    return "" if token.state == "fresh" else "token_used"


def used(token: Token, usage: Usage) -> Token:
    """The token after it was used; one that was saved can be used again."""
    return token if usage == "saved" else msgspec.structs.replace(token, state="used")


def settled(token: Token, verdict: Verdict) -> Token:
    """The token after a verdict: it is saved when a payment that was to keep it holds its money."""
    keeps = verdict.effect == "authorized" and verdict.payment.usage == "keep" and token.state == "used"
    return msgspec.structs.replace(token, state="saved") if keeps else token


def detached(token: Token) -> Token:
    """The token that nobody can use any more; its payments stay what they are."""
    return msgspec.structs.replace(token, state="detached")
