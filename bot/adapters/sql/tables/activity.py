"""What happened to accounts, and where each thing is to be told."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Table, Text, text

from bot.adapters.sql.tables.metadata import metadata

account_activity = Table(
    "account_activity",
    metadata,
    Column("id", Text, primary_key=True, comment="the same id is the same activity"),
    Column("traveller", Text, ForeignKey("travellers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("body", Text, nullable=False),
)

account_notices = Table(
    "account_notices",
    metadata,
    Column("activity", Text, ForeignKey("account_activity.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Text, primary_key=True, comment="a thread, or the mailbox"),
    Column("traveller", Text, ForeignKey("travellers.id", ondelete="CASCADE"), nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("batch", Text, nullable=True, index=True, comment="the message that tells it, with others"),
    Column("handed_at", DateTime(timezone=True), nullable=True),
    Column("leased_until", DateTime(timezone=True), nullable=True),
    CheckConstraint("state IN ('waiting', 'handed', 'told', 'withheld', 'failed')", name="known_state"),
    Index("ix_account_notices_open", "due_at", postgresql_where=text("state = 'waiting'")),
    Index("ix_account_notices_mails", "handed_at", postgresql_where=text("state = 'handed'")),
    Index("ix_account_notices_place", "place", "traveller", "handed_at"),
)
"""A notice for a thread is told when it is handed over, since the thread is owed it then; one for a mailbox later."""
