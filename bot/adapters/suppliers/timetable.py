"""The supplier that sells the airline's own seats, kept in PostgreSQL.

A price is never trusted from an offer: every call reads the flights again and counts today's price. Seats change
hands in one transaction over all flights of a trip, by conditional updates in one order, so a seat is sold once.
"""

from contextlib import suppress
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, Engine

from bot.adapters.suppliers import timetable_holds as holds
from bot.adapters.suppliers import timetable_sales
from bot.adapters.suppliers.timetable_flights import read_adjustments, read_airports, read_direction, read_keys
from bot.adapters.suppliers.timetable_seats import release_lapsed, some_lapsed
from bot.adapters.suppliers.timetable_transactions import reading, writing
from bot.domain.booking.passengers import Passenger
from bot.domain.errors import InvalidError, OutcomeUnknownError
from bot.domain.ids import record_locator
from bot.domain.reconciliation import Sale
from bot.domain.shopping.airports import Airport
from bot.domain.shopping.itineraries import directions_of, journeys
from bot.domain.shopping.market import Market, Terms, reprice
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search
from bot.domain.shopping.shelf import shelf
from bot.ports.clock import Ids
from bot.ports.supplier import Held, HoldRefused, Priced, Ticketed, TicketRefused

_LOCATOR_BYTES = 6


class Timetable:
    """Our own inventory as a supplier; `accounting_code` is the airline's three digits on its tickets."""

    def __init__(self, engine: Engine, *, ids: Ids, accounting_code: str = "999") -> None:
        self._engine = engine
        self._ids = ids
        self._accounting_code = accounting_code
        self._airports: dict[str, Airport] = {}

    def search(self, wish: Search, *, now: datetime, limit: int = 9) -> tuple[Offer, ...]:
        """Offers for the wish, cheapest first; empty when nothing flies; raises `SupplierError`."""
        self._release_some(now)
        with reading(self._engine) as connection:
            airports = self._known_airports(connection, wish.origin, wish.destination)
            directions = directions_of(wish, airports)
            if not directions:
                return ()
            market = Market(airports, read_adjustments(connection))
            found = [
                journeys(read_direction(connection, wanted), wanted, airports=airports, now=now)
                for wanted in directions
            ]
        back = found[1] if wish.back else None
        return shelf(found[0], back, Terms(wish.party, wish.cabin), market=market, now=now, limit=limit)

    def price(self, offer: Offer, *, now: datetime) -> Priced:
        """The same flights, party and brand at today's price; raises `SupplierError`."""
        self._release_some(now)
        with reading(self._engine) as connection:
            return self._price(connection, offer, now)

    def hold(
        self, offer: Offer, passengers: tuple[Passenger, ...], *, reference: str, now: datetime
    ) -> Held | HoldRefused:
        """Keep seats for half an hour; raises `InvalidError` when the passengers are not the offer's party.

        A refusal keeps nothing, and is not remembered: the same reference may be asked again.
        """
        if sorted(person.kind for person in passengers) != sorted(offer.party.kinds()):
            raise InvalidError("The passengers are not the party that the offer is for.")
        self._release_some(now)
        request = holds.Request(offer, passengers, reference)
        with writing(self._engine) as connection:
            if known := holds.known_hold(connection, request, now):
                return known
            priced = self._price(connection, offer, now)
            if priced.offer is None:
                return HoldRefused(priced.reason)
            if priced.offer.total != offer.total:
                return HoldRefused("price_changed", priced.offer)
            true_request = msgspec.structs.replace(request, offer=priced.offer)
            return holds.keep(connection, true_request, now=now, new_locator=self._new_locator)

    def extend(self, locator: str, *, until: datetime, now: datetime) -> datetime:
        """A later end of a hold, at most 15 minutes after its first one, or a week for a debit; returns it (UTC)."""
        with writing(self._engine) as connection:
            return holds.extend(connection, locator, until=until, now=now)

    def ticket(self, locator: str, *, reference: str, now: datetime) -> Ticketed | TicketRefused:
        """Issue tickets for a hold; the same reference again gives the same tickets."""
        with writing(self._engine) as connection:
            return holds.issue(connection, locator, reference=reference, now=now, accounting_code=self._accounting_code)

    def find(self, reference: str, *, now: datetime) -> Held | Ticketed | TicketRefused | None:
        """What became of a reference: a hold, tickets, a cancelled or lapsed hold, or None when never seen."""
        with reading(self._engine) as connection:
            return holds.find(connection, reference, now)

    def cancel(self, locator: str, *, now: datetime) -> bool:
        """Give held seats back or void tickets; False once a flight of a ticket has left."""
        with writing(self._engine) as connection:
            return holds.cancel(connection, locator, now)

    def sales(self, day: date, *, after: str = "", most: int = 100) -> tuple[Sale, ...]:
        """What was ticketed or voided on a day (UTC), as it stands now, by record locator; those after one."""
        with reading(self._engine) as connection:
            return timetable_sales.on_day(connection, day, after=after, most=most)

    def sales_of(self, references: tuple[str, ...]) -> tuple[Sale, ...]:
        """What was ticketed under these references of ours, whenever it was, as it stands now."""
        with reading(self._engine) as connection:
            return timetable_sales.under(connection, references)

    def served(self) -> frozenset[str]:
        """The IATA codes of all airports that are flown to."""
        with reading(self._engine) as connection:
            return frozenset(read_airports(connection))

    def release_expired(self, now: datetime) -> int:
        """Give back the seats of holds that have ended; returns how many holds those were."""
        with writing(self._engine) as connection:
            return release_lapsed(connection, now)

    def _release_some(self, now: datetime) -> None:
        """Whoever looks at seats first frees those of lapsed holds, so that no sweep has to be waited for.

        A sweep whose outcome is unknown is no failure: the next one sees what is left to do.
        """
        with reading(self._engine) as connection:
            lapsed = some_lapsed(connection, now)
        if lapsed:
            with suppress(OutcomeUnknownError):
                self.release_expired(now)

    def _price(self, connection: Connection, offer: Offer, now: datetime) -> Priced:
        found = read_keys(connection, (segment.key for segment in offer.segments))
        ends = {code for one in found.values() for code in (one.origin, one.destination)}
        market = Market(self._known_airports(connection, *ends), read_adjustments(connection))
        repriced = reprice(offer, found, market=market, now=now)
        return Priced(None, repriced) if isinstance(repriced, str) else Priced(repriced)

    def _known_airports(self, connection: Connection, *codes: str) -> dict[str, Airport]:
        """The airports, read once, and again when a code is not among them."""
        known = {name for airport in self._airports.values() for name in (airport.code, airport.city)}
        if not known.issuperset(codes):
            self._airports = read_airports(connection)
        return self._airports

    def _new_locator(self) -> str:
        return record_locator(self._ids.random(_LOCATOR_BYTES))
