"""Searches: what a supplier has for a wish, narrowed to it; and, where that is nothing, what there is instead."""

from datetime import date
from zoneinfo import ZoneInfo

import msgspec

from bot.domain.conversation.effects import SearchFlights
from bot.domain.conversation.state import OFFERS_KEPT
from bot.domain.shopping.narrowing import MOST_FOUND, Found, Narrowing, Nearby, narrow, searches_around
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search
from bot.ports.runtime import Runtime

Answer = tuple[tuple[Offer, ...], tuple[str, ...], tuple[Nearby, ...]]
"""Offers, wishes that none of them meets, and other days on which all can be met."""


def search(runtime: Runtime, wish: SearchFlights) -> Answer:
    """What is found for a wish; raises what the supplier raises.

    Direct flights that there are not are looked for with a stop; days around are looked at when the wish cannot be
    met on its own day, or when that was asked for.
    """
    found = _on(runtime, wish.search, wish.narrowing)
    if not found.offers and wish.search.most_stops is not None:
        any_way = msgspec.structs.replace(wish.search, most_stops=None)
        other = _on(runtime, any_way, wish.narrowing)
        found = Found(other.offers, ("direct", *other.unmet)) if other.offers else found
    around = wish.around or found.unmet or not found.offers
    nearby = _nearby(runtime, wish) if around else ()
    return found.offers, found.unmet, nearby


def _on(runtime: Runtime, asked: Search, narrowing: Narrowing) -> Found:
    now = runtime.clock.now()
    if narrowing == Narrowing():
        return Found(runtime.supplier.search(asked, now=now, limit=OFFERS_KEPT))
    return narrow(runtime.supplier.search(asked, now=now, limit=MOST_FOUND), narrowing, limit=OFFERS_KEPT)


def _nearby(runtime: Runtime, wish: SearchFlights) -> tuple[Nearby, ...]:
    """The days around on which every wish can be met, with the least that it costs."""
    days = searches_around(wish.search, today=_today(runtime, wish.search.origin))
    found = ((one.depart, _on(runtime, one, wish.narrowing)) for one in days)
    return tuple(
        Nearby(day, min((offer.total for offer in on_day.offers), key=lambda total: total.minor))
        for day, on_day in found
        if on_day.offers and not on_day.unmet
    )


def _today(runtime: Runtime, origin: str) -> date:
    world = runtime.world()
    return runtime.clock.now().astimezone(ZoneInfo(world.places.zone(origin))).date()
