"""Fraud: tries of cards by keyed hashes, decisions of rules, what is blocked, and revisions of the rules."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from bot.adapters.sql.tables.metadata import metadata
from bot.adapters.sql.tables.money import keep_append_only

payment_tries = Table(
    "payment_tries",
    metadata,
    Column("attempt", Text, primary_key=True, comment="an idempotency key"),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("thread", Text, nullable=False, comment="a keyed hash, as all names here"),
    Column("traveller", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("network", Text, nullable=False),
    Column("card", Text, nullable=False),
    Column("result", Text, nullable=False, server_default=""),
)
for _name in ("thread", "device", "network", "card"):
    Index(f"ix_payment_tries_{_name}", payment_tries.c[_name], payment_tries.c.at)
Index("ix_payment_tries_traveller", payment_tries.c.traveller, postgresql_where=payment_tries.c.result == "approved")
Index("ix_payment_tries_at", payment_tries.c.at)

fraud_decisions = Table(
    "fraud_decisions",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("attempt", Text, nullable=False, unique=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("outcome", Text, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="JSON: revision, points, rules that held, facts"),
)

payment_places = Table(
    "payment_places",
    metadata,
    Column("checkout", Text, primary_key=True),
    Column("device", Text, nullable=False, comment="a keyed hash"),
    Column("network", Text, nullable=False, comment="a keyed hash"),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)

card_holders = Table(
    "card_holders",
    metadata,
    Column("attempt", Text, primary_key=True),
    Column("travels", Boolean, nullable=False, comment="whether the name is that of a passenger"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("attempt", Text, primary_key=True),
    Column("checkout", Text, nullable=False, index=True),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("verdict", Text, nullable=False, server_default=""),
    Column("by", Text, nullable=False, server_default=""),
    Column("decided_at", DateTime(timezone=True), nullable=True),
    CheckConstraint("verdict IN ('', 'allowed', 'rejected', 'lapsed')", name="known_verdict"),
)
Index("ix_reviews_waiting", reviews.c.opened_at, postgresql_where=reviews.c.verdict == "")

blocked = Table(
    "blocked",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("value", Text, primary_key=True, comment="a keyed hash"),
    Column("until", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
)

fraud_rules = Table(
    "fraud_rules",
    metadata,
    Column("revision", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="JSON"),
)
"""The newest is in force; rolling back publishes an older one again."""

keep_append_only(fraud_decisions, fraud_rules)
