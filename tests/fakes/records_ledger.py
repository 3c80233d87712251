"""Reading the books in memory, over the money part: numbers are places in the order of posting."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from bot.domain.checkout_case import Checkout
from bot.domain.money import Money
from bot.domain.payment.ledger import Transaction
from bot.domain.payment.proof import Posted
from bot.ports.ledger_records import JournalEntry
from bot.ports.reconciliation_records import Suspended


class MemoryLedgerRecords:
    """The port `LedgerRecords`."""

    def __init__(self, money: Any) -> None:
        self._money = money

    def horizon(self) -> int:
        """The number up to which the books are whole."""
        return len(self._money.ledger)

    def posted(self, *, after: int, upto: int, most: int) -> tuple[Posted, ...]:
        """Transactions by number."""
        return tuple(each for each in self._all() if after < each.number <= upto)[:most]

    def sums(self, *, upto: int) -> dict[tuple[str, str], int]:
        """The balance of each (account, currency)."""
        sums: defaultdict[tuple[str, str], int] = defaultdict(int)
        for each in self._all():
            for entry in each.transaction.entries if each.number <= upto else ():
                sums[entry.account, entry.amount.currency] += entry.amount.minor
        return dict(sums)

    def balance(self, account: str, *, until: datetime) -> dict[str, int]:
        """The balance of an account over all that was posted before a moment."""
        sums: defaultdict[str, int] = defaultdict(int)
        for each in self._all():
            for entry in each.transaction.entries if each.at < until else ():
                if entry.account == account:
                    sums[entry.amount.currency] += entry.amount.minor
        return dict(sums)

    def between(self, account: str, start: datetime, end: datetime) -> tuple[Posted, ...]:
        """Transactions on an account that were posted in a span of time."""
        found = [each for each in self._all() if start <= each.at < end]
        return tuple(each for each in found if any(entry.account == account for entry in each.transaction.entries))

    def by_checkout(self, account: str) -> tuple[Suspended, ...]:
        """What stands on an account by checkout."""

        def about(transaction: Transaction) -> tuple[str, str]:
            checkout = self._checkout(transaction)
            return "checkout", checkout.id if checkout is not None else ""

        return self._grouped(account, about)

    def by_source(self, account: str) -> tuple[Suspended, ...]:
        """What stands on an account by the source of its transactions."""
        return self._grouped(account, lambda transaction: (transaction.source_kind, transaction.source_id))

    def journal(self, start: datetime, end: datetime, *, after: int, most: int) -> tuple[JournalEntry, ...]:
        """Transactions that were posted in a span of time, by number."""
        found = [each for each in self._all() if start <= each.at < end and each.number > after]
        return tuple(JournalEntry(each, *self._named(each.transaction)) for each in found[:most])

    def _all(self) -> Iterator[Posted]:
        for number, (key, transaction) in enumerate(self._money.ledger.items(), 1):
            yield Posted(number, self._money.posted_at[key], transaction)

    def _grouped(self, account: str, about: Callable[[Transaction], tuple[str, str]]) -> tuple[Suspended, ...]:
        sums: defaultdict[tuple[str, str, str], int] = defaultdict(int)
        for each in self._all():
            for entry in each.transaction.entries:
                if entry.account == account:
                    sums[*about(each.transaction), entry.amount.currency] += entry.amount.minor
        return tuple(Suspended(*key[:2], Money(minor, key[2])) for key, minor in sorted(sums.items()) if minor)

    def _checkout(self, transaction: Transaction) -> Checkout | None:
        kind, source = transaction.source_kind, transaction.source_id
        for one in self._money.checkouts.values():
            named = {
                "payment": [payment.id for payment in one.payments],
                "order": [one.order.id],
                "attempt": [attempt.key for payment in one.payments for attempt in payment.attempts],
                "refund": [source] if source.startswith(f"{one.id}:") else [],
            }
            if source in named.get(kind, ()):
                checkout: Checkout = one
                return checkout
        return None

    def _named(self, transaction: Transaction) -> tuple[str, str]:
        checkout = self._checkout(transaction)
        if checkout is None:
            return "", ""
        references = {payment.id: payment.reference for payment in checkout.payments}
        for payment in checkout.payments:
            references |= {attempt.key: attempt.reference for attempt in payment.attempts}
        return checkout.order.locator, references.get(transaction.source_id, "")
