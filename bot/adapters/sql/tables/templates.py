"""Templates that platforms approve, refuse or pause."""

from sqlalchemy import BigInteger, Column, Table, Text

from bot.adapters.sql.tables.metadata import metadata

templates = Table(
    "templates",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("state", Text, nullable=False, comment="in the platform's own words"),
    Column("reason", Text, nullable=False),
    Column("at", BigInteger, nullable=False, comment="when the platform said so, milliseconds UTC"),
)
