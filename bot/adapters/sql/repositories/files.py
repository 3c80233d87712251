"""Stored files in PostgreSQL: a row has what is known of a file, and its bytes, which are read only when asked for."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.repositories.talk_lines import storable
from bot.adapters.sql.tables.notes import stored_files
from bot.ports.file_records import StoredFile

_COLUMNS = [stored_files.c[name] for name in StoredFile.__struct_fields__]


class SqlFileRecords:
    """The port `FileRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, file: StoredFile, content: bytes) -> None:
        """Keep a file with its bytes; the same id again changes nothing."""
        fields = msgspec.structs.asdict(file)
        values = {**fields, "item": storable(file.item), "name": storable(file.name), "content": content}
        self._connection.execute(upsert(stored_files).values(values).on_conflict_do_nothing())

    def file(self, file: str) -> StoredFile | None:
        """What is known of a file, by its id."""
        row = self._connection.execute(select(*_COLUMNS).where(stored_files.c.id == storable(file))).first()
        return _file(row) if row else None

    def content(self, file: str) -> bytes:
        """Its bytes, b"" when there are none."""
        found = self._connection.execute(select(stored_files.c.content).where(stored_files.c.id == file))
        return bytes(found.scalar_one_or_none() or b"")

    def of_items(self, thread: str, items: tuple[str, ...]) -> tuple[StoredFile, ...]:
        """The files of messages of a thread, in the order in which they came."""
        if not items:
            return ()
        named = [storable(item) for item in items]
        mine = select(*_COLUMNS).where(stored_files.c.thread == thread, stored_files.c.item.in_(named))
        rows = self._connection.execute(mine.order_by(stored_files.c.at, stored_files.c.id))
        return tuple(map(_file, rows))

    def size_of(self, thread: str) -> int:
        """Bytes that are kept of a thread."""
        total = select(func.coalesce(func.sum(stored_files.c.size), 0)).where(stored_files.c.thread == thread)
        return int(self._connection.execute(total).scalar_one())

    def drop(self, file: str) -> None:
        """Forget a file."""
        self._connection.execute(delete(stored_files).where(stored_files.c.id == file))

    def forget(self, thread: str, *, since: int = 0, until: int = 0) -> None:
        """Forget files of a thread that came after a moment and up to another."""
        those = [stored_files.c.thread == thread, stored_files.c.at > since]
        if until:
            those.append(stored_files.c.at <= until)
        self._connection.execute(delete(stored_files).where(*those))


def _file(row: Row[Any]) -> StoredFile:
    return StoredFile(**{name: getattr(row, name) for name in StoredFile.__struct_fields__})
