"""Links to the page of a wallet, and the browsers that were met in a thread."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Table, Text

from bot.adapters.sql.tables.metadata import metadata

wallet_links = Table(
    "wallet_links",
    metadata,
    Column("hashed", Text, primary_key=True, comment="of the token; the token itself is stored nowhere"),
    Column("traveller", Text, ForeignKey("travellers.id"), nullable=False, index=True),
    Column("thread", Text, nullable=False, index=True),
    Column("language", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, index=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("browser", Text, nullable=False, comment="hash of the browser that opened it"),
    Column("opened_at", DateTime(timezone=True), nullable=True),
    CheckConstraint("(browser = '') = (opened_at IS NULL)", name="opened_by_a_browser"),
)

known_devices = Table(
    "known_devices",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("browser", Text, primary_key=True, comment="hash of the name that its cookie holds"),
    Column("first_seen", DateTime(timezone=True), nullable=False),
    Column("last_seen", DateTime(timezone=True), nullable=False),
)
