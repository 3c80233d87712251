"""The port of setups: methods on their way into wallets, and who works on which, inside one transaction."""

from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.payment.setup import Setup


class LeasedSetup(msgspec.Struct, frozen=True):
    """A setup that a worker has taken; `fence` rises with each lease, so that a late writer can be told."""

    setup: Setup
    fence: int


class SetupRecords(Protocol):
    """What is true about setups."""

    def add(self, setup: Setup) -> None:
        """Store a new setup."""
        ...

    def setup(self, setup: str, *, lock: bool = False) -> Setup | None:
        """A setup by its id; with `lock` nobody else may change it until the transaction ends."""
        ...

    def save(self, setup: Setup) -> None:
        """Store a setup that is there, and that this transaction has locked."""
        ...

    def lease(self, setup: str, *, now: datetime, until: datetime) -> LeasedSetup | None:
        """Take a setup that is due and not leased, with a raised fence, locked; None when there is nothing to take."""
        ...

    def release(self, leased: LeasedSetup) -> None:
        """Give a setup back; raises `ConflictError` when somebody else has leased it since."""
        ...

    def due(self, now: datetime, *, most: int) -> tuple[str, ...]:
        """Ids of setups that are due and not leased, the longest due first."""
        ...

    def count(self, traveller: str, *, since: datetime) -> int:
        """How many setups were begun for a traveller since a time (UTC)."""
        ...
