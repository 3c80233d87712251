"""The machine's clock and its source of chance."""

import secrets
from base64 import b32hexencode
from datetime import UTC, datetime

_CHANCE_BYTES = 10


class SystemClock:
    """Tells the time of this machine."""

    def now(self) -> datetime:
        """The present moment as an aware datetime in UTC."""
        return datetime.now(tz=UTC)


class SystemIds:
    """Makes ids from the time and the operating system's randomness."""

    def __init__(self, clock: SystemClock | None = None) -> None:
        self._clock = clock or SystemClock()

    def new(self, prefix: str) -> str:
        """A fresh id: the prefix, an underscore, 48 bits of milliseconds and 80 of chance; later ids sort later.

        The alphabet is base32hex, because its letters stand in the order of their values (RFC 4648, section 7).
        """
        milliseconds = int(self._clock.now().timestamp() * 1000)
        bits = milliseconds.to_bytes(6) + secrets.token_bytes(_CHANCE_BYTES)
        return f"{prefix}_{b32hexencode(bits).decode().rstrip('=').lower()}"

    def random(self, size: int) -> bytes:
        """That many unguessable bytes."""
        return secrets.token_bytes(size)
