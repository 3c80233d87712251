"""Talk: the transcript, archived conversations, what is owed to threads, what was set aside, claimed effects."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Identity, Index, Integer, Table, Text, text

from bot.adapters.sql.tables.metadata import metadata

transcript = Table(
    "transcript",
    metadata,
    Column("row", BigInteger, Identity(), primary_key=True, comment="the order in which a thread is read"),
    Column("thread", Text, nullable=False),
    Column("item", Text, nullable=False, comment="id of the event, or of the message that was said"),
    Column("author", Text, nullable=False, comment="traveller, bot, an agent's name; empty for what nobody said"),
    Column("kind", Text, nullable=False),
    Column("body", Text, nullable=False, comment="JSON of the event or message; empty for what nobody said"),
    Column("fate", Text, nullable=False, server_default=""),
    Column("platform_id", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("channel", Text, nullable=False),
    Column("flow", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("step", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("version", BigInteger, nullable=False, comment="of the conversation after the turn"),
    Column("at", BigInteger, nullable=False, comment="when the turn was committed, milliseconds UTC"),
    Index("uq_transcript_thread_item", "thread", "item", unique=True),
    Index("ix_transcript_thread_row", "thread", "row"),
    Index("ix_transcript_thread_platform_id", "thread", "platform_id", postgresql_where=text("platform_id <> ''")),
    Index("ix_transcript_at", "at", postgresql_using="brin"),
)
"""Append-only but for fates, which move forward, and for words that their author took back."""

message_parts = Table(
    "message_parts",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("platform_id", Text, primary_key=True),
    Column("item", Text, nullable=False, comment="id of the message that was said"),
)
"""Platforms' ids of messages that went out in several pieces, beside the one that stands in the transcript."""

conversations = Table(
    "conversations",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("version", BigInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("owner", Text, nullable=False),
    Column("agent", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("waiting_since", BigInteger, nullable=False),
    Column("body", Text, nullable=False, comment="JSON of the newest archived state"),
    Column("position", Text, nullable=False, comment="of its entry in the journal"),
    CheckConstraint("owner IN ('bot', 'queue', 'human')", name="owner_known"),
    Index("ix_conversations_waiting", "waiting_since", postgresql_where=text("owner <> 'bot'")),
)

thread_outbox = Table(
    "thread_outbox",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("thread", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("paid", Boolean, nullable=False, server_default=text("false")),
    Index("ix_thread_outbox_unpaid", "thread", "number", postgresql_where=text("NOT paid")),
)
"""Events that SQL decided for a thread, in the transaction that decided them."""

effects = Table(
    "effects",
    metadata,
    Column("id", Text, primary_key=True),
    Column("request_hash", Text, nullable=False),
)
"""Effects that were acted on, and for which request."""

set_aside = Table(
    "set_aside",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("channel", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body_digest", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
)
"""Signed bodies that could not be read: what tells them again, never what they held."""
