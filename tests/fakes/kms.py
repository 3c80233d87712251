"""Keys in memory: real encryption under keys that no file holds."""

import hmac
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.secret import Secret
from bot.ports.kms import Kek


class MemoryKms:
    """The port `Kms` by other means than the real one: AES key wrap (RFC 3394) under keys that the context changes."""

    def __init__(self) -> None:
        self._keys: dict[int, bytes] = {}
        self._made: dict[int, datetime] = {}

    def wrap(self, key: Secret, *, version: int, context: bytes) -> bytes:
        """Encrypt a data key."""
        return aes_key_wrap(self._bound(version, context), bytes(key.view()))

    def unwrap(self, blob: bytes, *, version: int, context: bytes) -> Secret:
        """Decrypt a data key."""
        key = self._bound(version, context)
        try:
            return Secret(aes_key_unwrap(key, blob))
        except (InvalidUnwrap, InvalidTag, ValueError):
            raise InvalidError("A data key does not open.") from None

    def create(self, now: datetime) -> Kek:
        """Make a key of the next version."""
        version = len(self._made) + 1
        self._keys[version] = hmac.digest(b"memory", str(version).encode(), "sha256")
        self._made[version] = now
        return self.keks()[-1]

    def keks(self) -> tuple[Kek, ...]:
        """Every key there was."""
        return tuple(
            Kek(version, made, self._keys.get(version, b"")[:8], retired=version not in self._keys)
            for version, made in self._made.items()
        )

    def retire(self, version: int) -> None:
        """Destroy a key."""
        if version not in self._made:
            raise UnavailableError(f"The key-encryption key {version} cannot be destroyed.")
        self._keys.pop(version, None)

    def _bound(self, version: int, context: bytes) -> bytes:
        if version not in self._keys:
            raise UnavailableError(f"The key-encryption key {version} is not here.")
        return hmac.digest(self._keys[version], context, "sha256")


class MemoryFingerprints:
    """The port `Fingerprints` under a key that everybody knows."""

    def __init__(self, key: bytes = b"fingerprints of a test") -> None:
        self._key = key

    def of(self, kind: str, secret: Secret) -> bytes:
        """Sixteen bytes."""
        return hmac.digest(self._key, kind.encode() + b"|" + secret.view(), "sha256")[:16]

    def check(self) -> bytes:
        """What tells the key from another."""
        return hmac.digest(self._key, b"check", "sha256")[:8]
