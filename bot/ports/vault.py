"""The ports around card secrets: what a web process may do with them, and what only a worker can."""

from typing import Protocol

import msgspec

from bot.domain.spread_numbers import Part
from bot.ports.gateway import CardSecret


class Sealed(msgspec.Struct, frozen=True):
    """Two JWE tokens as the browser made them: the card, and its security code apart."""

    card: str
    code: str


class SealedCards(Protocol):
    """Ciphertext on its way from the page to a worker, in a Redis without persistence, for 15 minutes."""

    def put(self, key: str, sealed: Sealed) -> None:
        """Keep ciphertext for a worker; raises `UnavailableError`."""
        ...

    def take(self, key: str) -> Sealed | None:
        """Read once and forget: None when it was read before, lost or too old."""
        ...


class CaptureKeys(Protocol):
    """The public half of what browsers encrypt to."""

    def jwks(self) -> dict[str, object]:
        """Public keys only, as a JSON Web Key Set (RFC 7517)."""
        ...


class CardOpener(Protocol):
    """Opens what a browser sealed; exists in workers only."""

    def open(self, sealed: Sealed, *, checkout: str, minor: int, currency: str, now: int) -> CardSecret:
        """The card in clear after every check; raises `InvalidError` with one and the same sentence on any failure."""
        ...


class DigitWindows(Protocol):
    """The digits that a thread wrote in the last two minutes, in a Redis without persistence and nowhere else."""

    def add(self, thread: str, part: Part) -> tuple[Part, ...]:
        """Remember a part, once however often it comes; gives the newest `MOST_PARTS` in order.

        Nothing is kept longer than `KEPT_SECONDS`. Raises `UnavailableError`.
        """
        ...

    def forget(self, thread: str) -> None:
        """Forget what a thread wrote; raises `UnavailableError`."""
        ...
