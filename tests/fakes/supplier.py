"""A supplier in memory: the rules of our own fares and ways, with seats, holds and tickets in dictionaries.

For tests that try every crash point, and for talks in a terminal; the contract suite proves that it answers as the
timetable in PostgreSQL does.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from typing import TypeVar

import msgspec

from bot.adapters.data.sample_airline import departures_on
from bot.adapters.data.sample_network import sample_airports
from bot.adapters.data.sample_rotations import Leg, daily_plan
from bot.domain.booking.passengers import Passenger
from bot.domain.errors import IllegalError, InvalidError, OutcomeUnknownError, SupplierError
from bot.domain.ids import record_locator, ticket_number
from bot.domain.money import Money
from bot.domain.reconciliation import Sale
from bot.domain.shopping.airports import Airport
from bot.domain.shopping.departures import Departure, Seats, parse_key
from bot.domain.shopping.itineraries import Wanted, directions_of, journeys
from bot.domain.shopping.long_holds import latest_end
from bot.domain.shopping.market import Market, Terms, reprice
from bot.domain.shopping.offers import Offer, fingerprint
from bot.domain.shopping.search import Search
from bot.domain.shopping.shelf import shelf
from bot.ports.supplier import Held, HoldRefused, Priced, Ticketed, TicketRefused

_HELD, _SOLD = "held", "sold"
_Answer = TypeVar("_Answer")
DayOf = Callable[[date], Iterable[Departure]]


class Hold:
    """One hold and what became of it; `state` is held, ticketed, cancelled or lapsed."""

    def __init__(self, held: Held, *, reference: str, request: str, offer: Offer) -> None:
        self.held, self.reference, self.request, self.offer = held, reference, request, offer
        self.first_until = held.until
        self.state = _HELD
        self.ticket_reference = ""
        self.tickets: tuple[str, ...] = ()
        self.days: set[date] = set()

    @property
    def ended(self) -> str:
        """Why it cannot be ticketed any more."""
        return "cancelled" if self.state == "cancelled" else "hold_expired"


class FakeSupplier:
    """An honest supplier in memory.

    `down` refuses every call; with `keeps_tickets` it cancels none.
    `fail` orders a fault for the next call of one method. `holds` are its own records;
    `adjustments` moves prices by route, as staff do.
    """

    def __init__(self, day_of: DayOf, airports: Mapping[str, Airport]) -> None:
        self.airports = airports
        self.adjustments: dict[str, int] = {}
        self.holds: dict[str, Hold] = {}
        self.down = False
        self.series = 0
        self.keeps_tickets = False
        self._day_of = cache(lambda day: {one.flight: one for one in day_of(day)})
        self._seats: Counter[tuple[str, str, str]] = Counter()
        self._faults: dict[str, str] = {}
        self._serials = count(2_400_000_001)

    def fail(self, method: str, *, after: bool) -> None:
        """The next call of a method fails: before it does anything, or after it, so that its answer is lost."""
        self._faults[method] = "after" if after else "before"

    def forget_faults(self) -> None:
        """Let no call fail any more."""
        self._faults.clear()

    def taken(self, key: str, cabin: str) -> int:
        """Seats of a departure that are held or sold."""
        return self._seats[key, cabin, _HELD] + self._seats[key, cabin, _SOLD]

    def sold(self, key: str, cabin: str) -> int:
        """Seats of a departure that are sold."""
        return self._seats[key, cabin, _SOLD]

    def withdraw(self, key: str) -> None:
        """Take a departure out of the timetable."""
        day, flight = parse_key(key)
        del self._day_of(day)[flight]

    def sell_out(self, key: str) -> None:
        """Sell every seat of a departure that is still free, in all cabins."""
        day, flight = parse_key(key)
        for cabin, seats in self._day_of(day)[flight].cabins.items():
            self._seats[key, cabin, _SOLD] = seats.capacity - self._seats[key, cabin, _HELD]

    def take_back(self) -> None:
        """Cancel every living hold, as an airline does that needs the seats itself."""
        for hold in self.holds.values():
            if hold.state == _HELD:
                hold.state = "cancelled"
                self._move(hold, held=-1)

    def search(self, wish: Search, *, now: datetime, limit: int = 9) -> tuple[Offer, ...]:
        """Offers for the wish, cheapest first."""
        return self._do("search", now, lambda: self._search(wish, now, limit))

    def price(self, offer: Offer, *, now: datetime) -> Priced:
        """The same trip at today's price."""
        return self._do("price", now, lambda: self._price(offer, now))

    def hold(
        self, offer: Offer, passengers: tuple[Passenger, ...], *, reference: str, now: datetime
    ) -> Held | HoldRefused:
        """Keep seats for half an hour."""
        if sorted(person.kind for person in passengers) != sorted(offer.party.kinds()):
            raise InvalidError("The passengers are not the party that the offer is for.")
        return self._do("hold", now, lambda: self._hold(offer, passengers, reference, now))

    def extend(self, locator: str, *, until: datetime, now: datetime) -> datetime:
        """A later end of a hold: a quarter of an hour at most, or days where the fare has long holds."""
        return self._do("extend", now, lambda: self._extend(locator, until))

    def ticket(self, locator: str, *, reference: str, now: datetime) -> Ticketed | TicketRefused:
        """Issue tickets for a hold."""
        return self._do("ticket", now, lambda: self._ticket(locator, reference, now))

    def find(self, reference: str, *, now: datetime) -> Held | Ticketed | TicketRefused | None:
        """What became of a reference."""
        return self._do("find", now, lambda: self._find(reference))

    def cancel(self, locator: str, *, now: datetime) -> bool:
        """Give everything back."""
        return self._do("cancel", now, lambda: self._cancel(locator, now))

    def sales(self, day: date, *, after: str = "", most: int = 100) -> tuple[Sale, ...]:
        """What was ticketed or voided on a day, as it stands now."""

        def listed() -> tuple[Sale, ...]:
            moved = [hold for hold in self.holds.values() if day in hold.days and hold.held.locator > after]
            return tuple(_sale(hold) for hold in sorted(moved, key=lambda hold: hold.held.locator)[:most])

        return self._do("sales", datetime.min.replace(tzinfo=UTC), listed)

    def sales_of(self, references: tuple[str, ...]) -> tuple[Sale, ...]:
        """What was ticketed under these references, as it stands now."""

        def listed() -> tuple[Sale, ...]:
            return tuple(_sale(hold) for hold in self.holds.values() if hold.ticket_reference in references)

        return self._do("sales_of", datetime.min.replace(tzinfo=UTC), listed)

    def _do(self, method: str, now: datetime, call: Callable[[], _Answer]) -> _Answer:
        fault = self._faults.pop(method, "")
        if self.down or fault == "before":
            raise SupplierError("The supplier in memory was told to be down.", retryable=True)
        self._lapse(now)
        answer = call()
        if fault:
            raise OutcomeUnknownError("The supplier in memory was told to lose this answer.")
        return answer

    def _search(self, wish: Search, now: datetime, limit: int) -> tuple[Offer, ...]:
        directions = directions_of(wish, self.airports)
        if not directions:
            return ()
        found = [journeys(self._around(wanted), wanted, airports=self.airports, now=now) for wanted in directions]
        back = found[1] if wish.back else None
        return shelf(found[0], back, Terms(wish.party, wish.cabin), market=self._market(), now=now, limit=limit)

    def _around(self, wanted: Wanted) -> list[Departure]:
        days = [wanted.day + timedelta(days=more) for more in range(3)]
        return [self._with_seats(one) for day in days for one in self._day_of(day).values()]

    def _price(self, offer: Offer, now: datetime) -> Priced:
        found = {key: one for key in (segment.key for segment in offer.segments) if (one := self._departure(key))}
        repriced = reprice(offer, found, market=self._market(), now=now)
        return Priced(None, repriced) if isinstance(repriced, str) else Priced(repriced)

    def _hold(
        self, offer: Offer, passengers: tuple[Passenger, ...], reference: str, now: datetime
    ) -> Held | HoldRefused:
        request = f"{fingerprint(offer)} {msgspec.json.encode(passengers)!r}"
        if known := next((hold for hold in self.holds.values() if hold.reference == reference), None):
            if known.request != request:
                raise IllegalError("A hold's reference was used again for another request.")
            return known.held if known.state in {_HELD, "ticketed"} else HoldRefused("offer_gone")
        priced = self._price(offer, now)
        if priced.offer is None:
            return HoldRefused(priced.reason)
        if priced.offer.total != offer.total:
            return HoldRefused("price_changed", priced.offer)
        locator = record_locator((self.series + len(self.holds)).to_bytes(6))
        hold = Hold(
            Held(locator, now + timedelta(minutes=30), Money(offer.total.minor, offer.total.currency)),
            reference=reference,
            request=request,
            offer=priced.offer,
        )
        self.holds[locator] = hold
        self._move(hold, held=1)
        return hold.held

    def _extend(self, locator: str, until: datetime) -> datetime:
        hold = self.holds.get(locator)
        if hold is None:
            raise InvalidError("No hold has this record locator.")
        end = min(until, self._longest(hold))
        if hold.state == _HELD and end > hold.held.until:
            hold.held = msgspec.structs.replace(hold.held, until=end)
        return hold.held.until

    def _longest(self, hold: Hold) -> datetime:
        times = {"held_at": hold.first_until - timedelta(minutes=30), "first_until": hold.first_until}
        return latest_end(self._leaves(hold), hold.offer.brand, **times) or hold.first_until + timedelta(minutes=15)

    def _ticket(self, locator: str, reference: str, now: datetime) -> Ticketed | TicketRefused:
        hold = self.holds.get(locator)
        if hold is None or hold.ticket_reference not in {"", reference}:
            return TicketRefused("refused")
        if hold.state == _HELD:
            hold.state, hold.ticket_reference = "ticketed", reference
            hold.days.add(now.date())
            hold.tickets = tuple(ticket_number("999", next(self._serials)) for _ in hold.offer.party.kinds())
            self._move(hold, held=-1, sold=1)
        return Ticketed(locator, hold.tickets) if hold.state == "ticketed" else TicketRefused(hold.ended)

    def _find(self, reference: str) -> Held | Ticketed | TicketRefused | None:
        for locator, hold in self.holds.items():
            if reference in {hold.reference, hold.ticket_reference}:
                if hold.state == "ticketed":
                    return Ticketed(locator, hold.tickets)
                return hold.held if hold.state == _HELD else TicketRefused(hold.ended)
        return None

    def _cancel(self, locator: str, now: datetime) -> bool:
        hold = self.holds.get(locator)
        if hold is None or hold.state in {"cancelled", "lapsed"}:
            return True
        if hold.state == "ticketed" and (self.keeps_tickets or self._leaves(hold) <= now):
            return False
        if hold.tickets:
            hold.days.add(now.date())
        self._move(hold, held=-1 if hold.state == _HELD else 0, sold=-1 if hold.state == "ticketed" else 0)
        hold.state = "cancelled"
        return True

    def _lapse(self, now: datetime) -> None:
        for hold in self.holds.values():
            if hold.state == _HELD and hold.held.until <= now:
                hold.state = "lapsed"
                self._move(hold, held=-1)

    def _move(self, hold: Hold, *, held: int = 0, sold: int = 0) -> None:
        for segment in hold.offer.segments:
            self._seats[segment.key, segment.cabin, _HELD] += held * hold.offer.party.seats
            self._seats[segment.key, segment.cabin, _SOLD] += sold * hold.offer.party.seats

    def _leaves(self, hold: Hold) -> datetime:
        return min(one.departs_at for segment in hold.offer.segments if (one := self._departure(segment.key)))

    def _departure(self, key: str) -> Departure | None:
        day, flight = parse_key(key)
        one = self._day_of(day).get(flight)
        return one and self._with_seats(one)

    def _with_seats(self, one: Departure) -> Departure:
        taken = {cabin: number for cabin in one.cabins if (number := self.taken(one.key, cabin))}
        if not taken:
            return one
        cabins = {cabin: Seats(seats.capacity, taken.get(cabin, 0)) for cabin, seats in one.cabins.items()}
        return msgspec.structs.replace(one, cabins=cabins)

    def _market(self) -> Market:
        return Market(self.airports, self.adjustments)


def _sale(hold: Hold) -> Sale:
    total = hold.offer.total
    return Sale(hold.ticket_reference, hold.held.locator, total, tuple(sorted(hold.tickets)), hold.state == "ticketed")


def sample_supplier() -> FakeSupplier:
    """The whole sample airline, any day of it, in memory."""
    airports, plan = _sample()
    return FakeSupplier(lambda day: (one for one, _ in departures_on(day, plan, airports)), airports)


@cache
def _sample() -> tuple[dict[str, Airport], tuple[Leg, ...]]:
    airports = sample_airports()
    return airports, daily_plan(airports)
