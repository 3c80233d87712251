"""Seals small secrets of staff with AES-256-GCM under a key that follows from the program's secret.

Not the vault: a web process has to check codes of authenticators, and holds no key that opens anything of a traveller.
"""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from hmac import digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.domain.errors import InvalidError

_PURPOSE = b"staff second factor"
_NONCE_BYTES = 12
_STRANGE = "This second factor was sealed under another SECRET_KEY: it must be set up anew."


class AesSeals:
    """The port `Seals`; format 1 is `1.` and base64url of a fresh nonce and the ciphertext with its tag."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = AESGCM(digest(secret, _PURPOSE, sha256))

    def seal(self, secret: bytes, *, bound: str) -> str:
        """A secret sealed for one owner."""
        nonce = os.urandom(_NONCE_BYTES)
        return "1." + urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, secret, bound.encode())).decode()

    def open(self, sealed: str, *, bound: str) -> bytes:
        """The secret again; raises `InvalidError`."""
        version, _, text = sealed.partition(".")
        try:
            whole = urlsafe_b64decode(text.encode())
            return self._cipher.decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], bound.encode() * (version == "1"))
        except (InvalidTag, ValueError):
            raise InvalidError(_STRANGE) from None
