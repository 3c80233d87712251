"""Drafts of agents in PostgreSQL."""

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, literal_column, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.repositories.talk_lines import storable
from bot.adapters.sql.tables.drafts import desk_drafts
from bot.ports.draft_records import Draft

_FIELDS = [desk_drafts.c[name] for name in Draft.__struct_fields__]
_IS_NEW: ColumnElement[bool] = literal_column("xmax = 0")
"""Whether a row that was written is new (PostgreSQL: nobody has deleted or locked it before)."""


class SqlDraftRecords:
    """The port `DraftRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def draft(self, thread: str, person: str) -> Draft | None:
        """What somebody was writing there."""
        query = select(*_FIELDS).where(desk_drafts.c.thread == thread, desk_drafts.c.person == person)
        row = self._connection.execute(query).one_or_none()
        return Draft(*row) if row else None

    def of_thread(self, thread: str) -> tuple[Draft, ...]:
        """Everybody's, by their names."""
        query = select(*_FIELDS).where(desk_drafts.c.thread == thread)
        rows = self._connection.execute(query.order_by(desk_drafts.c.name, desk_drafts.c.person))
        return tuple(Draft(*row) for row in rows)

    def keep(self, draft: Draft) -> bool:
        """Write a draft in place of the earlier one; whether there was none."""
        fields = {**msgspec.structs.asdict(draft), "text": storable(draft.text)}
        row = upsert(desk_drafts).values(fields)
        changed = row.on_conflict_do_update(index_elements=["thread", "person"], set_=fields)
        return bool(self._connection.execute(changed.returning(_IS_NEW)).scalar_one())

    def drop(self, thread: str, person: str) -> bool:
        """Forget somebody's draft; whether there was one."""
        those = delete(desk_drafts).where(desk_drafts.c.thread == thread, desk_drafts.c.person == person)
        return self._connection.execute(those).rowcount > 0

    def forget(self, thread: str) -> None:
        """Forget all drafts of a thread."""
        self._connection.execute(delete(desk_drafts).where(desk_drafts.c.thread == thread))
