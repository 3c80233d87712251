"""The airline's own inventory: airports, dated departures with their seats, holds, tickets, fare adjustments."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Sequence,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.adapters.sql.tables.metadata import metadata
from bot.domain.shopping.departures import CABINS


def _cabin_columns() -> list[Column[int]]:
    """For each cabin: seats on the plane, seats with a ticket, seats that a hold keeps."""
    return [
        Column(f"{cabin}_{what}", SmallInteger, nullable=False, server_default="0")
        for cabin in CABINS
        for what in ("capacity", "sold", "held")
    ]


def _never_oversold() -> list[CheckConstraint]:
    return [
        CheckConstraint(
            f"{cabin}_sold >= 0 AND {cabin}_held >= 0 AND {cabin}_sold + {cabin}_held <= {cabin}_capacity",
            name=f"{cabin}_never_oversold",
        )
        for cabin in CABINS
    ]


airports = Table(
    "timetable_airports",
    metadata,
    Column("code", String(3), primary_key=True),
    Column("city", String(3), nullable=False),
    Column("country", String(2), nullable=False),
    Column("zone", String, nullable=False),
    Column("latitude", Double, nullable=False),
    Column("longitude", Double, nullable=False),
)

departures = Table(
    "timetable_departures",
    metadata,
    Column("day", Date, primary_key=True, comment="local date of departure"),
    Column("flight", String(8), primary_key=True),
    Column("operator", String(3), nullable=False),
    Column("origin", String(3), nullable=False),
    Column("destination", String(3), nullable=False),
    Column("departs", DateTime, nullable=False, comment="wall clock of the origin"),
    Column("arrives", DateTime, nullable=False, comment="wall clock of the destination"),
    Column("departs_at", DateTime(timezone=True), nullable=False),
    Column("arrives_at", DateTime(timezone=True), nullable=False),
    Column("aircraft", String(8), nullable=False, comment="registration of the plane that is planned to fly it"),
    *_cabin_columns(),
    *_never_oversold(),
    Index("ix_timetable_departures_origin_day", "origin", "day"),
    Index("ix_timetable_departures_destination_day", "destination", "day"),
)
"""The row is updated by each hold, ticket and release, and only in the order of its key, so that none deadlocks."""

holds = Table(
    "timetable_holds",
    metadata,
    Column("locator", String(6), primary_key=True),
    Column("reference", String, nullable=False, unique=True),
    Column("request", String, nullable=False, comment="fingerprint of what was asked for under the reference"),
    Column("state", String(10), nullable=False),
    Column("held_at", DateTime(timezone=True), nullable=False),
    Column("first_until", DateTime(timezone=True), nullable=False, comment="the end before it was extended"),
    Column("until", DateTime(timezone=True), nullable=False),
    Column("seats", SmallInteger, nullable=False),
    Column("total_minor", Integer, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("brand", String(16), nullable=False),
    Column("passengers", JSONB, nullable=False),
    Column("ticket_reference", String, unique=True),
    CheckConstraint("state IN ('held', 'ticketed', 'cancelled', 'lapsed')", name="state_known"),
    CheckConstraint("seats > 0", name="seats_some"),
)
Index("ix_timetable_holds_until_held", holds.c.until, postgresql_where=holds.c.state == "held")

hold_segments = Table(
    "timetable_hold_segments",
    metadata,
    Column("locator", ForeignKey(holds.c.locator), primary_key=True),
    Column("position", SmallInteger, primary_key=True),
    Column("day", Date, nullable=False),
    Column("flight", String(8), nullable=False),
    Column("cabin", String(8), nullable=False),
    ForeignKeyConstraint(["day", "flight"], [departures.c.day, departures.c.flight]),
    Index("ix_timetable_hold_segments_day_flight", "day", "flight"),
)

ticket_serial = Sequence("timetable_ticket_serial", start=2_400_000_001, metadata=metadata)
"""Serial parts of e-ticket numbers; the first two digits are the form code of an electronic ticket."""

tickets = Table(
    "timetable_tickets",
    metadata,
    Column("number", String(13), primary_key=True),
    Column("locator", ForeignKey(holds.c.locator), nullable=False),
    Column("position", SmallInteger, nullable=False, comment="of the passenger in the hold"),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("voided_at", DateTime(timezone=True)),
    UniqueConstraint("locator", "position"),
    CheckConstraint("number ~ '^[0-9]{13}$'", name="number_digits"),
)

fare_adjustments = Table(
    "fare_adjustments",
    metadata,
    Column("route", String(7), primary_key=True, comment="such as CDG-JFK, one direction"),
    Column("percent", SmallInteger, nullable=False, comment="added to every fare of the route; may be negative"),
    CheckConstraint("percent > -100 AND percent <= 500", name="percent_sane"),
)
"""What staff put on a route, from the next price on."""
