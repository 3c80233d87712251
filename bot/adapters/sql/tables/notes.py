"""What agents write down beside talks: private notes, replies that are ready to be sent, and files of both sides."""

from sqlalchemy import BigInteger, Column, Identity, Index, LargeBinary, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

from bot.adapters.sql.tables.metadata import metadata

_NONE = text("'{}'")
_NEVER = text("0")


def _moment(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=_NEVER, comment="milliseconds UTC, 0 for never")


desk_notes = Table(
    "desk_notes",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("thread", Text, nullable=False),
    Column("author", Text, nullable=False, comment="id of the person"),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("after", BigInteger, nullable=False, comment="row of the transcript below which it stands"),
    _moment("at"),
    _moment("edited_at"),
    _moment("deleted_at"),
    Column("mentions", ARRAY(Text), nullable=False, server_default=_NONE),
    Column("words", TSVECTOR, nullable=False),
    Index("ix_desk_notes_thread", "thread", "number"),
    Index("ix_desk_notes_words", "words", postgresql_using="gin"),
)
"""Never sent to a traveller; forgotten with the talk beside which they stand."""

canned_replies = Table(
    "canned_replies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("shortcut", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("team", Text, nullable=False, server_default="", comment="id of the team that has it, empty for all"),
    Column("texts", Text, nullable=False, comment="JSON: text by language"),
    Column("files", ARRAY(Text), nullable=False, server_default=_NONE),
    Index("uq_canned_replies_shortcut", "team", "shortcut", unique=True),
)

stored_files = Table(
    "stored_files",
    metadata,
    Column("id", Text, primary_key=True),
    Column("thread", Text, nullable=False, comment="empty for a file of a canned reply"),
    Column("item", Text, nullable=False, comment="id of the message with which it came or went"),
    Column("author", Text, nullable=False, comment="traveller, or the name of who sent it"),
    Column("name", Text, nullable=False),
    Column("mime", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", Text, nullable=False, comment="kept, refused or failed"),
    Column("problem", Text, nullable=False, server_default=""),
    _moment("at"),
    Column("content", LargeBinary, nullable=False),
    Index("ix_stored_files_thread", "thread", "item"),
)
"""Bytes that were checked by what they are; of what was refused or never came there is the row alone."""
