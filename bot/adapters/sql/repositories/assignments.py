"""Assignment in PostgreSQL."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.repositories.desk import thread_of
from bot.adapters.sql.tables.assigning import queue_told, thread_handings, thread_transfers
from bot.adapters.sql.tables.desk import desk_threads
from bot.domain.conversation.handover import ELSEWHERE
from bot.ports.assignment_records import Handing, HandingKind, Told, Transfer
from bot.ports.desk_records import DeskThread

_HOLD = 0x7466_6173
"""The number of our advisory lock for assigning."""
_T = desk_threads.c
_LINE = [thread_handings.c[name] for name in Handing.__struct_fields__]
_BOT: ColumnElement[str] = literal_column("'bot'")
_0: ColumnElement[int] = literal_column("0")
"""Written out, so that the small index of threads with the desk is used."""


def _here(now: int) -> ColumnElement[bool]:
    return and_(_T.owner != _BOT, _T.done_at == _0, _T.snoozed_until <= now)


class SqlAssignmentRecords:
    """The port `AssignmentRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def hold(self) -> None:
        """Let nobody else assign anything by itself until the transaction ends."""
        self._connection.execute(select(func.pg_advisory_xact_lock(_HOLD)))

    def queued(self, *, now: int) -> tuple[DeskThread, ...]:
        """Threads that wait for a person, put off by nobody, those that wait longest first."""
        query = select(desk_threads).where(_here(now), _T.owner == "queue").order_by(_T.waiting_since, _T.thread)
        return tuple(thread_of(row) for row in self._connection.execute(query))

    def held(self, *, now: int) -> tuple[DeskThread, ...]:
        """Threads that somebody has or was assigned, but for those that are put off or done."""
        has = and_(_T.owner == "human", _T.agent != "", ~_T.agent.startswith(ELSEWHERE))
        given = and_(_T.owner == "queue", _T.offered_to != "")
        query = select(desk_threads).where(_here(now), or_(has, given)).order_by(_T.thread)
        return tuple(thread_of(row) for row in self._connection.execute(query))

    def note(self, line: Handing) -> None:
        """Write a line; nothing ever changes one, but that its words are forgotten."""
        self._connection.execute(insert(thread_handings).values(msgspec.structs.asdict(line)))

    def lines(self, threads: tuple[str, ...], *, most: int = 1000) -> tuple[Handing, ...]:
        """The newest lines of threads, the oldest of them first."""
        wanted = select(*_LINE).where(thread_handings.c.thread == func.any(list(threads)))
        rows = self._connection.execute(wanted.order_by(thread_handings.c.number.desc()).limit(most)).all()
        return tuple(_line(row) for row in reversed(rows))

    def newest(self, kinds: frozenset[HandingKind], *, since: int, most: int) -> tuple[Handing, ...]:
        """The newest lines of some kinds since a time, the newest first."""
        of_kind = select(*_LINE).where(thread_handings.c.kind.in_(sorted(kinds)), thread_handings.c.at >= since)
        rows = self._connection.execute(of_kind.order_by(thread_handings.c.number.desc()).limit(most))
        return tuple(_line(row) for row in rows)

    def transfer(self, thread: str, *, lock: bool = False) -> Transfer | None:
        """The transfer of a thread that is not over."""
        query = select(thread_transfers).where(thread_transfers.c.thread == thread)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return Transfer(**row._mapping) if row else None  # noqa: SLF001  the row's public mapping

    def transfers(self) -> tuple[Transfer, ...]:
        """Every transfer that is not over, by thread."""
        rows = self._connection.execute(select(thread_transfers).order_by(thread_transfers.c.thread))
        return tuple(Transfer(**row._mapping) for row in rows)  # noqa: SLF001  the row's public mapping

    def keep_transfer(self, transfer: Transfer) -> None:
        """Write the transfer of a thread as it is now."""
        fields = msgspec.structs.asdict(transfer)
        row = upsert(thread_transfers).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["thread"], set_=fields))

    def end_transfer(self, thread: str) -> None:
        """The transfer of a thread is over."""
        self._connection.execute(delete(thread_transfers).where(thread_transfers.c.thread == thread))

    def told(self) -> Mapping[str, Told]:
        """What travellers who wait were told last, by thread."""
        rows = self._connection.execute(select(queue_told))
        return {row.thread: Told(**row._mapping) for row in rows}  # noqa: SLF001  the row's public mapping

    def keep_told(self, told: Told) -> None:
        """Write what a traveller was told last."""
        fields = msgspec.structs.asdict(told)
        row = upsert(queue_told).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["thread"], set_=fields))

    def forget_told(self, threads: tuple[str, ...]) -> None:
        """Forget what travellers were told who do not wait any more."""
        self._connection.execute(delete(queue_told).where(queue_told.c.thread == func.any(list(threads))))

    def forget_notes(self, thread: str, *, since: int = 0, until: int = 0) -> None:
        """Forget what was noted with the hands of a thread after a moment and up to another."""
        for table in (thread_handings, thread_transfers):
            those = [table.c.thread == thread, table.c.at > since]
            if until:
                those.append(table.c.at <= until)
            self._connection.execute(update(table).where(*those).values(note=""))


def _line(row: Row[Any]) -> Handing:
    return Handing(**row._mapping)  # noqa: SLF001  the row's public mapping
