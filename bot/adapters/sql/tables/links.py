"""One-time codes that link chats, chats that left a traveller, and names that mean one thread."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Integer, Table, Text

from bot.adapters.sql.tables.metadata import metadata

link_codes = Table(
    "link_codes",
    metadata,
    Column("hashed", Text, primary_key=True, comment="keyed hash of the code; the code itself is stored nowhere"),
    Column("traveller", Text, ForeignKey("travellers.id"), nullable=False, index=True),
    Column("thread", Text, nullable=False, index=True),
    Column("purpose", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
    Column("used_at", DateTime(timezone=True), nullable=True),
    Column("used_by", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    CheckConstraint("purpose IN ('chat', 'mail')", name="chat_or_mail"),
)

former_threads = Table(
    "former_threads",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("cause", Text, primary_key=True, comment="id of the effect or event that made the thread leave"),
    Column("traveller", Text, ForeignKey("travellers.id"), nullable=True, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("reason", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    CheckConstraint("reason IN ('unlinked', 'changed', 'left', 'erased')", name="known_reason"),
)
"""What was booked in a thread before it left belongs to the traveller whom it left."""

thread_aliases = Table(
    "thread_aliases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("thread", Text, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
)
"""Other names under which a platform tells of the same person: a telephone number beside a business-scoped id."""
