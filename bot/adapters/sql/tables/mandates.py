"""SEPA mandates: what was signed for each bank account; only whether it still holds is ever changed."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, Table, Text

from bot.adapters.sql.tables.metadata import metadata

mandates = Table(
    "mandates",
    metadata,
    Column("instrument", Text, ForeignKey("instruments.id"), primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("creditor", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("words", Text, nullable=False, comment="what was signed, exactly"),
    Column("signed_at", DateTime(timezone=True), nullable=False),
    Column("network", Text, nullable=False, comment="of the signer's address, never the address"),
    Column("browser", Text, nullable=False),
    Column("state", Text, nullable=False),
    CheckConstraint("state IN ('active', 'inactive')", name="state_known"),
)
