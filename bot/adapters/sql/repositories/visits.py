"""Visits in PostgreSQL."""

from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.talk import transcript
from bot.adapters.sql.tables.visits import visits
from bot.domain.embedding.visits import Visit

_SHOWN = ("sent", "delivered", "read")
"""Fates of what stands in front of the traveller."""


class SqlVisitRecords:
    """The port `VisitRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def visit(self, visitor: str) -> Visit | None:
        """A visit, locked until the transaction ends, or None when it is forgotten."""
        query = select(visits).where(visits.c.visitor == visitor).with_for_update()
        row = self._connection.execute(query).one_or_none()
        return None if row is None else Visit(*row)

    def has(self, visitor: str) -> bool:
        """Whether there is a visit of that name; nothing is locked."""
        query = select(visits.c.visitor).where(visits.c.visitor == visitor)
        return self._connection.execute(query).first() is not None

    def keep(self, visit: Visit) -> None:
        """Write a visit, new or changed; what was seen never goes back."""
        row = upsert(visits).values(msgspec.structs.asdict(visit))
        new = row.excluded
        changes: dict[str, Any] = {name: new[name] for name in ("site", "generation", "rotated", "expires")}
        changes["seen"] = func.greatest(visits.c.seen, new.seen)
        self._connection.execute(row.on_conflict_do_update(index_elements=["visitor"], set_=changes))

    def see(self, visitor: str, row: int) -> None:
        """Note that lines up to a row were shown; an older row, or a visit that is forgotten, changes nothing."""
        earlier = (visits.c.visitor == visitor, visits.c.seen < row)
        self._connection.execute(update(visits).where(*earlier).values(seen=row))

    def forget(self, visitor: str) -> None:
        """Forget a visit: none of its tokens is good any more."""
        self._connection.execute(delete(visits).where(visits.c.visitor == visitor))

    def expired(self, *, now: int, most: int) -> tuple[str, ...]:
        """The visitors whose visits ended before now, those first that ended first."""
        over = select(visits.c.visitor).where(visits.c.expires <= now).order_by(visits.c.expires, visits.c.visitor)
        return tuple(self._connection.scalars(over.limit(most)))

    def unread(self, thread: str, visitor: str, *, most: int) -> int:
        """How many messages of ours stand in front of the traveller after what was seen, counted up to `most`."""
        seen = select(visits.c.seen).where(visits.c.visitor == visitor).scalar_subquery()
        new = (
            select(transcript.c.row)
            .where(
                transcript.c.thread == thread,
                transcript.c.row > func.coalesce(seen, 0),
                transcript.c.fate.in_(_SHOWN),
                transcript.c.kind != "Typing",
            )
            .limit(most)
            .subquery()
        )
        return self._connection.execute(select(func.count()).select_from(new)).scalar_one()
