"""Tokens of pay links: made from our secret and the checkout, so that they can be made again; only hashes are kept."""

from hashlib import sha256
from hmac import new as hmac

from bot.domain.checkout_case import Checkout
from bot.domain.ids import token
from bot.ports.runtime import Runtime

_BYTES = 20
"""160 bits: nobody guesses one within a quarter of an hour, nor ever."""


def pay_token(runtime: Runtime, checkout: str, number: int = 0) -> str:
    """The token of a checkout's pay link; `number` counts the links that took the place of the first one."""
    name = f"{checkout}:{number}" if number else checkout
    return token(hmac(runtime.secret, b"pay:" + name.encode(), sha256).digest()[:_BYTES])


def newest_token(runtime: Runtime, checkout: Checkout) -> str:
    """The token of the pay link that is good."""
    return pay_token(runtime, checkout.id, checkout.links)


def pay_url(runtime: Runtime, checkout: Checkout) -> str:
    """The address of a checkout's pay page, by the link that is good."""
    return f"{runtime.public_url}/pay/{newest_token(runtime, checkout)}"


def hashed(secret: str) -> str:
    """What is stored of a token or of a browser's name."""
    return sha256(secret.encode()).hexdigest()
