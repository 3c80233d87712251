"""Setups: methods that are being added without a purchase, each with its next call and who makes it."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text

from bot.adapters.sql.tables.metadata import metadata

setups = Table(
    "setups",
    metadata,
    Column("id", Text, primary_key=True),
    Column("traveller", Text, ForeignKey("travellers.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("began_at", DateTime(timezone=True), nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=True),
    Column("lease_until", DateTime(timezone=True), nullable=True),
    Column("fence", Integer, nullable=False, server_default="0"),
    Column("body", LargeBinary, nullable=False),
    CheckConstraint("kind IN ('card', 'bank_account')", name="card_or_bank_account"),
)
Index("ix_setups_due", setups.c.due_at, postgresql_where=setups.c.due_at.is_not(None))
Index("ix_setups_traveller", setups.c.traveller, setups.c.began_at)
