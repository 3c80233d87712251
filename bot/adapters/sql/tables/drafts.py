"""What agents were writing when they stopped."""

from sqlalchemy import BigInteger, Column, Table, Text

from bot.adapters.sql.tables.metadata import metadata

desk_drafts = Table(
    "desk_drafts",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("about", BigInteger, nullable=False, comment="the row of the transcript that it answers, 0 for none"),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
)
