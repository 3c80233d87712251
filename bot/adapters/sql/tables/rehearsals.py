"""Rehearsals of flows, and the golden conversations that were kept of them."""

from sqlalchemy import BigInteger, Column, Index, Table, Text, UniqueConstraint

from bot.adapters.sql.tables.metadata import metadata

rehearsals = Table(
    "rehearsals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("script", Text, nullable=False, comment="JSON of the acts"),
    Column("at", BigInteger, nullable=False, comment="the last act, milliseconds UTC"),
    Index("ix_rehearsals_at", "at"),
)

golden_talks = Table(
    "golden_talks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("flow", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("document", Text, nullable=False, comment="JSON of acts and expected words"),
    Column("person", Text, nullable=False, comment="who changed it last"),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
    UniqueConstraint("flow", "name"),
)
