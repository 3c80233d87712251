"""Reading the books in PostgreSQL: in the order of their numbers, by account, and as a journal."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, select, text
from sqlalchemy.sql.selectable import FromClause

from bot.adapters.sql.tables.money import attempts, ledger_entries, ledger_transactions, orders, payments
from bot.domain.money import Money
from bot.domain.payment.ledger import Entry, Transaction
from bot.domain.payment.proof import Posted
from bot.ports.ledger_records import JournalEntry
from bot.ports.reconciliation_records import Suspended

_T, _E = ledger_transactions, ledger_entries


class SqlLedgerRecords:
    """The port `LedgerRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def horizon(self) -> int:
        """The number up to which the books are whole: no transaction below it is still being written.

        The lock waits for those who write and lets nobody begin, for the moment that it takes to read a number.
        """
        self._connection.execute(text("LOCK TABLE ledger_transactions IN SHARE MODE"))
        return int(self._connection.execute(select(func.coalesce(func.max(_T.c.id), 0))).scalar_one())

    def posted(self, *, after: int, upto: int, most: int) -> tuple[Posted, ...]:
        """Transactions by number, after one and up to another."""
        numbers = select(_T.c.id).where(_T.c.id > after, _T.c.id <= upto).order_by(_T.c.id).limit(most)
        return tuple(self._whole(_T.c.id.in_(numbers)))

    def sums(self, *, upto: int) -> dict[tuple[str, str], int]:
        """The balance of each (account, currency) over all transactions up to a number, in minor units."""
        found = select(_E.c.account, _E.c.currency, func.sum(_E.c.amount_minor)).where(_E.c.transaction <= upto)
        rows = self._connection.execute(found.group_by(_E.c.account, _E.c.currency))
        return {(row[0], row[1]): int(row[2]) for row in rows}

    def balance(self, account: str, *, until: datetime) -> dict[str, int]:
        """The balance of an account over all that was posted before a moment, by currency."""
        found = select(_E.c.currency, func.sum(_E.c.amount_minor)).join(_T, _T.c.id == _E.c.transaction)
        rows = self._connection.execute(
            found.where(_E.c.account == account, _T.c.posted_at < until).group_by(_E.c.currency)
        )
        return {row[0]: int(row[1]) for row in rows}

    def between(self, account: str, start: datetime, end: datetime) -> tuple[Posted, ...]:
        """Transactions on an account that were posted in a span of time."""
        on_it = select(_E.c.transaction).where(_E.c.account == account)
        return tuple(self._whole(and_(_T.c.posted_at >= start, _T.c.posted_at < end, _T.c.id.in_(on_it))))

    def by_checkout(self, account: str) -> tuple[Suspended, ...]:
        """What stands on an account by checkout, where it is not nought; source_kind is "checkout"."""
        joined, checkout = _with_checkout()
        total = func.sum(_E.c.amount_minor)
        found = select(checkout, _E.c.currency, total).select_from(joined).where(_E.c.account == account)
        rows = self._connection.execute(found.group_by(checkout, _E.c.currency).having(total != 0).order_by(checkout))
        return tuple(Suspended("checkout", row[0] or "", Money(int(row[2]), row[1])) for row in rows)

    def by_source(self, account: str) -> tuple[Suspended, ...]:
        """What stands on an account by the source of its transactions, where it is not nought."""
        total = func.sum(_E.c.amount_minor)
        names = (_T.c.source_kind, _T.c.source_id, _E.c.currency)
        found = select(*names, total).join(_E, _E.c.transaction == _T.c.id).where(_E.c.account == account)
        rows = self._connection.execute(found.group_by(*names).having(total != 0).order_by(*names))
        return tuple(Suspended(row[0], row[1], Money(int(row[3]), row[2])) for row in rows)

    def journal(self, start: datetime, end: datetime, *, after: int, most: int) -> tuple[JournalEntry, ...]:
        """Transactions that were posted in a span of time, by number, after one."""
        within = (_T.c.posted_at >= start, _T.c.posted_at < end, _T.c.id > after)
        numbers = select(_T.c.id).where(*within).order_by(_T.c.id).limit(most)
        whole = list(self._whole(_T.c.id.in_(numbers)))
        named = self._named([each.number for each in whole])
        return tuple(JournalEntry(each, *named.get(each.number, ("", ""))) for each in whole)

    def _named(self, numbers: list[int]) -> dict[int, tuple[str, str]]:
        """The record locator and the gateway's reference by the number of a transaction."""
        attempt_payment = payments.alias("attempt_payment")
        joined, checkout = _with_checkout(attempt_payment)
        reference = func.coalesce(payments.c.reference, attempts.c.reference, "")
        by_checkout = orders.alias("booked")
        found = (
            select(_T.c.id, func.coalesce(by_checkout.c.locator, ""), reference)
            .select_from(joined.outerjoin(by_checkout, by_checkout.c.checkout == checkout))
            .where(_T.c.id.in_(numbers))
        )
        return {row[0]: (row[1], row[2]) for row in self._connection.execute(found)}

    def _whole(self, wanted: Any) -> Iterable[Posted]:
        found = (
            select(_T, _E.c.account, _E.c.amount_minor, _E.c.currency)
            .join(_E, _E.c.transaction == _T.c.id)
            .where(wanted)
            .order_by(_T.c.id, _E.c.position)
        )
        rows: dict[int, list[Row[Any]]] = {}
        for row in self._connection.execute(found):
            rows.setdefault(row.id, []).append(row)
        for number, lines in rows.items():
            first = lines[0]
            entries = tuple(Entry(line.account, Money(line.amount_minor, line.currency)) for line in lines)
            about = Transaction(first.source_kind, first.source_id, first.posting_kind, entries)
            yield Posted(number, first.posted_at, about)


def _with_checkout(attempt_payment: Any = None) -> tuple[FromClause, Any]:
    """The books with what each transaction is about, and the column that names its checkout, NULL when none does."""
    if attempt_payment is None:
        attempt_payment = payments.alias("attempt_payment")
    kind, source = _T.c.source_kind, _T.c.source_id
    joined = (
        _T.join(_E, _E.c.transaction == _T.c.id)
        .outerjoin(payments, and_(kind == "payment", payments.c.id == source))
        .outerjoin(orders, and_(kind == "order", orders.c.id == source))
        .outerjoin(attempts, and_(kind == "attempt", attempts.c.key == source))
        .outerjoin(attempt_payment, attempt_payment.c.id == attempts.c.payment)
    )
    of_refund = case((kind == "refund", func.split_part(source, ":", 1)))
    return joined, func.coalesce(payments.c.checkout, orders.c.checkout, attempt_payment.c.checkout, of_refund)
