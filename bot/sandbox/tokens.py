"""A token of a card or an account and its life: used once and worth nothing, or saved and used until it is detached."""

from typing import Literal

import msgspec

from bot.sandbox.cards import Usage
from bot.sandbox.judge import Verdict

TokenState = Literal["fresh", "used", "saved", "detached"]


class Token(msgspec.Struct, frozen=True):
    """What is kept of a card or an account; `card` names a row of the tables of test cards and accounts.

    An account has a `mandate`, the reference of what was signed for it, and `signed` says whether that still holds.
    """

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
    mandate: str = ""
    signed: bool = True


def misuse(token: Token, usage: Usage) -> str:
    """Why a token cannot be used so, as the code of a refusal, or ""."""
    if token.state == "detached":
        return "token_detached"
    if token.mandate:
        return "token_of_account"
    if usage == "saved":
        return "" if token.state == "saved" else "token_not_saved"
    return "" if token.state == "fresh" else "token_used"


def misdebit(token: Token, mandate: str) -> str:
    """Why an account cannot be debited so, as the code of a refusal, or ""."""
    if token.state == "detached":
        return "token_detached"
    if not token.mandate or token.mandate != mandate:
        return "mandate_unknown"
    return ""


def used(token: Token, usage: Usage) -> Token:
    """The token after it was used; one that was saved can be used again."""
    return token if usage == "saved" else msgspec.structs.replace(token, state="used")


def settled(token: Token, verdict: Verdict) -> Token:
    """The token after a verdict: it is saved when a payment that was to keep it holds its money, or was of none."""
    keeps = verdict.effect in {"authorized", "verified"} and verdict.payment.usage == "keep" and token.state == "used"
    return msgspec.structs.replace(token, state="saved") if keeps else token


def detached(token: Token) -> Token:
    """The token that nobody can use any more; its payments stay what they are."""
    return msgspec.structs.replace(token, state="detached")
