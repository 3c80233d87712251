"""SQL in memory: transactions that commit whole or not at all, over the parts that hold the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from bot.domain.errors import UnavailableError
from tests.fakes.records_accounts import MemoryAccountRecords
from tests.fakes.records_entry_links import MemoryEntryLinkRecords
from tests.fakes.records_links import MemoryLinkRecords, MemoryLinks
from tests.fakes.records_money import MemoryMoneyRecords
from tests.fakes.records_templates import MemoryTemplateRecords
from tests.fakes.records_trips import MemoryTries, MemoryTripRecords
from tests.fakes.records_visits import MemoryVisitRecords
from tests.fakes.records_wallet import MemoryWalletRecords


class MemoryWork:
    """One transaction over the parts."""

    def __init__(self, parts: "MemoryRecords") -> None:
        self.talk, self.money, self.flows = parts.talk, parts.money, parts.flows
        self.wallet, self.visits, self.entry_links = parts.wallet, parts.visits, parts.entry_links
        self.templates = parts.templates
        self.trips = MemoryTripRecords(parts.money, parts.tries)
        self.links = MemoryLinkRecords(parts.wallet, parts.links)
        self.accounts = parts.accounts


class MemoryRecords:
    """The port `Records`: one transaction at a time; a block that raises leaves everything as it was.

    A part keeps its data in attributes that are plain containers of frozen values. `away` refuses every transaction.
    """

    def __init__(self, *, talk: Any = None, money: Any = None, flows: Any = None) -> None:
        self.money = money if money is not None else MemoryMoneyRecords()
        self.wallet = MemoryWalletRecords()
        self.talk, self.flows, self.tries = talk, flows, MemoryTries()
        self.links = MemoryLinks()
        self.visits = MemoryVisitRecords(talk)
        self.templates = MemoryTemplateRecords()
        self.entry_links = MemoryEntryLinkRecords()
        self.accounts = MemoryAccountRecords()
        self.away = False
        self._lock = RLock()

    @contextmanager
    def begin(self) -> Iterator[MemoryWork]:
        """A transaction."""
        if self.away:
            raise UnavailableError("The database in memory was told to be away.")
        with self._lock:
            held = (self.talk, self.money, self.flows, self.wallet, self.tries, self.visits)
            held = (*held, self.links, self.templates, self.entry_links, self.accounts)
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
