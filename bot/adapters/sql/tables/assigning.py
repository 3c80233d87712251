"""Assignment: agents at the desk, how threads went from hand to hand, transfers, and what those who wait were told."""

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, Table, Text, text

from bot.adapters.sql.tables.metadata import metadata


def _moment(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=text("0"), comment="milliseconds UTC, 0 for never")


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


desk_agents = Table(
    "desk_agents",
    metadata,
    Column("person", Text, primary_key=True),
    Column("capacity", Integer, nullable=False, server_default=text("6")),
    Column("standing", Text, nullable=False, server_default="available"),
    _moment("seen_at"),
    _moment("assigned_at"),
)

channel_weights = Table(
    "channel_weights",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("weight", Integer, nullable=False),
)

thread_handings = Table(
    "thread_handings",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("thread", Text, nullable=False),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("kind", Text, nullable=False),
    _words("person"),
    _words("team"),
    _words("by"),
    _words("note"),
    Index("ix_thread_handings_thread", "thread", "number"),
    Index("ix_thread_handings_kind", "kind", "number"),
)
"""How threads went from hand to hand: lines are added and never changed."""

thread_transfers = Table(
    "thread_transfers",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("due", BigInteger, nullable=False, comment="milliseconds UTC"),
    _words("by"),
    _words("person"),
    _words("team"),
    _words("taker"),
)
"""At most one a thread: those that are over stand in `thread_handings` alone."""

queue_told = Table(
    "queue_told",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("since", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
    _number("place"),
    _number("minutes"),
    _moment("opens"),
)
