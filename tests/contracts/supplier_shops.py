"""The same small airline behind the supplier in memory and behind the timetable in PostgreSQL."""

from typing import Any, Protocol

from sqlalchemy import delete, insert, select

from bot.adapters.clock import SystemIds
from bot.adapters.sql.engine import make_engine
from bot.adapters.sql.tables import metadata
from bot.adapters.sql.tables.timetable import (
    airports,
    departures,
    fare_adjustments,
    hold_segments,
    holds,
    tickets,
)
from bot.adapters.suppliers.timetable import Timetable
from bot.domain.shopping.departures import CABINS, Departure, parse_key
from bot.domain.shopping.offers import Offer
from bot.ports.supplier import Supplier
from tests.builders.flights import AIRPORTS, timetable
from tests.fakes.supplier import FakeSupplier
from tests.journeys import airline


class Shop(Protocol):
    """A supplier, and what staff may do to it."""

    @property
    def supplier(self) -> Supplier:
        """The supplier itself."""

    def adjust(self, route: str, percent: int) -> None:
        """Move the fares of a route."""

    def withdraw(self, key: str) -> None:
        """Take a departure out of the timetable."""

    def sell_out(self, offer: Offer) -> None:
        """Sell what is free on the flights of an offer."""

    def taken(self, key: str, cabin: str) -> int:
        """Seats that are held or sold."""


class MemoryShop:
    """The supplier in memory."""

    def __init__(self) -> None:
        flights = timetable()
        self.supplier = FakeSupplier(lambda day: [one for one in flights if one.day == day], AIRPORTS)

    def adjust(self, route: str, percent: int) -> None:
        """Move the fares of a route."""
        self.supplier.adjustments[route] = percent

    def withdraw(self, key: str) -> None:
        """Take a departure out of the timetable."""
        self.supplier.withdraw(key)

    def sell_out(self, offer: Offer) -> None:
        """Sell what is free on the flights of an offer."""
        for segment in offer.segments:
            self.supplier.sell_out(segment.key)

    def taken(self, key: str, cabin: str) -> int:
        """Seats that are held or sold."""
        return self.supplier.taken(key, cabin)


class SqlShop:
    """The timetable over a real PostgreSQL, emptied and filled anew."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url, pool_size=10)
        metadata.create_all(self.engine)
        fill(self.engine, timetable())
        self.supplier = Timetable(self.engine, ids=SystemIds())

    def adjust(self, route: str, percent: int) -> None:
        """Move the fares of a route."""
        with self.engine.begin() as connection:
            connection.execute(insert(fare_adjustments).values(route=route, percent=percent))

    def withdraw(self, key: str) -> None:
        """Take a departure out of the timetable."""
        day, flight = parse_key(key)
        with self.engine.begin() as connection:
            connection.execute(delete(departures).where(departures.c.day == day, departures.c.flight == flight))

    def sell_out(self, offer: Offer) -> None:
        """Sell what is free on the flights of an offer."""
        airline.sell_out(self.engine, offer)

    def taken(self, key: str, cabin: str) -> int:
        """Seats that are held or sold."""
        day, flight = parse_key(key)
        taken = departures.c[f"{cabin}_sold"] + departures.c[f"{cabin}_held"]
        with self.engine.connect() as connection:
            query = select(taken).where(departures.c.day == day, departures.c.flight == flight)
            return int(connection.execute(query).scalar_one())


def fill(engine: Any, flights: list[Departure]) -> None:
    """Empty the timetable's tables and put in the small airline's airports and these flights."""
    with engine.begin() as connection:
        for table in (tickets, hold_segments, holds, departures, airports, fare_adjustments):
            connection.execute(delete(table))
        connection.execute(
            insert(airports),
            [{name: getattr(each, name) for name in each.__struct_fields__} for each in AIRPORTS.values()],
        )
        connection.execute(insert(departures), [_row(one) for one in flights])


def _row(one: Departure) -> dict[str, Any]:
    names = ("day", "flight", "operator", "origin", "destination", "departs", "arrives", "departs_at", "arrives_at")
    facts = {name: getattr(one, name) for name in names}
    seats = {f"{name}_capacity": one.cabins[name].capacity if name in one.cabins else 0 for name in CABINS}
    return {**facts, "aircraft": "F-TFAA", **seats}
