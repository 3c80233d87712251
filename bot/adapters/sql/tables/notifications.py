"""Notifications of staff: what was noted, what people chose, browsers that take pushes, and pushes to be sent."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Identity, Index, SmallInteger, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from bot.adapters.sql.tables.desk import desk_threads
from bot.adapters.sql.tables.metadata import metadata

staff_preferences = Table(
    "staff_preferences",
    metadata,
    Column("person", Text, primary_key=True),
    Column("scheme", Text, nullable=False),
    Column("density", Text, nullable=False),
    Column("single_keys", Boolean, nullable=False),
    Column("volume", SmallInteger, nullable=False),
    Column("silent", ARRAY(Text), nullable=False, server_default=text("'{}'")),
)
"""What people of the staff chose for themselves."""

staff_notifications = Table(
    "staff_notifications",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("key", Text, nullable=False, unique=True, comment="what happened: it is noted once"),
    Column("kind", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("person", Text, nullable=False, comment="whom it concerns, empty for all who talk with travellers"),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
    Index("ix_staff_notifications_at", "at"),
)

push_subscriptions = Table(
    "push_subscriptions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("endpoint", Text, nullable=False, unique=True),
    Column("p256dh", Text, nullable=False),
    Column("auth", Text, nullable=False),
    Column("browser", Text, nullable=False),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
    Index("ix_push_subscriptions_person", "person"),
)
"""Browsers, and how pushes to them are encrypted."""

staff_pushes = Table(
    "staff_pushes",
    metadata,
    Column("notification", ForeignKey("staff_notifications.number", ondelete="CASCADE"), primary_key=True),
    Column("subscription", ForeignKey("push_subscriptions.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_staff_pushes_subscription", "subscription"),
)
"""Pushes that are to be sent; what was sent is deleted."""

Index("ix_desk_threads_offered", desk_threads.c.offered_at, postgresql_where=text("offered_to <> ''"))
for _clock in ("first_due", "next_due", "resolve_due"):
    Index(f"ix_desk_threads_{_clock}_soon", desk_threads.c[_clock], postgresql_where=text(f"{_clock} > 0"))
