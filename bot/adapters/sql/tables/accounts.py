"""The table of channel accounts that cannot send."""

from sqlalchemy import BigInteger, Column, Table, Text

from bot.adapters.sql.tables.metadata import metadata

account_troubles = Table(
    "account_troubles",
    metadata,
    Column("account", Text, primary_key=True, comment="the channel and our account on it"),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False, comment="a sentence for staff, free of personal data"),
    Column("since", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("until", BigInteger, nullable=False, comment="when it is tried again, milliseconds UTC"),
)
