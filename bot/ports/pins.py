"""The port of PINs: what is kept of them and of the links on which they are asked for."""

from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.payment.pin import Pin


class PinLink(msgspec.Struct, frozen=True):
    """A link on which a PIN confirms one payment, by the hash of its token.

    It names the method and the checkout; when it confirmed that payment it is `used_at` (UTC), once and for all.
    """

    token_hash: str
    checkout: str
    method: str
    expires: datetime
    used_at: datetime | None = None


class PinRecords(Protocol):
    """What is kept of PINs inside one transaction; whoever changes one holds the traveller's row."""

    def pin(self, traveller: str) -> Pin | None:
        """The PIN of a traveller, None when none is set."""
        ...

    def save(self, pin: Pin) -> None:
        """Store the PIN of a traveller, in place of the one before."""
        ...

    def forget(self, traveller: str) -> None:
        """Keep no PIN of a traveller; none is as well."""
        ...

    def add_link(self, link: PinLink) -> None:
        """Store a link; the same again changes nothing."""
        ...

    def link(self, token_hash: str) -> PinLink | None:
        """A link by the hash of its token; who uses it holds its checkout."""
        ...

    def use_link(self, token_hash: str, *, at: datetime) -> None:
        """Note that a link confirmed its payment (UTC)."""
        ...
