"""The ledger and the audit in PostgreSQL: rows are appended, triggers refuse the rest."""

from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.money import audit, ledger_entries, ledger_transactions
from bot.domain.money import Money
from bot.domain.payment import ledger
from bot.domain.payment.ledger import Entry, Transaction
from bot.ports.money_records import Audit


class SqlBooks:
    """The part of the port `MoneyRecords` that is about the ledger and the audit."""

    _connection: Connection

    def post(self, transaction: Transaction, *, at: datetime) -> bool:
        """Write a transaction in the books, unless that was done; raises `IllegalError` unless it sums to nought."""
        ledger.check(transaction)
        about = dict(zip(("source_kind", "source_id", "posting_kind"), transaction.key, strict=True))
        kept = upsert(ledger_transactions).values({**about, "posted_at": at}).on_conflict_do_nothing()
        number = self._connection.execute(kept.returning(ledger_transactions.c.id)).scalar_one_or_none()
        if number is None:
            return False
        rows = [
            {
                "transaction": number,
                "position": position,
                "account": entry.account,
                "amount_minor": entry.amount.minor,
                "currency": entry.amount.currency,
            }
            for position, entry in enumerate(transaction.entries)
        ]
        self._connection.execute(insert(ledger_entries), rows)
        return True

    def transactions(self, *sources: str) -> tuple[Transaction, ...]:
        """What is in the books about the sources, in order; all without any."""
        found = (
            select(
                ledger_transactions, ledger_entries.c.account, ledger_entries.c.amount_minor, ledger_entries.c.currency
            )
            .join(ledger_entries, ledger_entries.c.transaction == ledger_transactions.c.id)
            .order_by(ledger_transactions.c.id, ledger_entries.c.position)
        )
        if sources:
            found = found.where(ledger_transactions.c.source_id.in_(sources))
        entries: dict[tuple[str, str, str], list[Entry]] = {}
        for row in self._connection.execute(found):
            key = (row.source_kind, row.source_id, row.posting_kind)
            entries.setdefault(key, []).append(Entry(row.account, Money(row.amount_minor, row.currency)))
        return tuple(Transaction(*key, tuple(each)) for key, each in entries.items())

    def audit(self, line: Audit) -> None:
        """Append a line to the audit."""
        self._connection.execute(insert(audit).values(msgspec.structs.asdict(line)))

    def audited(self, subject: str) -> tuple[Audit, ...]:
        """The audit of a subject in order."""
        rows = self._connection.execute(select(audit).where(audit.c.subject == subject).order_by(audit.c.id))
        return tuple(Audit(row.at, row.kind, row.subject, row.before, row.after, row.cause) for row in rows)
