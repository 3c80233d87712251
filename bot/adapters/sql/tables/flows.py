"""Flows: revisions that never change, the pointer to the live one, and how often what worlds have was changed."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Connection,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Table,
    Text,
    event,
    text,
)

from bot.adapters.sql.tables.metadata import metadata
from bot.adapters.sql.tables.money import REFUSE_CHANGES

flow_revisions = Table(
    "flow_revisions",
    metadata,
    Column("flow", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("document", LargeBinary, nullable=False),
    Column("author", Text, nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Column("notes", Text, nullable=False, server_default=""),
    Column("sha256", Text, Computed("encode(sha256(document), 'hex')", persisted=True), nullable=False),
    CheckConstraint("revision > 0", name="counts_from_one"),
)

flow_pointers = Table(
    "flow_pointers",
    metadata,
    Column("flow", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("change", BigInteger, nullable=False),
    ForeignKeyConstraint(["flow", "revision"], ["flow_revisions.flow", "flow_revisions.revision"]),
)

flow_changes = Table(
    "flow_changes",
    metadata,
    Column("one", Boolean, primary_key=True, server_default="true"),
    Column("number", BigInteger, nullable=False, comment="rises when worlds have to be made anew"),
    CheckConstraint("one", name="one_row"),
)

NEVER_CHANGED = (
    "CREATE TRIGGER flow_revisions_never_change BEFORE UPDATE OR DELETE ON flow_revisions "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_changes()"
)
"""A revision on which talks are under way is what it was when they began."""


def _guard(_: Table, connection: Connection, **__: object) -> None:
    for statement in (REFUSE_CHANGES, NEVER_CHANGED):
        connection.execute(text(statement))


event.listen(flow_revisions, "after_create", _guard)
