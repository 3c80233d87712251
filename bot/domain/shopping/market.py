"""Pricing of ways and of trips: how an own flight becomes an offer with a price of today."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.ids import digest
from bot.domain.shopping.airports import Airport, kilometres
from bot.domain.shopping.departures import Departure
from bot.domain.shopping.fares import Direction, Flown, Quote, quote
from bot.domain.shopping.itineraries import Journey, connects, slice_of
from bot.domain.shopping.offers import Offer

OFFER_LIVES = timedelta(minutes=15)
"""How long an offer's price is kept up; a hold asks for today's price all the same."""


class Market(msgspec.Struct, frozen=True):
    """What prices depend on besides the flights: the airports, and percentages that staff put on a route "CDG-JFK"."""

    airports: Mapping[str, Airport]
    adjustments: Mapping[str, int] = {}

    def direction(self, journey: Journey, cabin: str) -> Direction:
        """A way as its fare sees it: through distance, load of its fullest flight, taxes flight by flight."""
        origin, destination = journey[0].origin, journey[-1].destination
        return Direction(
            km=self._km(origin, destination),
            departs=journey[0].departs,
            load=max(one.cabins[one.cabin_for(cabin)].load for one in journey),
            flights=tuple(
                Flown(self.airports[one.origin].country, self._km(one.origin, one.destination)) for one in journey
            ),
            adjustment=self.adjustments.get(f"{origin}-{destination}", 0),
        )

    def _km(self, origin: str, destination: str) -> int:
        return kilometres(self.airports[origin], self.airports[destination])


class Terms(msgspec.Struct, frozen=True):
    """What an offer is made for besides its flights."""

    party: Party
    cabin: str
    brand: str = "light"


def price_of(trip: Sequence[Journey], terms: Terms, *, market: Market, today: date) -> Quote:
    """Today's price of a trip for a party."""
    directions = [market.direction(journey, terms.cabin) for journey in trip]
    return quote(directions, party=terms.party, brand=terms.brand, cabin=terms.cabin, today=today)


def make_offer(trip: Sequence[Journey], terms: Terms, *, market: Market, now: datetime) -> Offer:
    """A trip as an offer at the price of this moment; the same trip on the same terms always has the same id."""
    price = price_of(trip, terms, market=market, today=now.date())
    return Offer(
        id=offer_id(trip, terms),
        slices=tuple(slice_of(journey, terms.cabin) for journey in trip),
        brand=terms.brand,
        cabin=terms.cabin,
        party=terms.party,
        total=price.total,
        taxes=price.taxes,
        expires=now + OFFER_LIVES,
    )


def offer_id(trip: Sequence[Journey], terms: Terms) -> str:
    """Eleven characters that stand for flights, party, cabin and brand, whatever they cost."""
    flights = "|".join(",".join(one.key for one in journey) for journey in trip)
    party = f"{terms.party.adults}/{terms.party.children}/{terms.party.infants}"
    return digest(f"{flights} {party} {terms.cabin} {terms.brand}")


def reprice(offer: Offer, found: Mapping[str, Departure], *, market: Market, now: datetime) -> Offer | str:
    """The same trip, party and brand at today's price, or why it is not sold: offer_gone or sold_out.

    `found` are the departures of its segments by key, as they are now: a flight that is missing, has closed or was
    moved so that a change of planes breaks makes the offer gone.
    """
    if any(segment.key not in found or not found[segment.key].open_at(now) for segment in offer.segments):
        return "offer_gone"
    trip = [tuple(found[segment.key] for segment in piece.segments) for piece in offer.slices]
    if not all(connects(*pair, market.airports) for journey in trip for pair in pairwise(journey)):
        return "offer_gone"
    terms = Terms(offer.party, offer.cabin, offer.brand)
    return make_offer(trip, terms, market=market, now=now) if fits(trip, terms) else "sold_out"


def fits(trip: Sequence[Journey], terms: Terms) -> bool:
    """Whether every flight still has seats for the party in the cabin that it would sit in."""
    return all(
        one.cabin_for(terms.cabin) in one.cabins and one.cabins[one.cabin_for(terms.cabin)].free >= terms.party.seats
        for journey in trip
        for one in journey
    )
