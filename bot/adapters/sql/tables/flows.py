"""Flows: revisions that never change, and the pointer to the live one."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKeyConstraint, Integer, LargeBinary, Table, Text

from bot.adapters.sql.tables.metadata import metadata

flow_revisions = Table(
    "flow_revisions",
    metadata,
    Column("flow", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("document", LargeBinary, nullable=False),
    Column("author", Text, nullable=False),
    Column("published_at", BigInteger, nullable=False),
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
