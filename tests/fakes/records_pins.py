"""The part of SQL in memory that holds PINs, and a hasher that is quick: what it keeps tells nobody the digits."""

from datetime import datetime
from hashlib import sha256

import msgspec

from bot.domain.errors import IllegalError
from bot.domain.payment.pin import MOST_WRONG, Pin
from bot.ports.pins import PinLink


class MemoryPinRecords:
    """The port `PinRecords`; every attribute is a plain container, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.pins: dict[str, Pin] = {}
        self.links: dict[str, PinLink] = {}

    def pin(self, traveller: str) -> Pin | None:
        """The PIN of a traveller."""
        return self.pins.get(traveller)

    def save(self, pin: Pin) -> None:
        """Store the PIN of a traveller."""
        if not 0 <= pin.wrong < MOST_WRONG:
            raise IllegalError("Five wrong ones lock a PIN.")
        self.pins[pin.traveller] = pin

    def forget(self, traveller: str) -> None:
        """Keep no PIN of a traveller."""
        self.pins.pop(traveller, None)

    def add_link(self, link: PinLink) -> None:
        """Store a link; the same again changes nothing."""
        self.links.setdefault(link.token_hash, link)

    def link(self, token_hash: str) -> PinLink | None:
        """A link."""
        return self.links.get(token_hash)

    def use_link(self, token_hash: str, *, at: datetime) -> None:
        """Note that a link confirmed its payment."""
        if token_hash in self.links:
            self.links[token_hash] = msgspec.structs.replace(self.links[token_hash], used_at=at)


class QuickPins:
    """The port `Hasher` without its price."""

    def __init__(self) -> None:
        self.hashed = 0
        self.compared = 0

    def hash(self, pin: str, /, *, salt: bytes) -> str:
        """The hash of a PIN."""
        self.hashed += 1
        return f"{salt.hex()}.{sha256(salt + pin.encode()).hexdigest()}"

    def matches(self, pin: str, kept: str, /) -> bool:
        """Whether a hash is that of a PIN."""
        self.compared += 1
        salt = bytes.fromhex(kept.partition(".")[0])
        return kept == f"{salt.hex()}.{sha256(salt + pin.encode()).hexdigest()}"
