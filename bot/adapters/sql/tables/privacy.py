"""What travellers allow by purpose, which is only ever appended, and who asked to be forgotten."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text

from bot.adapters.sql.tables.metadata import metadata
from bot.adapters.sql.tables.money import keep_append_only

purpose_choices = Table(
    "purpose_choices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("traveller", Text, ForeignKey("travellers.id"), nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("language", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("traveller", Text, ForeignKey("travellers.id"), nullable=True),
    Column("thread", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column(
        "spans", LargeBinary, nullable=False, comment="JSON of what is still to be blanked; empty once that is done"
    ),
    Column("done_at", DateTime(timezone=True), nullable=True),
)
Index("ix_erasures_open", erasures.c.asked_at, postgresql_where=erasures.c.done_at.is_(None))

keep_append_only(purpose_choices)
