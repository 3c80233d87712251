"""Flows in PostgreSQL: append a revision, move the pointer."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, false, func, insert, select, true, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.flows import flow_changes, flow_pointers, flow_revisions
from bot.domain.errors import InvalidError
from bot.ports.flow_records import FlowHead, FlowRevision

_C = flow_revisions.c
_IS_LIVE = func.coalesce(flow_pointers.c.revision == _C.revision, false()).label("live")
_WITH_POINTER = flow_revisions.outerjoin(flow_pointers, flow_pointers.c.flow == _C.flow)
_LOCK = int.from_bytes(b"tffp", "big")
"""The number of our advisory lock for pointers."""


class SqlFlowRecords:
    """The port `FlowRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def publish(self, flow: str, document: bytes, *, author: str, at: int, notes: str = "") -> FlowRevision:
        """Store the next revision and make it live; the live document again gives the live revision."""
        self.lock()
        live = next(iter(self._whole(_C.flow == flow, flow_pointers.c.revision == _C.revision)), None)
        if live is not None and live.document == document:
            return live
        newest = select(func.coalesce(func.max(_C.revision), 0)).where(_C.flow == flow)
        number = int(self._connection.execute(newest).scalar_one()) + 1
        values = {"flow": flow, "revision": number, "document": document, "author": author, "notes": notes}
        self._connection.execute(insert(flow_revisions).values(published_at=at, **values))
        self.make_live(flow, number)
        return FlowRevision(flow, number, document, at, author, live=True, notes=notes)

    def make_live(self, flow: str, revision: int) -> None:
        """Move the pointer to a revision that exists; raises `InvalidError` when it does not."""
        self.lock()
        found = select(_C.revision).where(_C.flow == flow, _C.revision == revision)
        if self._connection.execute(found).first() is None:
            raise InvalidError(f"The flow {flow!r} has no revision {revision}.")
        values = {"revision": revision, "change": self.touch()}
        row = upsert(flow_pointers).values(flow=flow, **values)
        self._connection.execute(row.on_conflict_do_update(index_elements=["flow"], set_=values))

    def revisions(self) -> tuple[FlowRevision, ...]:
        """Every revision of every flow, by flow and number."""
        return self._whole(true())

    def heads(self, flow: str = "") -> tuple[FlowHead, ...]:
        """Revisions of a flow, or of every flow, without their documents; by flow and number."""
        columns = (_C.flow, _C.revision, _C.published_at, _C.author, _IS_LIVE, _C.notes, _C.sha256)
        query = select(*columns).select_from(_WITH_POINTER).where(_C.flow == flow if flow else true())
        return tuple(FlowHead(*row) for row in self._connection.execute(query.order_by(_C.flow, _C.revision)))

    def pointers(self) -> Mapping[str, int]:
        """The number of the live revision of every flow that was ever published, by flow."""
        query = select(flow_pointers.c.flow, flow_pointers.c.revision).order_by(flow_pointers.c.flow)
        return {row.flow: row.revision for row in self._connection.execute(query)}

    def documents(self, wanted: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], bytes]:
        """Documents of revisions by flow and number; those that do not exist are left out."""
        names = list(wanted)
        if not names:
            return {}
        query = select(_C.flow, _C.revision, _C.document).where(tuple_(_C.flow, _C.revision).in_(names))
        return {(row.flow, row.revision): bytes(row.document) for row in self._connection.execute(query)}

    def lock(self) -> None:
        """See that nobody else publishes or moves a pointer before this transaction ends."""
        self._connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))

    def newest_change(self) -> int:
        """A number that rises with each publication, move of a pointer, or `touch`."""
        return int(self._connection.execute(select(func.coalesce(func.max(flow_changes.c.number), 0))).scalar_one())

    def touch(self) -> int:
        """Say that something changed that worlds have; who says so at the same time waits, and gets a higher number."""
        row = upsert(flow_changes).values(one=True, number=1)
        raised = row.on_conflict_do_update(index_elements=["one"], set_={"number": flow_changes.c.number + 1})
        return int(self._connection.execute(raised.returning(flow_changes.c.number)).scalar_one())

    def _whole(self, *where: ColumnElement[bool]) -> tuple[FlowRevision, ...]:
        columns = (_C.flow, _C.revision, _C.document, _C.published_at, _C.author, _IS_LIVE, _C.notes)
        query = select(*columns).select_from(_WITH_POINTER).where(*where).order_by(_C.flow, _C.revision)
        return tuple(
            FlowRevision(row.flow, row.revision, bytes(row.document), row.published_at, row.author, row.live, row.notes)
            for row in self._connection.execute(query)
        )
