"""Tables of reconciliation: how far each day's comparing has come, cases, and up to when events were read."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Index,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.adapters.sql.tables.metadata import metadata

reconciliation_runs = Table(
    "reconciliation_runs",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("stage", Text, nullable=False),
    Column("after", Text, nullable=False, comment="what was looked at last in the stage"),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("lease_until", DateTime(timezone=True)),
    Column("counts", JSONB, nullable=False),
    Column("facts", JSONB, nullable=False),
)

reconciliation_cases = Table(
    "reconciliation_cases",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("checkout", Text, nullable=False),
    Column("ours_minor", BigInteger, nullable=False),
    Column("ours_currency", Text, nullable=False),
    Column("theirs_minor", BigInteger, nullable=False),
    Column("theirs_currency", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
)
Index(
    "ix_reconciliation_cases_open",
    reconciliation_cases.c.due_at,
    postgresql_where=text("closed_at IS NULL"),
)

Index(
    "ix_reconciliation_cases_checkout",
    reconciliation_cases.c.checkout,
    postgresql_where=text("closed_at IS NULL"),
)

gateway_events_cursor = Table(
    "gateway_events_cursor",
    metadata,
    Column("gateway", Text, primary_key=True),
    Column("read_until", DateTime(timezone=True), nullable=False),
)
