"""A trip that is booked, as its traveller may see it: flights, names, tickets, state, and what was paid; never more."""

from datetime import datetime
from typing import Literal

import msgspec

from bot.domain.booking.moments import ZoneOf, moments
from bot.domain.money import Money
from bot.domain.shopping.offers import Segment, Slice

TripState = Literal[
    "ticketed",
    "held",
    "debiting",
    "confirming",
    "undoing",
    "stopping",
    "refunding",
    "refunded",
    "released",
    "cancelling",
    "cancelled",
]

MOST_TRIPS = 9
"""Trips that a thread is shown at once: what fits one row of cards with room for a way out."""

VISIBLE = frozenset({"ticketed", "held", "debiting", "confirming", "stopping", "refunding", "cancelling", "cancelled"})
"""States that a thread's own list tells; what was never paid and went back is no booking."""


class Traveller(msgspec.Struct, frozen=True):
    """Who travels, as the ticket prints it; `kind` is adult, child or infant. No date of birth on purpose."""

    kind: str
    given: str
    family: str


class BookedTrip(msgspec.Struct, frozen=True, omit_defaults=True):
    """One booking for its traveller's eyes.

    Units: `total` includes `taxes`; `paid_at` and `held_until` are UTC; `tickets` are 13-digit e-ticket numbers in the
    order of `travellers`; `method` is what paid, such as "Visa •4242", "" before. `url` is its own page; `over` says
    that the last flight has landed; `by_reference` that it was found by reference and surname, not by its thread.
    """

    id: str
    locator: str
    state: TripState
    slices: tuple[Slice, ...]
    brand: str
    cabin: str
    travellers: tuple[Traveller, ...]
    tickets: tuple[str, ...]
    total: Money
    taxes: Money
    method: str = ""
    paid_at: datetime | None = None
    held_until: datetime | None = None
    url: str = ""
    over: bool = False
    by_reference: bool = False

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every flight in order."""
        return tuple(segment for piece in self.slices for segment in piece.segments)

    @property
    def people(self) -> str:
        """The travellers' names, commas between."""
        return ", ".join(f"{one.given} {one.family}" for one in self.travellers)


def in_order(trips: tuple[BookedTrip, ...], zone_of: ZoneOf) -> tuple[BookedTrip, ...]:
    """Trips ahead, the next first, then those that are over, the newest first; at most `MOST_TRIPS`."""
    by_departure = sorted(trips, key=lambda trip: moments(trip.segments[0], zone_of)[0])
    ahead = [trip for trip in by_departure if not trip.over]
    over = [trip for trip in reversed(by_departure) if trip.over]
    return tuple([*ahead, *over][:MOST_TRIPS])
