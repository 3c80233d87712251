"""Rehearsals and golden conversations, in PostgreSQL."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.rehearsals import golden_talks, rehearsals
from bot.domain.errors import InvalidError
from bot.domain.rehearsal.golden import Golden
from bot.domain.rehearsal.script import Script
from bot.ports.rehearsal_records import GoldenTalk, Rehearsal

_script = msgspec.json.Decoder(Script)
_golden = msgspec.json.Decoder(Golden)


class SqlRehearsalRecords:
    """The port `RehearsalRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rehearsal(self, rehearsal: str) -> Rehearsal | None:
        """A rehearsal by its id; nobody else changes it until the transaction ends."""
        wanted = select(rehearsals).where(rehearsals.c.id == rehearsal).with_for_update()
        row = self._connection.execute(wanted).first()
        return Rehearsal(row.id, row.person, _script.decode(row.script), row.at) if row else None

    def keep_rehearsal(self, rehearsal: Rehearsal) -> None:
        """Write a rehearsal as it is now."""
        fields = {"person": rehearsal.person, "script": _json(rehearsal.script), "at": rehearsal.at}
        row = upsert(rehearsals).values(id=rehearsal.id, **fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=fields))

    def drop_rehearsals(self, *, before: int) -> int:
        """Forget the rehearsals whose last act was before a time; gives how many."""
        return self._connection.execute(delete(rehearsals).where(rehearsals.c.at < before)).rowcount

    def golden_talks(self, flow: str = "") -> tuple[GoldenTalk, ...]:
        """The golden conversations of a flow, or of all, by flow and name."""
        wanted = select(golden_talks)
        wanted = wanted.where(golden_talks.c.flow == flow) if flow else wanted
        found = map(_talk, self._connection.execute(wanted))
        return tuple(sorted(found, key=lambda talk: (talk.golden.flow, talk.golden.name)))

    def golden_talk(self, talk: str) -> GoldenTalk | None:
        """One golden conversation by its id."""
        row = self._connection.execute(select(golden_talks).where(golden_talks.c.id == talk)).first()
        return _talk(row) if row else None

    def keep_golden(self, talk: GoldenTalk) -> None:
        """Write a golden conversation as it is now; raises `InvalidError` when another of its flow has its name."""
        golden = talk.golden
        fields = {"flow": golden.flow, "name": golden.name, "document": _json(golden), "person": talk.by, "at": talk.at}
        same = (golden_talks.c.flow == golden.flow) & (golden_talks.c.name == golden.name)
        taken = select(golden_talks.c.id).where(same & (golden_talks.c.id != talk.id))
        if self._connection.execute(taken).first():
            raise InvalidError(f"There is a golden conversation {golden.name!r} of this flow already.")
        row = upsert(golden_talks).values(id=talk.id, **fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=fields))

    def drop_golden(self, talk: str) -> None:
        """Forget a golden conversation."""
        self._connection.execute(delete(golden_talks).where(golden_talks.c.id == talk))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _talk(row: Row[Any]) -> GoldenTalk:
    return GoldenTalk(row.id, _golden.decode(row.document), row.person, row.at)
