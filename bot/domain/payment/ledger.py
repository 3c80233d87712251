"""The ledger: double entry in minor units, where nothing is ever changed and every transaction sums to nought.

Theory. A transaction is a set of entries on accounts; a debit is positive, a credit negative, and in each currency
they sum to nought, so money is only ever moved and never made. What a transaction is about (`source_kind`,
`source_id`, `posting_kind`) is unique: the same fact posted twice is posted once. Entries are never altered nor
deleted; what turned out wrong is undone by a transaction with all signs turned, so every balance that ever was can
be computed again. A balance is the sum of an account's entries; none is stored.
"""

from collections import defaultdict
from collections.abc import Iterable

import msgspec

from bot.domain.errors import IllegalError
from bot.domain.money import Money


class Entry(msgspec.Struct, frozen=True):
    """One side of a transaction: a debit is positive, a credit negative."""

    account: str
    amount: Money


class Transaction(msgspec.Struct, frozen=True):
    """What one fact means for the books; `source_kind`, `source_id` and `posting_kind` together are unique."""

    source_kind: str
    source_id: str
    posting_kind: str
    entries: tuple[Entry, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What the transaction is about: nothing is posted twice about the same."""
        return self.source_kind, self.source_id, self.posting_kind


def transaction(
    source_kind: str, source_id: str, posting_kind: str, *, debit: str, credit: str, amount: Money
) -> Transaction:
    """A transaction of two entries; raises `IllegalError` unless the amount is positive."""
    if amount.minor <= 0:
        raise IllegalError("ledger: an amount to post must be positive.")
    return Transaction(source_kind, source_id, posting_kind, (Entry(debit, amount), Entry(credit, -amount)))


def reversal(posted: Transaction) -> Transaction:
    """The transaction that undoes another one: the only way to correct."""
    turned = tuple(Entry(entry.account, -entry.amount) for entry in posted.entries)
    return msgspec.structs.replace(posted, posting_kind=f"{posted.posting_kind}_reversed", entries=turned)


def check(posted: Transaction) -> None:
    """Raise `IllegalError` unless the entries sum to nought in each currency."""
    sums: defaultdict[str, int] = defaultdict(int)
    for entry in posted.entries:
        sums[entry.amount.currency] += entry.amount.minor
    if not posted.entries or any(sums.values()):
        raise IllegalError("ledger: a transaction must sum to nought in each currency.")


def balances(posted: Iterable[Transaction]) -> dict[tuple[str, str], int]:
    """The balance of each (account, currency) in minor units."""
    sums: defaultdict[tuple[str, str], int] = defaultdict(int)
    for each in posted:
        for entry in each.entries:
            sums[entry.account, entry.amount.currency] += entry.amount.minor
    return dict(sums)
