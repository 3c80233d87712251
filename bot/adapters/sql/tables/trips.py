"""Wrong tries at booking references: for whom they count, by keyed hashes that name nobody, and when they were."""

from sqlalchemy import Column, DateTime, Index, Table, Text

from bot.adapters.sql.tables.metadata import metadata

trip_tries = Table(
    "trip_tries",
    metadata,
    Column("effect", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
)
Index("ix_trip_tries_subject_at", trip_tries.c.subject, trip_tries.c.at)
Index("ix_trip_tries_at", trip_tries.c.at)
