"""Tokens of pay links: made from our secret and the checkout, so that they can be made again; only hashes are kept."""

from hashlib import sha256
from hmac import new as hmac

from bot.domain.ids import token
from bot.ports.runtime import Runtime

_BYTES = 20
"""160 bits: nobody guesses one within a quarter of an hour, nor ever."""


def pay_token(runtime: Runtime, checkout: str) -> str:
    """The token of a checkout's pay link."""
    return token(hmac(runtime.secret, b"pay:" + checkout.encode(), sha256).digest()[:_BYTES])


def pay_url(runtime: Runtime, checkout: str) -> str:
    """The address of a checkout's pay page."""
    return f"{runtime.public_url}/pay/{pay_token(runtime, checkout)}"


def hashed(secret: str) -> str:
    """What is stored of a token or of a browser's name."""
    return sha256(secret.encode()).hexdigest()
