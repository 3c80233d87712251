"""The ports of keys: key-encryption keys, which wrap the key of each record, and the key of fingerprints."""

from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.secret import Secret


class Kek(msgspec.Struct, frozen=True):
    """A key-encryption key, without the key.

    Attributes:
        version: counts from 1 and never comes twice, retired ones included.
        check: a few bytes that follow from the key and tell it from another of the same version; no secret.
        retired: whether the key itself is gone.
    """

    version: int
    made_at: datetime
    check: bytes
    retired: bool = False


class Kms(Protocol):
    """Keeps key-encryption keys; a data key is handed in and out, a key-encryption key never."""

    def wrap(self, key: Secret, *, version: int, context: bytes) -> bytes:
        """Encrypt a data key; it is unwrapped with the same context alone.

        Raises `UnavailableError` when the key of that version is not here.
        """
        ...

    def unwrap(self, blob: bytes, *, version: int, context: bytes) -> Secret:
        """Decrypt a data key; raises `InvalidError` when anything differs, `UnavailableError` as `wrap` does."""
        ...

    def create(self, now: datetime) -> Kek:
        """Make a key of the next version, kept for good when this returns; raises `UnavailableError`."""
        ...

    def keks(self) -> tuple[Kek, ...]:
        """Every key there was, by version."""
        ...

    def retire(self, version: int) -> None:
        """Destroy a key: what it wrapped opens never again. A second time changes nothing."""
        ...


class Fingerprints(Protocol):
    """Names a secret without telling it: a keyed hash, under a key that encrypts nothing."""

    def of(self, kind: str, secret: Secret) -> bytes:
        """The same 16 bytes for the same secret of a kind."""
        ...

    def check(self) -> bytes:
        """A few bytes that follow from the key and tell it from another; no secret."""
        ...
