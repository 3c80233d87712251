"""What travellers settled for their channels, their PINs, and the links on which a PIN is asked for."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, LargeBinary, Table, Text

from bot.adapters.sql.tables.metadata import metadata

wallet_rules = Table(
    "wallet_rules",
    metadata,
    Column("traveller", Text, ForeignKey("travellers.id"), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

pins = Table(
    "pins",
    metadata,
    Column("traveller", Text, ForeignKey("travellers.id"), primary_key=True),
    Column("hash", Text, nullable=False, comment="Argon2id, with the program's secret"),
    Column("set_at", DateTime(timezone=True), nullable=False),
    Column("wrong", Integer, nullable=False),
    Column("locks", Integer, nullable=False),
    Column("locked_until", DateTime(timezone=True), nullable=True),
    Column("by", Text, nullable=False, comment="the change that set it"),
    CheckConstraint("wrong BETWEEN 0 AND 4", name="at_most_five_wrong"),
)

pin_links = Table(
    "pin_links",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("checkout", Text, ForeignKey("checkouts.id"), nullable=False, index=True),
    Column("method", Text, ForeignKey("methods.id"), nullable=False),
    Column("expires", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True), nullable=True),
)
