"""Drafts of flows in PostgreSQL."""

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.flow_drafts import flow_drafts, flow_edits
from bot.domain.flow.drafting import REMEMBERED, Done, Draft, Stamp
from bot.ports.flow_draft_records import DraftHead

_C, _E = flow_drafts.c, flow_edits.c
_encode = msgspec.json.Encoder().encode
_stamps = msgspec.json.Decoder(dict[str, Stamp])
_done = msgspec.json.Decoder(Done)


class SqlFlowDraftRecords:
    """The port `FlowDraftRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def draft(self, flow: str, *, lock: bool = False) -> Draft | None:
        """The draft of a flow; with `lock` nobody else changes it before this transaction ends."""
        query = select(flow_drafts).where(_C.flow == flow)
        row = self._connection.execute(query.with_for_update() if lock else query).one_or_none()
        return _draft(row) if row is not None else None

    def begin(self, draft: Draft) -> None:
        """Keep a new draft, unless its flow has one."""
        self._connection.execute(upsert(flow_drafts).values(_row(draft)).on_conflict_do_nothing())

    def save(self, draft: Draft) -> None:
        """Keep a draft as it is now."""
        self._connection.execute(update(flow_drafts).where(_C.flow == draft.flow).values(_row(draft)))

    def drop(self, flow: str) -> None:
        """Forget a draft and what was done to it."""
        self._connection.execute(delete(flow_drafts).where(_C.flow == flow))

    def heads(self) -> tuple[DraftHead, ...]:
        """Every draft without its document, by flow."""
        query = select(_C.flow, _C.base, _C.version, _C.at, _C.by).order_by(_C.flow)
        return tuple(DraftHead(*row) for row in self._connection.execute(query))

    def remember(self, flow: str, done: Done) -> None:
        """Keep an operation that was done; of the newest hundred the oldest is forgotten."""
        body = _encode(done).decode()
        values = {"flow": flow, "number": done.number, "by": done.by, "undone": done.undone, "body": body}
        self._connection.execute(insert(flow_edits).values(values))
        kept = select(_E.number).where(_E.flow == flow).order_by(_E.number.desc()).limit(REMEMBERED)
        self._connection.execute(delete(flow_edits).where(_E.flow == flow, _E.number.not_in(kept)))

    def change(self, flow: str, done: Done) -> None:
        """Keep whether an operation is undone, and the versions that this left."""
        mine = update(flow_edits).where(_E.flow == flow, _E.number == done.number)
        self._connection.execute(mine.values(undone=done.undone, body=_encode(done).decode()))

    def forget_undone(self, flow: str, by: str) -> None:
        """Forget what somebody has undone: it cannot be done again any more."""
        self._connection.execute(delete(flow_edits).where(_E.flow == flow, _E.by == by, _E.undone))

    def history(self, flow: str) -> tuple[Done, ...]:
        """The operations on a draft that are remembered, the oldest first."""
        found = select(_E.body).where(_E.flow == flow).order_by(_E.number)
        return tuple(_done.decode(body) for body in self._connection.execute(found).scalars())


def _row(draft: Draft) -> dict[str, object]:
    fields = {name: getattr(draft, name) for name in ("flow", "base", "version", "at", "by")}
    return {**fields, "document": _encode(draft.document), "stamps": _encode(draft.stamps).decode()}


def _draft(row: Row[tuple[object, ...]]) -> Draft:
    return Draft(
        flow=row.flow,
        document=msgspec.json.decode(bytes(row.document)),
        base=row.base,
        version=row.version,
        stamps=_stamps.decode(row.stamps),
        at=row.at,
        by=row.by,
    )
