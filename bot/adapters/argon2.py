"""Hashes of what people know by heart: Argon2id (RFC 9106) with a secret of the program, few at once.

A stolen table alone tells nothing, and nobody who guesses takes all memory or every thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from hmac import digest
from threading import BoundedSemaphore

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from bot.domain.errors import LimitError

_MEMORY_KIB, _PASSES, _LANES, _BYTES = 19_456, 2, 1, 32
"""What OWASP asks for at least ("Password Storage Cheat Sheet"): about 45 ms, which nobody notices."""
AT_ONCE = 4
"""Hashes that are made at once in a process: more would not be faster, and take 19 MiB each."""
PATIENCE = 3.0
"""Seconds that one more waits for its turn."""


class Argon2Hasher:
    """The port `Hasher` for one purpose; each hash tells its own cost, so that it may be raised later."""

    def __init__(self, secret: bytes, purpose: str, *, at_once: int = AT_ONCE, patience: float = PATIENCE) -> None:
        self._pepper = digest(secret, purpose.encode(), sha256)
        self._room, self._patience = BoundedSemaphore(at_once), patience

    def hash(self, secret: str, /, *, salt: bytes) -> str:
        """The hash of a secret under a random salt and the program's own secret; raises `LimitError`."""
        kdf = Argon2id(
            salt=salt,
            length=_BYTES,
            iterations=_PASSES,
            lanes=_LANES,
            memory_cost=_MEMORY_KIB,
            secret=self._pepper,
        )
        with self._turn():
            return kdf.derive_phc_encoded(secret.encode())

    def matches(self, secret: str, kept: str, /) -> bool:
        """Whether a hash is that of a secret; raises `LimitError`."""
        with self._turn():
            try:
                Argon2id.verify_phc_encoded(secret.encode(), kept, secret=self._pepper)
            except (InvalidKey, ValueError):
                return False
            return True

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._room.acquire(timeout=self._patience):
            raise LimitError("Too many people are signing in at once. Try again in a moment.")
        try:
            yield
        finally:
            self._room.release()
