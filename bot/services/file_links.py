"""Addresses of files: a sealed token that names a file and until when anybody who has it may fetch it.

A platform that carries a file fetches it with nothing but its address, and so may the traveller to whom it was sent;
after a week the address is good for nobody but the desk and the traveller's own browser. The token is made from the
file's id with our secret (RFC 5297), so that nothing has to be kept, and nobody reads or makes one.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from functools import lru_cache

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.ports.runtime import Runtime

_PURPOSE = b"file link"
LASTS = timedelta(days=7)
"""How long a file that was sent can be fetched with its address alone."""


class FileLink(msgspec.Struct, frozen=True):
    """Which file an address is of, and until when it opens by itself (milliseconds UTC, 0: never)."""

    file: str
    until: int


def path_of(runtime: Runtime, file: str, *, until: int = 0) -> str:
    """The path of a file on our site."""
    sealed = _cipher(runtime.secret).encrypt(f"{until} {file}".encode(), None)
    return f"/files/{urlsafe_b64encode(sealed).decode().rstrip('=')}"


def url_of(runtime: Runtime, file: str) -> str:
    """The address of a file that was sent just now, for whoever carries it and whom it is for."""
    return f"{runtime.public_url}{path_of(runtime, file, until=milliseconds(runtime.clock.now() + LASTS))}"


def read(runtime: Runtime, token: str) -> FileLink:
    """What a token names; raises `InvalidError` for one that we did not make."""
    try:
        sealed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
        until, _, file = _cipher(runtime.secret).decrypt(sealed, None).decode().partition(" ")
        return FileLink(file, int(until))
    except (InvalidTag, ValueError):
        raise InvalidError("There is no such file.") from None


@lru_cache(maxsize=4)
def _cipher(secret: bytes) -> AESSIV:
    return AESSIV(hmac.digest(secret, _PURPOSE, "sha512"))
