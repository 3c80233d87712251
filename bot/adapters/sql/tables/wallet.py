"""Travellers, the threads in which they talk, their saved methods and what they agreed to.

What a traveller agreed to is only ever appended. The token of a saved method lies with its instrument.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from bot.adapters.sql.tables.metadata import metadata
from bot.adapters.sql.tables.money import keep_append_only

travellers = Table(
    "travellers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("began_at", DateTime(timezone=True), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("email", Text, nullable=False, server_default="", comment="in small letters, to be found by"),
    Column("merged_into", Text, ForeignKey("travellers.id"), nullable=True),
)
Index("ix_travellers_email", travellers.c.email, postgresql_where=travellers.c.email != "")
Index("ix_travellers_merged_into", travellers.c.merged_into, postgresql_where=travellers.c.merged_into.is_not(None))
"""Who was thought to be two is one: the row of the other stays for what was agreed to under its name."""

traveller_threads = Table(
    "traveller_threads",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("traveller", Text, ForeignKey("travellers.id"), nullable=False, index=True),
    Column("linked_at", DateTime(timezone=True), nullable=False),
)

left_threads = Table(
    "left_threads",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("left_at", DateTime(timezone=True), nullable=False),
)
"""Threads that nobody comes back to: nothing is saved in them any more."""

consents = Table(
    "consents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("traveller", Text, ForeignKey("travellers.id"), nullable=False, index=True),
    Column("checkout", Text, ForeignKey("checkouts.id"), nullable=True),
    Column("purpose", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
)

methods = Table(
    "methods",
    metadata,
    Column("id", Text, primary_key=True),
    Column("traveller", Text, ForeignKey("travellers.id"), nullable=False, index=True),
    Column("instrument", Text, ForeignKey("instruments.id"), nullable=False, unique=True),
    Column("consent", Text, ForeignKey("consents.id"), nullable=False),
    Column("checkout", Text, ForeignKey("checkouts.id"), nullable=True),
    Column("state", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("last_used", DateTime(timezone=True), nullable=True),
    Column("preferred", Boolean, nullable=False),
    Column("name", Text, nullable=False, server_default="", comment="what the traveller calls it"),
    Column(
        "expiry_told",
        Text,
        nullable=False,
        server_default="",
        comment="the end of its card of which the traveller was warned",
    ),
    CheckConstraint("state IN ('active', 'removed')", name="active_or_removed"),
)
Index("uq_methods_preferred", methods.c.traveller, unique=True, postgresql_where=methods.c.preferred)
"""One method of a traveller is offered first."""

keep_append_only(consents)
