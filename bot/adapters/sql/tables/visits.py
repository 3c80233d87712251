"""Tables of visits: browsers that keep a token of ours on a host page."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Table, Text, text

from bot.adapters.sql.tables.metadata import metadata

visits = Table(
    "visits",
    metadata,
    Column("visitor", Text, primary_key=True),
    Column("site", Text, nullable=False),
    Column("generation", Integer, nullable=False, comment="of the newest token"),
    Column("rotated", BigInteger, nullable=False, comment="when that token was made, milliseconds UTC"),
    Column("expires", BigInteger, nullable=False, comment="milliseconds UTC"),
    Column("seen", BigInteger, nullable=False, server_default=text("0"), comment="row of the newest line shown"),
    CheckConstraint("generation > 0", name="counts_from_one"),
    Index("ix_visits_expires", "expires"),
)
