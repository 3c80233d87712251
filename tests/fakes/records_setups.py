"""The part of SQL in memory that is about setups."""

from datetime import datetime

from bot.domain.errors import ConflictError
from bot.domain.payment.setup import Setup
from bot.ports.setup_records import LeasedSetup


class MemorySetupRecords:
    """The port `SetupRecords`; every attribute is a plain container, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.setups: dict[str, Setup] = {}
        self.fences: dict[str, int] = {}
        self.leases: dict[str, datetime] = {}

    def add(self, setup: Setup) -> None:
        """Store a new setup."""
        if setup.id in self.setups:
            raise ConflictError("A setup is begun once.")
        self.setups[setup.id] = setup

    def setup(self, setup: str, *, lock: bool = False) -> Setup | None:  # noqa: ARG002  one writer at a time here
        """A setup by its id."""
        return self.setups.get(setup)

    def save(self, setup: Setup) -> None:
        """Store a setup that is there."""
        if setup.id in self.setups:
            self.setups[setup.id] = setup

    def lease(self, setup: str, *, now: datetime, until: datetime) -> LeasedSetup | None:
        """Take a setup that is due and not leased."""
        found = self.setups.get(setup)
        if found is None or not self._is_free(found, now):
            return None
        self.leases[setup] = until
        self.fences[setup] = self.fences.get(setup, 0) + 1
        return LeasedSetup(found, self.fences[setup])

    def release(self, leased: LeasedSetup) -> None:
        """Give a setup back."""
        name = leased.setup.id
        if name not in self.leases or self.fences[name] != leased.fence:
            raise ConflictError("Somebody else has leased this setup since.")
        del self.leases[name]

    def due(self, now: datetime, *, most: int) -> tuple[str, ...]:
        """Ids of setups that are due and not leased."""
        found = [setup for setup in self.setups.values() if self._is_free(setup, now)]
        found.sort(key=lambda setup: setup.due_at or now)
        return tuple(setup.id for setup in found[:most])

    def count(self, traveller: str, *, since: datetime) -> int:
        """How many setups were begun for a traveller since a time."""
        return sum(one.traveller == traveller and one.began_at >= since for one in self.setups.values())

    def _is_free(self, setup: Setup, now: datetime) -> bool:
        return setup.due_at is not None and setup.due_at <= now and self.leases.get(setup.id, now) <= now
