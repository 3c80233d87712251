"""Approvals: what waits for a second person, and what became of it; and what checks of the audit's chain came to."""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity, Index, Table, Text

from bot.adapters.sql.tables.metadata import metadata
from bot.adapters.sql.tables.money import keep_append_only

approvals = Table(
    "approvals",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("wish", Text, nullable=False, comment="JSON: what is to be done"),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("digest", Text, nullable=False, comment="of all that was asked"),
    Column("state", Text, nullable=False, server_default="asked"),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("decided_at", DateTime(timezone=True), nullable=True),
    Column("answer", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('asked', 'approved', 'refused', 'withdrawn', 'expired')", name="known_state"),
    CheckConstraint("asked_by <> decided_by OR state = 'withdrawn'", name="two_people"),
)
Index("ix_approvals_waiting", approvals.c.asked_at, postgresql_where=approvals.c.state == "asked")
Index("ix_approvals_decided_at", approvals.c.decided_at)

audit_checks = Table(
    "audit_checks",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("number", BigInteger, nullable=False, comment="the last line that was good"),
    Column("digest", Text, nullable=False),
    Column("lines", BigInteger, nullable=False),
    Column("broken", BigInteger, nullable=False, comment="the first line that was not, 0 for none"),
    Column("why", Text, nullable=False),
)
"""What was checked stays known, so that what is cut off at the end of the chain is seen."""

keep_append_only(audit_checks)
