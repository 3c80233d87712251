"""Tables of links that staff made, and of what came of them; no thread is named, only told apart."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Table, Text, text

from bot.adapters.sql.tables.metadata import metadata

entry_links = Table(
    "entry_links",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("ref", Text, nullable=False, comment="the trip it names"),
    Column("ad", Text, nullable=False, server_default=text("''"), comment="of Meta's, that stands for it"),
    Column("story", Text, nullable=False, server_default=text("''"), comment="of Instagram's, that stands for it"),
    Column("created", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("retired", BigInteger, nullable=False, server_default=text("0"), comment="milliseconds UTC, 0 in use"),
)
Index("uq_entry_links_ad", entry_links.c.ad, unique=True, postgresql_where=text("ad <> '' AND retired = 0"))
Index("uq_entry_links_story", entry_links.c.story, unique=True, postgresql_where=text("story <> '' AND retired = 0"))

entry_link_visits = Table(
    "entry_link_visits",
    metadata,
    Column("link", Text, ForeignKey("entry_links.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True, comment="stands for the event"),
    Column("thread", Text, nullable=False, comment="stands for the talk"),
    Column("at", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("amount", BigInteger, nullable=False, server_default=text("0"), comment="minor units"),
    Column("currency", Text, nullable=False, server_default=text("''")),
    CheckConstraint("kind IN ('opened', 'offered', 'booked')", name="known_kind"),
)
