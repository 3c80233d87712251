"""The audit in PostgreSQL: lines of staff in one chain, and lines of money to be read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Row, Table, func, insert, select, text

from bot.adapters.sql.tables.approvals import audit_checks
from bot.adapters.sql.tables.desk import staff_audit
from bot.adapters.sql.tables.money import audit
from bot.domain.staff.audit import Act, Audited, Wanted
from bot.domain.staff.audit_chain import Check, Checked, sealed
from bot.ports.money_records import Audit

_A, _M = staff_audit.c, audit.c
_CHAIN = 0x7F_A0_D1
"""The advisory lock of those who append; transactions that do nothing else are not waited for."""
_NEXT = text("SELECT nextval(pg_get_serial_sequence('staff_audit', 'number'))")


class SqlAuditRecords:
    """The port `AuditRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, act: Act) -> int:
        """Write a line, sealed with the one before it; gives its number.

        The lock is kept until the transaction ends: the next writer reads the chain with this line in it, or without
        it when it was rolled back.
        """
        self._connection.execute(select(func.pg_advisory_xact_lock(_CHAIN)))
        newest = select(_A.digest).order_by(_A.number.desc()).limit(1)
        previous = self._connection.execute(newest).scalar_one_or_none() or ""
        number = int(self._connection.execute(_NEXT).scalar_one())
        line = sealed(number, act, previous=previous)
        values = {"number": number, "previous": previous, "digest": line.digest, **msgspec.structs.asdict(act)}
        self._connection.execute(insert(staff_audit).values(values))
        return number

    def newest(self, *, most: int) -> tuple[Audited, ...]:
        """The newest lines, the newest first."""
        return self.found(Wanted(), most=most)

    def after(self, number: int, *, most: int) -> tuple[Audited, ...]:
        """The lines after a number in their order."""
        found = select(staff_audit).where(_A.number > number).order_by(_A.number).limit(most)
        return tuple(map(_line, self._connection.execute(found)))

    def found(self, wanted: Wanted, *, most: int, skip: int = 0) -> tuple[Audited, ...]:
        """Lines that are wanted, the newest first."""
        found = select(staff_audit).where(*_of_staff(wanted)).order_by(_A.number.desc()).limit(most).offset(skip)
        return tuple(map(_line, self._connection.execute(found)))

    def count(self, wanted: Wanted) -> int:
        """How many lines are wanted."""
        return self._count(staff_audit, _of_staff(wanted))

    def kinds(self) -> tuple[str, ...]:
        """What was ever done, by name."""
        return tuple(self._connection.execute(select(_A.what).distinct().order_by(_A.what)).scalars())

    def keep_check(self, check: Check) -> None:
        """Keep what a check of the chain came to."""
        self._connection.execute(insert(audit_checks).values(at=check.at, **msgspec.structs.asdict(check.found)))

    def last_check(self, *, good: bool = False) -> Check | None:
        """The newest check; with `good` the newest that found no break."""
        newest = select(audit_checks).order_by(audit_checks.c.id.desc()).limit(1)
        row = self._connection.execute(newest.where(audit_checks.c.broken == 0) if good else newest).one_or_none()
        if row is None:
            return None
        return Check(row.at, Checked(row.number, row.digest, row.lines, row.broken, row.why))

    def money_found(self, wanted: Wanted, *, most: int, skip: int = 0) -> tuple[tuple[int, Audit], ...]:
        """Lines of the audit of money under their numbers, the newest first."""
        found = select(audit).where(*_of_money(wanted)).order_by(_M.id.desc()).limit(most).offset(skip)
        fields = Audit.__struct_fields__
        rows = self._connection.execute(found)
        return tuple((row.id, Audit(**{name: getattr(row, name) for name in fields})) for row in rows)

    def money_count(self, wanted: Wanted) -> int:
        """How many lines of the audit of money are wanted."""
        return self._count(audit, _of_money(wanted))

    def _count(self, table: Table, conditions: list[ColumnElement[bool]]) -> int:
        found = select(func.count()).select_from(table).where(*conditions)
        return int(self._connection.execute(found).scalar_one())


def _of_staff(wanted: Wanted) -> list[ColumnElement[bool]]:
    who = [_A.who == wanted.who] if wanted.who else []
    what = [_A.what == wanted.what] if wanted.what else []
    return [*who, *what, *_within(wanted, _A.number, _A.subject, _A.at)]


def _of_money(wanted: Wanted) -> list[ColumnElement[bool]]:
    who = [_M.cause.contains(wanted.who, autoescape=True)] if wanted.who else []
    what = [_M.kind == wanted.what] if wanted.what else []
    return [*who, *what, *_within(wanted, _M.id, _M.subject, _M.at)]


def _within(
    wanted: Wanted, number: Column[int], subject: Column[str], at: Column[datetime]
) -> Iterator[ColumnElement[bool]]:
    if wanted.subject:
        yield subject == wanted.subject
    if wanted.since is not None:
        yield at >= wanted.since
    if wanted.until is not None:
        yield at < wanted.until
    if wanted.upto:
        yield number <= wanted.upto


def _line(row: Row[Any]) -> Audited:
    act = Act(**{name: getattr(row, name) for name in Act.__struct_fields__})
    return Audited(row.number, act, row.previous, row.digest)
