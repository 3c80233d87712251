"""Approvals in PostgreSQL."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.approvals import approvals
from bot.domain.errors import ConflictError
from bot.domain.staff.approval import Approval

_C = approvals.c
_WAITS = _C.state == "asked"


class SqlApprovalRecords:
    """The port `ApprovalRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, approval: Approval) -> None:
        """Store a new one; the same id again changes nothing."""
        row = upsert(approvals).values(msgspec.structs.asdict(approval))
        self._connection.execute(row.on_conflict_do_nothing(index_elements=["id"]))

    def approval(self, approval: str, *, lock: bool = False) -> Approval | None:
        """One by its id."""
        query = select(approvals).where(_C.id == approval)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return _approval(row) if row is not None else None

    def decide(self, approval: Approval) -> None:
        """Store what became of one that waits; raises `ConflictError` when it was decided before."""
        values = {name: getattr(approval, name) for name in ("state", "decided_by", "decided_at", "answer")}
        changed = self._connection.execute(update(approvals).where(_C.id == approval.id, _WAITS).values(values))
        if changed.rowcount != 1:
            raise ConflictError("Somebody has decided this before.", retryable=False)

    def waiting(self) -> tuple[Approval, ...]:
        """All that wait, the oldest first."""
        found = select(approvals).where(_WAITS).order_by(_C.asked_at, _C.id)
        return tuple(map(_approval, self._connection.execute(found)))

    def count_waiting(self) -> int:
        """How many wait."""
        found = select(func.count()).select_from(approvals).where(_WAITS)
        return int(self._connection.execute(found).scalar_one())

    def decided(self, *, most: int, skip: int = 0) -> tuple[Approval, ...]:
        """Those that do not wait any more, decided last first."""
        found = select(approvals).where(~_WAITS).order_by(_C.decided_at.desc(), _C.id).limit(most).offset(skip)
        return tuple(map(_approval, self._connection.execute(found)))

    def asked_before(self, moment: datetime) -> tuple[str, ...]:
        """Ids of those that wait and were asked before a moment."""
        found = select(_C.id).where(_WAITS, _C.asked_at < moment).order_by(_C.asked_at, _C.id)
        return tuple(self._connection.execute(found).scalars())


def _approval(row: Row[Any]) -> Approval:
    return Approval(**{name: getattr(row, name) for name in Approval.__struct_fields__})
