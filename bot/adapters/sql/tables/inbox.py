"""The desk's inbox beside its threads: filters that agents keep, and the words by which talk is found again."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from bot.adapters.sql.tables.metadata import metadata

desk_filters = Table(
    "desk_filters",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False, comment="who made it"),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False, comment="JSON of what the address of the list asks for"),
    Column("shared", Boolean, nullable=False, server_default=text("false")),
    Index("ix_desk_filters_person", "person"),
    Index("ix_desk_filters_shared", "name", postgresql_where=text("shared")),
)

search_lines = Table(
    "search_lines",
    metadata,
    Column("row", BigInteger, primary_key=True, autoincrement=False, comment="of the transcript"),
    Column("thread", Text, nullable=False),
    Column("words", TSVECTOR, nullable=False),
    Index("ix_search_lines_words", "words", postgresql_using="gin"),
    Index("ix_search_lines_thread", "thread"),
)
"""Words of what was said, in small letters without accents; whoever is forgotten has no row here."""
