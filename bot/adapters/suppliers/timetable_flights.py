"""Reading the timetable: airports, departures of a direction, departures by key, adjustments of fares."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, tuple_

from bot.adapters.sql.tables.timetable import airports as airports_table
from bot.adapters.sql.tables.timetable import departures, fare_adjustments
from bot.domain.shopping.airports import Airport
from bot.domain.shopping.departures import CABINS, Departure, Seats, parse_key
from bot.domain.shopping.itineraries import Wanted

ONWARD_DAYS = timedelta(days=2)
"""A second flight leaves at most two local dates after the first: a night on board and a night's change."""

_READ = select(
    departures.c.flight,
    departures.c.day,
    departures.c.origin,
    departures.c.destination,
    departures.c.operator,
    departures.c.departs,
    departures.c.arrives,
    departures.c.departs_at,
    departures.c.arrives_at,
    *(
        column
        for cabin in CABINS
        for column in (
            departures.c[f"{cabin}_capacity"],
            (departures.c[f"{cabin}_sold"] + departures.c[f"{cabin}_held"]).label(f"{cabin}_taken"),
        )
    ),
)
_FACTS = 9


def read_airports(connection: Connection) -> dict[str, Airport]:
    """Every airport that is flown to, by code."""
    table = airports_table.c
    rows = connection.execute(
        select(table.code, table.city, table.country, table.zone, table.latitude, table.longitude)
    )
    return {row.code: Airport(*row) for row in rows}


def read_adjustments(connection: Connection) -> Mapping[str, int]:
    """What staff put on fares, in percent, by route."""
    rows = connection.execute(select(fare_adjustments.c.route, fare_adjustments.c.percent))
    return {row.route: row.percent for row in rows}


def read_direction(connection: Connection, wanted: Wanted) -> list[Departure]:
    """Every departure that may be a part of a direction, in one query over two indexes."""
    table = departures.c
    leaves = and_(table.origin.in_(wanted.origins), table.day == wanted.day)
    condition: ColumnElement[bool]
    if wanted.most_stops == 0:
        condition = and_(leaves, table.destination.in_(wanted.destinations))
    else:
        changes = select(table.destination).where(leaves)
        onward = and_(
            table.destination.in_(wanted.destinations),
            table.day.between(wanted.day, wanted.day + ONWARD_DAYS),
            table.origin.in_(changes),
        )
        condition = or_(leaves, onward)
    return [_departure(row) for row in connection.execute(_READ.where(condition))]


def read_keys(connection: Connection, keys: Iterable[str]) -> dict[str, Departure]:
    """The departures of some keys; unknown ones are left out."""
    named = [parse_key(key) for key in keys]
    rows = connection.execute(_READ.where(tuple_(departures.c.day, departures.c.flight).in_(named)))
    return {one.key: one for one in map(_departure, rows)}


def _departure(row: Row[Any]) -> Departure:
    flight, day, origin, destination, operator, departs, arrives, departs_at, arrives_at = row[:_FACTS]
    seats = zip(CABINS, row[_FACTS::2], row[_FACTS + 1 :: 2], strict=True)
    return Departure(
        flight=flight,
        day=day,
        origin=origin,
        destination=destination,
        operator=operator,
        departs=departs,
        arrives=arrives,
        departs_at=departs_at,
        arrives_at=arrives_at,
        cabins={cabin: Seats(capacity, taken) for cabin, capacity, taken in seats if capacity},
    )
