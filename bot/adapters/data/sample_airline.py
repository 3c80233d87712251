"""Loads the sample airline: the daily plan, dated for the whole horizon, into the timetable's tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import psycopg
from psycopg import sql

from bot.adapters.data.sample_network import CARRIER, sample_airports
from bot.adapters.data.sample_rotations import Leg, daily_plan
from bot.domain.shopping.airports import Airport
from bot.domain.shopping.departures import CABINS, Departure

HORIZON_DAYS = 330
"""How many days ahead the airline sells, today not counted."""

STEP = "Loading the sample airline"

_LOCK = 0x7466_7361  # "tfsa": any number that nobody else locks
_BATCH_DAYS = 30
_COLUMNS = (
    *("day", "flight", "operator", "origin", "destination", "departs", "arrives", "departs_at", "arrives_at"),
    *("aircraft", *(f"{cabin}_capacity" for cabin in CABINS)),
)


def load(database_url: str, *, today: date, progress: Callable[[str, float], None]) -> None:
    """Add every day that is missing up to the horizon; days that are there stay as they are, with what was sold.

    Yesterday is loaded too, because somewhere it still is yesterday. All in one transaction: a load that was cut
    short leaves nothing behind, and a second one at the same time waits and finds nothing to do.
    """
    with psycopg.connect(database_url.replace("+psycopg", "", 1)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        days = _missing_days(connection, today)
        if days:
            progress(STEP, 0)
            _load_days(connection, days, progress)
    progress(STEP, 1)


def departures_on(day: date, plan: Sequence[Leg], airports: Mapping[str, Airport]) -> Iterator[tuple[Departure, str]]:
    """Each flight of the plan on a local date, and the plane that flies it."""
    midnight, ordinal = datetime.combine(day, time()), day.toordinal()
    for leg in plan:
        departs = midnight + timedelta(minutes=leg.departs)
        departs_at = departs.replace(tzinfo=ZoneInfo(airports[leg.origin].zone)).astimezone(UTC)
        arrives_at = departs_at + timedelta(minutes=leg.minutes)
        departure = Departure(
            flight=leg.flight,
            day=day,
            origin=leg.origin,
            destination=leg.destination,
            operator=CARRIER,
            departs=departs,
            arrives=arrives_at.astimezone(ZoneInfo(airports[leg.destination].zone)).replace(tzinfo=None),
            departs_at=departs_at,
            arrives_at=arrives_at,
            cabins=leg.equipment.cabins,
        )
        yield departure, leg.aircraft[(ordinal - leg.lead) % len(leg.aircraft)]


def _missing_days(connection: psycopg.Connection, today: date) -> list[date]:
    row = connection.execute("SELECT max(day) FROM timetable_departures").fetchone()
    first, last = today - timedelta(days=1), today + timedelta(days=HORIZON_DAYS)
    if row and row[0]:
        first = max(first, row[0] + timedelta(days=1))
    return [first + timedelta(days=index) for index in range((last - first).days + 1)]


def _load_days(connection: psycopg.Connection, days: list[date], progress: Callable[[str, float], None]) -> None:
    airports = sample_airports()
    plan = daily_plan(airports)
    _load_airports(connection, airports)
    copy_in = sql.SQL("COPY timetable_departures ({}) FROM STDIN").format(
        sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
    )
    with connection.cursor() as cursor:
        for start in range(0, len(days), _BATCH_DAYS):
            with cursor.copy(copy_in) as copy:
                for day in days[start : start + _BATCH_DAYS]:
                    copy.write("".join(_line(*each) for each in departures_on(day, plan, airports)))
            progress(STEP, min(len(days), start + _BATCH_DAYS) / len(days))
        cursor.execute("ANALYZE timetable_departures")


def _load_airports(connection: psycopg.Connection, airports: Mapping[str, Airport]) -> None:
    rows = [
        (each.code, each.city, each.country, each.zone, each.latitude, each.longitude) for each in airports.values()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO timetable_airports (code, city, country, zone, latitude, longitude)"
            " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (code) DO NOTHING",
            rows,
        )


def _line(one: Departure, aircraft: str) -> str:
    """A row in the text format of COPY; none of the values holds a tab, a newline or a backslash."""
    seats = "\t".join(str(one.cabins[cabin].capacity) if cabin in one.cabins else "0" for cabin in CABINS)
    return (
        f"{one.day}\t{one.flight}\t{one.operator}\t{one.origin}\t{one.destination}\t{one.departs}\t{one.arrives}"
        f"\t{one.departs_at}\t{one.arrives_at}\t{aircraft}\t{seats}\n"
    )
