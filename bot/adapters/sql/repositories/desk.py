"""What the desk knows of threads, in PostgreSQL."""

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.desk import desk_threads
from bot.ports.desk_records import DeskThread


class SqlDeskRecords:
    """The port `DeskRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def thread(self, thread: str, *, lock: bool = False) -> DeskThread:
        """What the desk knows of a thread, an empty state for one of which it knows nothing."""
        if lock:
            self._connection.execute(upsert(desk_threads).values(thread=thread).on_conflict_do_nothing())
        query = select(desk_threads).where(desk_threads.c.thread == thread)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        if row is None:
            return DeskThread(thread=thread)
        return thread_of(row)

    def change(self, thread: str, **fields: object) -> None:
        """Set fields of `DeskThread` of a thread, and leave all others as they are."""
        row = upsert(desk_threads).values(thread=thread, **fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["thread"], set_=fields))


def thread_of(row: Row[tuple[object, ...]]) -> DeskThread:
    """A row of `desk_threads` as a value."""
    return DeskThread(**{**row._mapping, "labels": tuple(row.labels)})  # noqa: SLF001  the row's public mapping
