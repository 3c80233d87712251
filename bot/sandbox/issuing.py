"""Turns a card or an account into a token: checks what an issuer would, and keeps four digits and a fingerprint."""

import secrets
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from hmac import digest

from bot.sandbox.accounts import Account
from bot.sandbox.cards import Card
from bot.sandbox.requests import AccountRequest, TokenRequest
from bot.sandbox.tokens import Token

_MONTHS = 12
_CODE_LENGTH = {"amex": 4}
_USUAL_CODE_LENGTH = 3


def fingerprint(number: str, secret: bytes, *, kind: bytes = b"card") -> str:
    """The same for the same number, useless without the secret (PCI DSS 4.0.1, 3.5.1.1: a keyed hash of the whole)."""
    return b32encode(digest(secret, kind + b"|" + number.encode(), sha256)[:16]).decode().rstrip("=").lower()


def refusal(asked: TokenRequest, card: Card, *, now: datetime) -> str:
    """Why this card gets no token: a decline code, or ""."""
    if card.refused:
        return card.refused
    if not 1 <= asked.exp_month <= _MONTHS:
        return "invalid_expiry_month"
    if (asked.exp_year, asked.exp_month) < (now.year, now.month):
        return "invalid_expiry_year"
    good = asked.code.isascii() and asked.code.isdigit()
    if asked.code and not (good and len(asked.code) == _CODE_LENGTH.get(card.brand, _USUAL_CODE_LENGTH)):
        return "invalid_cvc"
    return ""


def token_of(asked: TokenRequest, card: Card, *, secret: bytes) -> Token:
    """A fresh token; nothing of the number but its last four digits can be read from it."""
    return Token(
        token=f"tok_{secrets.token_hex(12)}",
        card=card.name,
        brand=card.brand,
        last4=asked.number[-4:],
        exp_month=asked.exp_month,
        exp_year=asked.exp_year,
        fingerprint=fingerprint(asked.number, secret),
        country=card.country,
        funding=card.funding,
    )


def account_token_of(asked: AccountRequest, account: Account, *, secret: bytes) -> Token:
    """A fresh token of an account, which pays for as long as its mandate holds."""
    return Token(
        token=f"tok_{secrets.token_hex(12)}",
        card=account.name,
        brand="",
        last4=asked.iban[-4:],
        exp_month=0,
        exp_year=0,
        fingerprint=fingerprint(asked.iban, secret, kind=b"iban"),
        country=asked.iban[:2],
        funding="",
        state="saved",
        mandate=asked.mandate.reference,
    )
