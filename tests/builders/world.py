"""A small airline for tests: sixteen airports, the sample flow, all four languages, and offers on demand."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

from bot.adapters.data import catalogue
from bot.adapters.data.places import gazetteer
from bot.domain.booking.order import Booked
from bot.domain.booking.passengers import Passenger
from bot.domain.conversation.events import TicketIssued
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.money import Money
from bot.domain.shopping.offers import Offer, Segment, Slice
from bot.domain.shopping.search import Search
from bot.domain.understanding.places import Gazetteer
from bot.domain.world import Brand, World

SERVED = frozenset(
    ["CDG", "ORY", "JFK", "EWR", "LGA", "LHR", "LGW", "LCY", "STN", "NCE", "LYS", "MAD", "BCN", "FCO", "LIS", "AMS"]
)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
"""A Tuesday."""
NOW_MS = int(NOW.timestamp() * 1000)
BRAND = Brand("Threadfare Air", "TF", "Europe/Paris", ("en", "fr", "es", "de"))


@cache
def places() -> Gazetteer:
    """The gazetteer of the small airline."""
    return gazetteer(SERVED)


@cache
def book() -> Flow:
    """The sample flow as revision 1."""
    return parse_flow(catalogue.sample_flows()[0], revision=1)


@cache
def my_trip() -> Flow:
    """The sample flow that shows bookings, as revision 1."""
    return parse_flow(catalogue.sample_flows()[1], revision=1)


@cache
def world() -> World:
    """A world with the sample flows."""
    return world_with(*(parse_flow(document, revision=1) for document in catalogue.sample_flows()))


def world_with(*flows: Flow, entry: str = "") -> World:
    """A world with these flows, the first of them the entry."""
    return World(
        brand=BRAND,
        places=places(),
        flows={flow.name: {flow.revision: flow} for flow in flows},
        live={flow.name: flow.revision for flow in flows},
        texts=catalogue.texts(),
        airlines={"TF": "Threadfare Air"},
        entry=entry or flows[0].name,
    )


def piece(day: date, origin: str, destination: str, *, number: int = 101, hour: int = 9) -> Slice:
    """A direct flight of eight hours at ten past the hour, arriving three hours later by the clock."""
    departs = datetime(day.year, day.month, day.day, hour, 10)  # noqa: DTZ001  local wall clock
    segment = Segment(
        flight=f"TF{number}",
        carrier="TF",
        operator="TF",
        origin=origin,
        destination=destination,
        departs=departs,
        arrives=departs + timedelta(hours=3),
        minutes=535,
        cabin="economy",
        key=f"TF{number}/{day}",
    )
    return Slice((segment,), 535)


def offer(number: int = 0, search: Search | None = None, *, now: datetime = NOW, hour: int = 9) -> Offer:
    """The number-th offer for a search: each costs ten euros more than the one before."""
    search = search or Search("PAR", "NYC", date(2026, 12, 4))
    there = piece(search.depart, "CDG", "JFK", number=101 + number, hour=hour)
    back = (piece(search.back, "JFK", "CDG", number=201 + number),) if search.back else ()
    return Offer(
        id=f"o{number}",
        slices=(there, *back),
        brand="light",
        cabin=search.cabin,
        party=search.party,
        total=Money(61240 + number * 1000, "EUR"),
        taxes=Money(9000, "EUR"),
        expires=now + timedelta(minutes=15),
    )


def offers(count: int, search: Search | None = None) -> tuple[Offer, ...]:
    """That many offers for a search."""
    return tuple(offer(number, search) for number in range(count))


def passenger(given: str = "Marie", family: str = "Durand") -> Passenger:
    """An adult."""
    return Passenger("adult", given, family, date(1987, 7, 24))


def booked(of: Offer | None = None) -> Booked:
    """A finished booking of an offer."""
    sold = of or offer()
    people = tuple(passenger() for _ in range(sold.party.travellers))
    return Booked(
        locator="ABC234",
        slices=sold.slices,
        brand=sold.brand,
        passengers=people,
        tickets=tuple(f"99924000000{number:02d}" for number in range(len(people))),
        total=sold.total,
        taxes=sold.taxes,
        method="Visa •4242",
        email="marie@example.com",
        paid_at=NOW,
    )


def issued(checkout: str, of: Offer | None = None) -> TicketIssued:
    """The news that a checkout ended in tickets."""
    return TicketIssued(f"{checkout}!", 0, checkout, booked(of))
