"""Overseeing: service levels, hours, what reports count, ratings, macros and their runs."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    text,
)

from bot.adapters.sql.tables.metadata import metadata
from bot.adapters.sql.tables.money import keep_append_only

_ZERO = text("0")


def _moment(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=_ZERO, comment="milliseconds UTC, 0 for never")


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _minutes(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=_ZERO)


service_levels = Table(
    "service_levels",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    _words("team"),
    Column("priority", SmallInteger, nullable=False, server_default=text("-1")),
    _words("channel"),
    _minutes("first"),
    _minutes("next"),
    _minutes("resolve"),
    Column("always", Boolean, nullable=False, server_default=text("false")),
)

service_hours = Table(
    "service_hours",
    metadata,
    Column("team", Text, primary_key=True, comment="empty for those of everybody"),
    Column("hours", Text, nullable=False, comment="JSON"),
)

desk_events = Table(
    "desk_events",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("thread", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _words("team"),
    _words("agent"),
    _words("name"),
    _words("channel"),
    _words("about"),
    Column("value", BigInteger, nullable=False, server_default=_ZERO),
    Index("ix_desk_events_at", "at", "number"),
    Index("ix_desk_events_thread_kind", "thread", "kind", "number"),
    Index("ix_desk_events_kind", "kind", "number"),
)
"""What reports count: rows are only ever appended."""

keep_append_only(desk_events)

desk_ratings = Table(
    "desk_ratings",
    metadata,
    Column("closing", Text, primary_key=True),
    Column("thread", Text, nullable=False),
    _words("team"),
    _words("agent"),
    _words("name"),
    Column("state", Text, nullable=False, server_default="pending"),
    _moment("since"),
    _moment("closed_at"),
    _moment("asked_at"),
    Column("score", SmallInteger, nullable=False, server_default=_ZERO),
    _moment("answered_at"),
    Column("comment", Text, nullable=False, server_default="", comment="id of the message in the transcript"),
    Index("ix_desk_ratings_answered_at", "answered_at"),
    Index("ix_desk_ratings_pending", "closed_at", postgresql_where=text("state = 'pending'")),
)

macros = Table(
    "macros",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False, server_default="", comment="whose it is; empty for everybody's"),
    Column("actions", Text, nullable=False, comment="JSON"),
)

desk_runs = Table(
    "desk_runs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False, comment="JSON of who wants it"),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("name", Text, nullable=False),
    Column("actions", Text, nullable=False, comment="JSON"),
)

desk_run_items = Table(
    "desk_run_items",
    metadata,
    Column("run", Text, ForeignKey("desk_runs.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("thread", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="waiting"),
    _moment("started_at"),
    Column("results", Text, nullable=False, server_default="[]", comment="JSON"),
    Column("undo", Text, nullable=False, server_default="{}", comment="JSON"),
)
Index(
    "ix_desk_run_items_waiting",
    desk_run_items.c.run,
    desk_run_items.c.number,
    postgresql_where=desk_run_items.c.state == "waiting",
)
"""What is still to be done of runs."""
