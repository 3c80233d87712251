"""Flights that are made up: the same for the same wish, so that no talk that is kept as a test changes by itself."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.conversation.effects import SearchFlights
from bot.domain.ids import digest
from bot.domain.moments import moment
from bot.domain.money import Money
from bot.domain.rehearsal.stage import Answer
from bot.domain.shopping.airports import Airport, kilometres
from bot.domain.shopping.narrowing import Nearby, narrow, searches_around
from bot.domain.shopping.offers import Offer, Segment, Slice
from bot.domain.shopping.search import Search
from bot.domain.understanding.places import Gazetteer
from bot.domain.world import World

LIVES = timedelta(minutes=15)
"""How long a price holds."""
_WAYS = ((7, "light", 0), (10, "standard", 4000), (18, "flex", 12000))
"""Hour of departure, fare brand, and what it costs more in minor units."""
_CURRENCY = "EUR"
_KM_AN_HOUR, _ON_THE_GROUND = 820, 30
_CENTS_A_KM, _LEAST_CENTS, _TAX_PERCENT = 9, 4900, 15


def made_up(wish: SearchFlights, world: World, now: int) -> Answer:
    """What flies for a wish at a time (milliseconds, UTC): three direct flights a day, narrowed as those of a supplier.

    Nothing flies between airports of one city, or from or to a place that is not served.
    """
    found = narrow(tuple(_offers(wish.search, world, now)), wish.narrowing, limit=len(_WAYS))
    around = wish.around or found.unmet or not found.offers
    return Answer(found.offers, found.unmet, tuple(_nearby(wish, world, now)) if around else ())


def _nearby(wish: SearchFlights, world: World, now: int) -> Iterator[Nearby]:
    zone = ZoneInfo(world.places.zone(wish.search.origin))
    for one in searches_around(wish.search, today=moment(now).astimezone(zone).date()):
        found = narrow(tuple(_offers(one, world, now)), wish.narrowing, limit=1)
        if found.offers and not found.unmet:
            yield Nearby(one.depart, found.offers[0].total)


def _offers(search: Search, world: World, now: int) -> Iterator[Offer]:
    places, carrier = world.places, world.brand.code
    start, end = _airport(search.origin, places), _airport(search.destination, places)
    if start is None or end is None or start.city == end.city:
        return
    fare = max(_LEAST_CENTS, kilometres(start, end) * _CENTS_A_KM)
    for hour, brand, more in _WAYS:
        there = _flight((start, end), search.depart, search, hour=hour, carrier=carrier)
        back = (_flight((end, start), search.back, search, hour=hour + 2, carrier=carrier),) if search.back else ()
        if _leaves(there, places) > moment(now):
            yield _priced((there, *back), search, brand, each=fare + more, now=now)


def _airport(code: str, places: Gazetteer) -> Airport | None:
    place = places.places.get(next(iter(places.airports(code)), ""))
    return Airport(place.code, place.city, place.country, place.zone, *place.position) if place else None


def _leaves(piece: Slice, places: Gazetteer) -> datetime:
    return piece.departs.replace(tzinfo=ZoneInfo(places.zone(piece.origin))).astimezone(UTC)


def _flight(way: tuple[Airport, Airport], day: date, search: Search, *, hour: int, carrier: str) -> Slice:
    start, end = way
    minutes = _ON_THE_GROUND + kilometres(start, end) * 60 // _KM_AN_HOUR // 5 * 5
    departs = datetime.combine(day, time(hour, 10))
    lands = departs.replace(tzinfo=ZoneInfo(start.zone)).astimezone(UTC) + timedelta(minutes=minutes)
    flight = f"{carrier}{900 + hour}"
    segment = Segment(
        flight=flight,
        carrier=carrier,
        operator=carrier,
        origin=start.code,
        destination=end.code,
        departs=departs,
        arrives=lands.astimezone(ZoneInfo(end.zone)).replace(tzinfo=None),
        minutes=minutes,
        cabin=search.cabin,
        key=f"{flight}/{day}",
    )
    return Slice((segment,), minutes)


def _priced(slices: tuple[Slice, ...], search: Search, brand: str, *, each: int, now: int) -> Offer:
    """Children and infants pay as adults do: nobody pays it."""
    total = each // 100 * 100 * len(slices) * search.party.travellers
    return Offer(
        id=digest(f"{brand} {search}"),
        slices=slices,
        brand=brand,
        cabin=search.cabin,
        party=search.party,
        total=Money(total, _CURRENCY),
        taxes=Money(total * _TAX_PERCENT // 100, _CURRENCY),
        expires=moment(now) + LIVES,
    )
