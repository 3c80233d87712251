"""Drafts of flows, what was done to them, and how they go out: later, or to threads that try them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from bot.adapters.sql.tables.metadata import metadata

flow_drafts = Table(
    "flow_drafts",
    metadata,
    Column("flow", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
    Column("base", Integer, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("stamps", Text, nullable=False, comment="JSON: the version of each part, and who changed it last"),
    Column("at", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
)

flow_edits = Table(
    "flow_edits",
    metadata,
    Column("flow", Text, primary_key=True),
    Column("number", BigInteger, primary_key=True, comment="the version of the draft that it made"),
    Column("by", Text, nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("body", Text, nullable=False, comment="JSON: the operation, and its parts before and after"),
    ForeignKeyConstraint(["flow"], ["flow_drafts.flow"], ondelete="CASCADE"),
)
"""The newest hundred operations of each draft."""

flow_schedules = Table(
    "flow_schedules",
    metadata,
    Column("id", Text, primary_key=True),
    Column("flow", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("notes", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("due", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("base", Integer, nullable=False),
    Column("approval", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("settled_by", Text, nullable=False),
    Column("settled_at", BigInteger, nullable=False),
    Column("seen", Boolean, nullable=False),
    CheckConstraint("state IN ('waiting', 'published', 'refused', 'cancelled')", name="known_state"),
    Index("uq_flow_schedules_waiting", "flow", unique=True, postgresql_where=text("state = 'waiting'")),
    Index("ix_flow_schedules_unseen", "author", postgresql_where=text("state <> 'waiting' AND NOT seen")),
)
"""Publications that wait for their time, and what became of them."""

flow_snapshots = Table(
    "flow_snapshots",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True, comment="talks are pinned to it with a minus"),
    Column("flow", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_flow_snapshots_flow", "flow", "id"),
)
"""Drafts as threads try them: a talk that began on one finishes on it."""

flow_trials = Table(
    "flow_trials",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("flow", Text, primary_key=True),
    Column("snapshot", BigInteger, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    ForeignKeyConstraint(["snapshot"], ["flow_snapshots.id"]),
)
