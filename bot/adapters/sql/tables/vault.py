"""The vault: sealed card and account numbers, the keys that wrap them, and who had one revealed.

Travellers are named, not referred to: the vault may come to lie in a database of its own.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)

from bot.adapters.sql.tables.metadata import metadata
from bot.adapters.sql.tables.money import keep_append_only

vault_keys = Table(
    "vault_keys",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("check_value", LargeBinary, nullable=False, comment="follows from the key, tells it from another"),
    Column("fingerprint_check", LargeBinary, nullable=False, comment="the same of the key of fingerprints"),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("retired_at", DateTime(timezone=True), nullable=True),
)

vault_records = Table(
    "vault_records",
    metadata,
    Column("record_table", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("traveller", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("stored_at", DateTime(timezone=True), nullable=False),
    Column("destroyed_at", DateTime(timezone=True), nullable=True),
    Column("format", Integer, nullable=False),
    Column("kek", Integer, ForeignKey("vault_keys.version"), nullable=True),
    Column("wrapped_key", LargeBinary, nullable=True),
    Column("nonce", LargeBinary, nullable=True),
    Column("ciphertext", LargeBinary, nullable=True),
    Column("fingerprint", LargeBinary, nullable=True),
    CheckConstraint(
        "num_nonnulls(kek, wrapped_key, nonce, ciphertext, fingerprint) "
        "= CASE WHEN destroyed_at IS NULL THEN 5 ELSE 0 END",
        name="whole_or_destroyed",
    ),
)
_LIVES = text("destroyed_at IS NULL")
Index(
    "uq_vault_records_secret",
    vault_records.c.traveller,
    vault_records.c.kind,
    vault_records.c.fingerprint,
    unique=True,
    postgresql_where=_LIVES,
)
"""A traveller has the same card in the vault once."""
Index(
    "ix_vault_records_kek",
    vault_records.c.kek,
    vault_records.c.record_table,
    vault_records.c.record_id,
    postgresql_where=_LIVES,
)

vault_reveals = Table(
    "vault_reveals",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("role", Text, nullable=False),
    Column("process", Text, nullable=False),
    Column("record_table", Text, nullable=False),
    Column("record_id", Text, nullable=False),
    Column("traveller", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("subject", Text, nullable=False, comment="the payment or method that it served"),
    Column("result", Text, nullable=False),
    CheckConstraint("result IN ('revealed', 'limited', 'refused')", name="known_result"),
    Index("ix_vault_reveals_record", "record_table", "record_id", "at"),
    Index("ix_vault_reveals_process", "process", "at"),
)

keep_append_only(vault_reveals)
