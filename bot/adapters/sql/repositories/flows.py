"""Flows in PostgreSQL: append a revision, move the pointer."""

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.flows import flow_pointers, flow_revisions
from bot.domain.errors import InvalidError
from bot.ports.flow_records import FlowRevision


class SqlFlowRecords:
    """The port `FlowRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def publish(self, flow: str, document: bytes, *, author: str, at: int) -> FlowRevision:
        """Store the next revision and make it live; the live document again gives the live revision."""
        known = [revision for revision in self.revisions() if revision.flow == flow]
        for revision in known:
            if revision.live and revision.document == document:
                return revision
        number = max((revision.revision for revision in known), default=0) + 1
        self._connection.execute(
            insert(flow_revisions).values(flow=flow, revision=number, document=document, author=author, published_at=at)
        )
        self.make_live(flow, number)
        return FlowRevision(flow, number, document, at, author, live=True)

    def make_live(self, flow: str, revision: int) -> None:
        """Move the pointer to a revision that exists; raises `InvalidError` when it does not."""
        if not any(known.flow == flow and known.revision == revision for known in self.revisions()):
            raise InvalidError(f"The flow {flow!r} has no revision {revision}.")
        change = self.newest_change() + 1
        row = upsert(flow_pointers).values(flow=flow, revision=revision, change=change)
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["flow"], set_={"revision": revision, "change": change})
        )

    def revisions(self) -> tuple[FlowRevision, ...]:
        """Every revision of every flow, by flow and number."""
        pointer = flow_pointers.c.revision == flow_revisions.c.revision
        rows = self._connection.execute(
            select(flow_revisions, func.coalesce(pointer, False).label("live"))
            .join(flow_pointers, flow_pointers.c.flow == flow_revisions.c.flow, isouter=True)
            .order_by(flow_revisions.c.flow, flow_revisions.c.revision)
        )
        return tuple(
            FlowRevision(row.flow, row.revision, bytes(row.document), row.published_at, row.author, live=row.live)
            for row in rows
        )

    def newest_change(self) -> int:
        """A number that rises with each publication or move of a pointer."""
        return int(self._connection.execute(select(func.coalesce(func.max(flow_pointers.c.change), 0))).scalar_one())
