"""Codes, chats that come and go, and other names of threads in PostgreSQL."""

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.links import former_threads, link_codes, thread_aliases
from bot.adapters.sql.tables.wallet import traveller_threads, travellers
from bot.ports.link_records import LinkCode, Parted, Purpose


class SqlLinkRecords:
    """The port `LinkRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_code(self, code: LinkCode) -> None:
        """Store a code; the same again changes nothing."""
        row = upsert(link_codes).values(msgspec.structs.asdict(code))
        self._connection.execute(row.on_conflict_do_nothing())

    def code(self, hashed: str, *, lock: bool = False) -> LinkCode | None:
        """A code by its hash; with `lock` nobody else may use it until the transaction ends."""
        found = select(link_codes).where(link_codes.c.hashed == hashed)
        row = self._connection.execute(found.with_for_update() if lock else found).one_or_none()
        return None if row is None else LinkCode(**{name: getattr(row, name) for name in LinkCode.__struct_fields__})

    def save_code(self, code: LinkCode) -> None:
        """Store a code that is there."""
        mine = update(link_codes).where(link_codes.c.hashed == code.hashed)
        self._connection.execute(mine.values(msgspec.structs.asdict(code)))

    def retire_codes(self, thread: str, *, at: datetime, purpose: Purpose | None = None) -> None:
        """Let the codes of a thread be good no longer than until a moment."""
        mine = update(link_codes).where(link_codes.c.thread == thread, link_codes.c.expires_at > at)
        mine = mine if purpose is None else mine.where(link_codes.c.purpose == purpose)
        self._connection.execute(mine.values(expires_at=at))

    def note_miss(self, thread: str, *, at: datetime) -> None:
        """Count a wrong code typed in a thread against those codes that are good there alone."""
        mine = (link_codes.c.thread == thread, link_codes.c.purpose == "mail", link_codes.c.expires_at > at)
        self._connection.execute(update(link_codes).where(*mine).values(tries=link_codes.c.tries + 1))

    def forget_codes(self, *, before: datetime) -> None:
        """Forget codes that ended before a moment."""
        self._connection.execute(delete(link_codes).where(link_codes.c.expires_at < before))

    def hold(self, thread: str) -> None:
        """Let nobody else who holds it first tie or untie a thread until the transaction ends."""
        self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(thread, _LOCKS))))

    def link(self, thread: str, traveller: str, *, at: datetime) -> None:
        """Tie a thread that has no traveller to one; the transaction raises `ConflictError` when it has one."""
        values = {"thread": thread, "traveller": traveller, "linked_at": at}
        self._connection.execute(insert(traveller_threads).values(values))

    def linked(self, traveller: str) -> tuple[tuple[str, datetime], ...]:
        """The threads of a traveller and since when, the one that came first first."""
        mine = select(traveller_threads.c.thread, traveller_threads.c.linked_at)
        mine = mine.where(traveller_threads.c.traveller == traveller)
        rows = self._connection.execute(mine.order_by(traveller_threads.c.linked_at, traveller_threads.c.thread))
        return tuple((row.thread, row.linked_at) for row in rows)

    def move(self, gone: str, to: str) -> None:
        """Give everything that ties chats to one traveller to another: threads, former ones, codes."""
        for table in (traveller_threads, former_threads, link_codes):
            self._connection.execute(update(table).where(table.c.traveller == gone).values(traveller=to))
        self._connection.execute(update(travellers).where(travellers.c.merged_into == gone).values(merged_into=to))

    def part(self, parted: Parted) -> bool:
        """Untie a thread and note it; False, and nothing changes, when the same cause did so before."""
        values = {**msgspec.structs.asdict(parted), "traveller": parted.traveller or None}
        row = upsert(former_threads).values(values).on_conflict_do_nothing()
        if self._connection.execute(row.returning(former_threads.c.thread)).first() is None:
            return False
        self._connection.execute(delete(traveller_threads).where(traveller_threads.c.thread == parted.thread))
        return True

    def partings(self, thread: str) -> tuple[Parted, ...]:
        """How a thread left travellers, the newest first."""
        return self._parted(former_threads.c.thread == thread)

    def former(self, traveller: str) -> tuple[Parted, ...]:
        """How threads left a traveller, the newest first."""
        return self._parted(former_threads.c.traveller == traveller)

    def _parted(self, those: Any) -> tuple[Parted, ...]:
        rows = select(former_threads).where(those).order_by(former_threads.c.at.desc(), former_threads.c.cause.desc())
        return tuple(_parted(row) for row in self._connection.execute(rows))

    def traveller_with(self, email: str) -> str:
        """The id of the traveller who was the first to have an e-mail address, in whatever case."""
        those = (travellers.c.email == email.lower(), travellers.c.email != "", travellers.c.merged_into.is_(None))
        first = select(travellers.c.id).where(*those).order_by(travellers.c.began_at, travellers.c.id).limit(1)
        return self._connection.execute(first).scalar_one_or_none() or ""

    def alias(self, name: str) -> str:
        """The thread that another name of its means, "" when nobody said so."""
        found = select(thread_aliases.c.thread).where(thread_aliases.c.name == name)
        return self._connection.execute(found).scalar_one_or_none() or ""

    def save_alias(self, name: str, thread: str, *, at: datetime) -> None:
        """From now on another name means a thread."""
        row = upsert(thread_aliases).values(name=name, thread=thread, since=at)
        changed = row.on_conflict_do_update(index_elements=["name"], set_={"thread": thread, "since": at})
        self._connection.execute(changed)


_LOCKS = 0x7466_6C6B
"""The seed that keeps these advisory locks apart from others': "tflk"."""


def _parted(row: Row[Any]) -> Parted:
    return Parted(row.thread, row.cause, row.traveller or "", row.at, row.reason, row.revision)
