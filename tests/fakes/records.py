"""SQL in memory: transactions that commit whole or not at all, over the parts that hold the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from bot.domain.errors import UnavailableError
from tests.fakes.records_accounts import MemoryAccountRecords
from tests.fakes.records_money import MemoryMoneyRecords
from tests.fakes.records_templates import MemoryTemplateRecords
from tests.fakes.records_trips import MemoryTries, MemoryTripRecords
from tests.fakes.records_visits import MemoryVisitRecords
from tests.fakes.records_wallet import MemoryWalletRecords


class MemoryWork:
    """One transaction over the parts."""

    def __init__(self, records: "MemoryRecords") -> None:
        self.talk, self.money, self.flows = records.talk, records.money, records.flows
        self.wallet, self.visits, self.templates = records.wallet, records.visits, records.templates
        self.accounts = records.accounts
        self.trips = MemoryTripRecords(records.money, records.tries)


class MemoryRecords:
    """The port `Records`: one transaction at a time; a block that raises leaves everything as it was.

    A part keeps its data in attributes that are plain containers of frozen values. `away` refuses every transaction.
    """

    def __init__(self, *, talk: Any = None, money: Any = None, flows: Any = None) -> None:
        self.money = money if money is not None else MemoryMoneyRecords()
        self.wallet = MemoryWalletRecords()
        self.talk, self.flows, self.tries = talk, flows, MemoryTries()
        self.visits = MemoryVisitRecords(talk)
        self.templates = MemoryTemplateRecords()
        self.accounts = MemoryAccountRecords()
        self.away = False
        self._lock = RLock()

    @contextmanager
    def begin(self) -> Iterator[MemoryWork]:
        """A transaction."""
        if self.away:
            raise UnavailableError("The database in memory was told to be away.")
        with self._lock:
            held = (
                self.talk,
                self.money,
                self.flows,
                self.wallet,
                self.tries,
                self.visits,
                self.templates,
                self.accounts,
            )
            parts = [part for part in held if part is not None]
            before = [{name: value.copy() for name, value in vars(part).items()} for part in parts]
            try:
                yield MemoryWork(self)
            except BaseException:
                for part, kept in zip(parts, before, strict=True):
                    vars(part).update(kept)
                raise

    def ready(self) -> bool:
        """Whether the database answers."""
        return not self.away
