"""Ready replies in PostgreSQL."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.notes import canned_replies
from bot.domain.errors import ConflictError
from bot.domain.staff.canned import Canned


class SqlCannedRecords:
    """The port `CannedRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def every(self) -> tuple[Canned, ...]:
        """All of them, by shortcut."""
        ordered = select(canned_replies).order_by(canned_replies.c.shortcut, canned_replies.c.id)
        return tuple(map(_canned, self._connection.execute(ordered)))

    def one(self, canned: str) -> Canned | None:
        """One by its id."""
        row = self._connection.execute(select(canned_replies).where(canned_replies.c.id == canned)).first()
        return _canned(row) if row else None

    def keep(self, canned: Canned) -> None:
        """Write one as it is now; raises `ConflictError` when its team has another one of that shortcut."""
        same = select(canned_replies.c.id).where(
            canned_replies.c.team == canned.team,
            canned_replies.c.shortcut == canned.shortcut,
            canned_replies.c.id != canned.id,
        )
        if self._connection.execute(same).first() is not None:
            raise ConflictError("There is a reply with this shortcut already.", retryable=False)
        texts = msgspec.json.encode(canned.texts).decode()
        fields = {**msgspec.structs.asdict(canned), "texts": texts, "files": list(canned.files)}
        row = upsert(canned_replies).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=fields))

    def drop(self, canned: str) -> None:
        """Forget one."""
        self._connection.execute(delete(canned_replies).where(canned_replies.c.id == canned))


def _canned(row: Row[Any]) -> Canned:
    texts = msgspec.json.decode(row.texts, type=dict[str, str])
    return Canned(id=row.id, shortcut=row.shortcut, title=row.title, team=row.team, texts=texts, files=tuple(row.files))
