"""The port of secrets that people know by heart: what may be kept of a PIN or a password."""

from typing import Protocol


class Hasher(Protocol):
    """Turns such a secret into what may be kept of it; nobody turns it back."""

    def hash(self, secret: str, /, *, salt: bytes) -> str:
        """The hash of a secret under a random salt of 16 bytes and the program's own secret.

        Raises `LimitError` when so many are hashed already that there is no room for another one.
        """
        ...

    def matches(self, secret: str, kept: str, /) -> bool:
        """Whether a hash is that of a secret; False for what is no hash of ours. Raises `LimitError` as `hash` does."""
        ...
