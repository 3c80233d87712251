"""Figures of flows: where the talk of each thread stands, how each step was passed, and who took part in A/B trials."""

from sqlalchemy import BigInteger, Column, Index, Table, Text

from bot.adapters.sql.tables.metadata import metadata

flow_stands = Table(
    "flow_stands",
    metadata,
    Column("thread", Text, primary_key=True),
    Column("version", BigInteger, nullable=False, comment="of the newest turn that is in here"),
    Column("flow", Text, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("step", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Index("ix_flow_stands_step", "flow", "revision", "step", "since"),
)

flow_steps = Table(
    "flow_steps",
    metadata,
    Column("flow", Text, primary_key=True),
    Column("revision", BigInteger, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("came", BigInteger, nullable=False),
    Column("went_on", BigInteger, nullable=False),
    Column("went_away", BigInteger, nullable=False),
    Column("handed", BigInteger, nullable=False),
)

flow_takers = Table(
    "flow_takers",
    metadata,
    Column("trial", Text, primary_key=True),
    Column("thread", Text, primary_key=True),
    Column("way", Text, nullable=False),
    Column("took_at", BigInteger, nullable=False),
    Column("paid_at", BigInteger, nullable=False, comment="of the first ticket after that, 0 for none"),
    Index("ix_flow_takers_thread", "thread"),
)
