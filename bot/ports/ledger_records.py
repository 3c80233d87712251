"""The port of reading the books: in the order in which they were written, by account, and as a journal."""

from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.payment.proof import Posted
from bot.ports.reconciliation_records import Suspended


class JournalEntry(msgspec.Struct, frozen=True):
    """A transaction with what accountants look for: the booking's record locator and the gateway's reference."""

    posted: Posted
    locator: str = ""
    reference: str = ""


class LedgerRecords(Protocol):
    """The books, to be read."""

    def horizon(self) -> int:
        """The number up to which the books are whole: no transaction below it is still being written."""
        ...

    def posted(self, *, after: int, upto: int, most: int) -> tuple[Posted, ...]:
        """Transactions by number, after one and up to another."""
        ...

    def sums(self, *, upto: int) -> dict[tuple[str, str], int]:
        """The balance of each (account, currency) over all transactions up to a number, in minor units."""
        ...

    def balance(self, account: str, *, until: datetime) -> dict[str, int]:
        """The balance of an account over all that was posted before a moment, by currency."""
        ...

    def between(self, account: str, start: datetime, end: datetime) -> tuple[Posted, ...]:
        """Transactions on an account that were posted in a span of time."""
        ...

    def by_checkout(self, account: str) -> tuple[Suspended, ...]:
        """What stands on an account by checkout, where it is not nought; source_kind is "checkout"."""
        ...

    def by_source(self, account: str) -> tuple[Suspended, ...]:
        """What stands on an account by the source of its transactions, where it is not nought."""
        ...

    def journal(self, start: datetime, end: datetime, *, after: int, most: int) -> tuple[JournalEntry, ...]:
        """Transactions that were posted in a span of time, by number, after one."""
        ...
