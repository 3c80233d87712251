"""The desk: people, teams, what agents put on threads, and the audit of what they did."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from bot.adapters.sql.tables.metadata import metadata
from bot.adapters.sql.tables.money import keep_append_only

_NONE = text("'{}'")
_NEVER = text("0")


def _list(name: str) -> Column[list[str]]:
    return Column(name, ARRAY(Text), nullable=False, server_default=_NONE)


def _moment(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=_NEVER, comment="milliseconds UTC, 0 for never")


people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, server_default=""),
    _list("roles"),
    _list("languages"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
)
Index("uq_people_email", text("lower(email)"), unique=True, postgresql_where=people.c.email != "", _table=people)

teams = Table(
    "teams",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    _list("languages"),
    _list("tiers"),
    _list("topics"),
    Column("automatic", Boolean, nullable=False, server_default=text("false")),
    Column("answer_minutes", Integer, nullable=False, server_default=text("10")),
)

team_members = Table(
    "team_members",
    metadata,
    Column("team", Text, ForeignKey("teams.id"), primary_key=True),
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
)

desk_threads = Table(
    "desk_threads",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("team", Text, nullable=False, server_default=""),
    Column("priority", SmallInteger, nullable=False, server_default=_NEVER),
    _list("labels"),
    _moment("snoozed_until"),
    _moment("done_at"),
    Column("offered_to", Text, nullable=False, server_default=""),
    _moment("offered_at"),
    _moment("opened_at"),
    _moment("heard_at"),
    _moment("unanswered_since"),
    _moment("answered_at"),
    Column("last_row", BigInteger, nullable=False, server_default=_NEVER),
    _moment("last_at"),
    Column("last_author", Text, nullable=False, server_default=""),
    Column("last_text", Text, nullable=False, server_default=""),
    Column("failed", BigInteger, nullable=False, server_default=_NEVER),
    _moment("stuck_since"),
    _moment("first_due"),
    _moment("next_due"),
    _moment("resolve_due"),
    Column("number", BigInteger, Identity(), nullable=False, unique=True),
    Column("version", BigInteger, nullable=False, server_default=_NEVER),
    Column("owner", Text, nullable=False, server_default="bot"),
    Column("agent", Text, nullable=False, server_default=""),
    Column("agent_name", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default=""),
    _moment("waiting_since"),
    Column("stuck_by", Text, nullable=False, server_default=""),
    Index("ix_desk_threads_desk", "owner", "agent", postgresql_where=text("owner <> 'bot' AND done_at = 0")),
    Index(
        "ix_desk_threads_bot",
        text("last_at DESC"),
        text("number DESC"),
        postgresql_include=["snoozed_until"],
        postgresql_where=text("owner = 'bot' AND done_at = 0"),
    ),
    Index("ix_desk_threads_done", text("last_at DESC"), text("number DESC"), postgresql_where=text("done_at > 0")),
    Index("ix_desk_threads_snoozed", "snoozed_until", postgresql_where=text("snoozed_until > 0 AND done_at = 0")),
    Index(
        "ix_desk_threads_stuck",
        "stuck_since",
        postgresql_where=text("owner = 'bot' AND stuck_since > 0 AND done_at = 0"),
    ),
    Index("ix_desk_threads_failed", "failed", postgresql_where=text("failed > 0 AND done_at = 0")),
    Index("ix_desk_threads_labels", "labels", postgresql_using="gin"),
    Index("ix_desk_threads_labeled", "labels", postgresql_where=text("labels <> '{}'::text[]")),
)
"""One row a thread that the desk ever had to do with; the talk itself stands in `conversations`."""

_end = func.reverse(desk_threads.c.thread).label("end")
Index("ix_desk_threads_end", _end, postgresql_ops={"end": "text_pattern_ops"})
"""How a thread is found by the end of a phone number."""

staff_audit = Table(
    "staff_audit",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Text, nullable=False, server_default=""),
    Column("after", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("request", Text, nullable=False, server_default=""),
    Column("previous", Text, nullable=False),
    Column("digest", Text, nullable=False),
)
"""What people did: rows are only ever appended, in one chain of hashes that cannot fork."""
Index("uq_staff_audit_previous", staff_audit.c.previous, unique=True)
for _name in ("who", "what", "subject"):
    Index(f"ix_staff_audit_{_name}", staff_audit.c[_name], staff_audit.c.number)
Index("ix_staff_audit_at", staff_audit.c.at)

keep_append_only(staff_audit)
