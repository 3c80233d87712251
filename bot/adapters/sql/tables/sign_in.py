"""Signing in of staff: proofs, sessions, one-time links."""

from sqlalchemy import BigInteger, Boolean, Column, DateTime, ForeignKey, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from bot.adapters.sql.tables.metadata import metadata

staff_credentials = Table(
    "staff_credentials",
    metadata,
    Column("person", Text, ForeignKey("people.id"), primary_key=True),
    Column("password", Text, nullable=False, server_default="", comment="Argon2id"),
    Column("totp", Text, nullable=False, server_default="", comment="sealed"),
    Column("totp_step", BigInteger, nullable=False, server_default=text("0")),
    Column("recovery", ARRAY(Text), nullable=False, server_default=text("'{}'"), comment="hashes of codes"),
    Column("issuer", Text, nullable=False, server_default=""),
    Column("subject", Text, nullable=False, server_default=""),
    Column("mapped", Boolean, nullable=False, server_default=text("false")),
    Column("seen_at", DateTime(timezone=True), nullable=True),
)
Index(
    "uq_staff_credentials_subject",
    staff_credentials.c.issuer,
    staff_credentials.c.subject,
    unique=True,
    postgresql_where=staff_credentials.c.subject != "",
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("hashed", Text, primary_key=True, comment="of the id; the id itself is stored nowhere"),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("way", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("began_at", DateTime(timezone=True), nullable=False, index=True),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("proved_at", DateTime(timezone=True), nullable=True),
    Column("whole", Boolean, nullable=False),
)

staff_links = Table(
    "staff_links",
    metadata,
    Column("hashed", Text, primary_key=True, comment="of the token; the token itself is stored nowhere"),
    Column("person", Text, ForeignKey("people.id"), nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, index=True),
    Column("used_at", DateTime(timezone=True), nullable=True),
)
