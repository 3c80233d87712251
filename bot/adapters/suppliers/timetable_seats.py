"""Seats change hands: free to held, held to sold, and back, in one order for everybody, so that none deadlocks."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, func, select, tuple_, update

from bot.adapters.sql.tables.timetable import departures, hold_segments, holds

SWEEP_AT_MOST = 200
"""Holds that one sweep ends; the next one takes the rest."""


class Place(msgspec.Struct, frozen=True, order=True):
    """One cabin of one departure; places sort by departure first, and everybody locks them in that order."""

    day: date
    flight: str
    cabin: str


def take_seats(connection: Connection, places: Iterable[Place], seats: int) -> bool:
    """Hold seats in every place; False when one has too few: then the caller rolls back."""
    for place in sorted(places):
        capacity, sold, held = (departures.c[f"{place.cabin}_{what}"] for what in ("capacity", "sold", "held"))
        taken = connection.execute(
            update(departures)
            .where(departures.c.day == place.day, departures.c.flight == place.flight)
            .where(held + sold + seats <= capacity)
            .values({held: held + seats})
        )
        if taken.rowcount != 1:
            return False
    return True


def sell_seats(connection: Connection, places: Iterable[Place], seats: int) -> None:
    """Make held seats sold ones."""
    _move(connection, dict.fromkeys(places, (-seats, seats)))


def give_back_held(connection: Connection, places: Iterable[Place], seats: int) -> None:
    """Make held seats free ones."""
    _move(connection, dict.fromkeys(places, (-seats, 0)))


def give_back_sold(connection: Connection, places: Iterable[Place], seats: int) -> None:
    """Make sold seats free ones."""
    _move(connection, dict.fromkeys(places, (0, -seats)))


def places_of(connection: Connection, locator: str) -> tuple[Place, ...]:
    """The cabins and departures of a hold."""
    table = hold_segments.c
    rows = connection.execute(select(table.day, table.flight, table.cabin).where(table.locator == locator))
    return tuple(Place(*row) for row in rows)


def some_lapsed(connection: Connection, now: datetime) -> bool:
    """Whether a hold has ended whose seats are still kept."""
    found = select(holds.c.locator).where(holds.c.state == "held", holds.c.until <= now).limit(1)
    return connection.execute(found).first() is not None


def release_lapsed(connection: Connection, now: datetime) -> int:
    """Give back the seats of holds that have ended; holds that somebody is working on are left to them."""
    ended = (
        select(holds.c.locator, holds.c.seats)
        .where(holds.c.state == "held", holds.c.until <= now)
        .order_by(holds.c.until)
        .limit(SWEEP_AT_MOST)
        .with_for_update(skip_locked=True)
    )
    seats = {row.locator: row.seats for row in connection.execute(ended)}
    if not seats:
        return 0
    table = hold_segments.c
    rows = connection.execute(
        select(table.locator, table.day, table.flight, table.cabin).where(table.locator.in_(seats))
    )
    freed: Counter[Place] = Counter()
    for row in rows:
        freed[Place(row.day, row.flight, row.cabin)] += seats[row.locator]
    _move(connection, {place: (-number, 0) for place, number in freed.items()})
    connection.execute(update(holds).where(holds.c.locator.in_(seats)).values(state="lapsed"))
    return len(seats)


def first_departure(connection: Connection, places: Iterable[Place]) -> datetime | None:
    """When the first of some departures leaves (UTC)."""
    named = [(place.day, place.flight) for place in places]
    earliest: datetime | None = connection.scalar(
        select(func.min(departures.c.departs_at)).where(tuple_(departures.c.day, departures.c.flight).in_(named))
    )
    return earliest


def _move(connection: Connection, changes: dict[Place, tuple[int, int]]) -> None:
    for place in sorted(changes):
        more_held, more_sold = changes[place]
        sold, held = departures.c[f"{place.cabin}_sold"], departures.c[f"{place.cabin}_held"]
        connection.execute(
            update(departures)
            .where(departures.c.day == place.day, departures.c.flight == place.flight)
            .values({held: held + more_held, sold: sold + more_sold})
        )
