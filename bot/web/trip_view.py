"""What a trip's page shows: what stands on its tickets, in words; no date of birth, no e-mail address, no card."""

from typing import Any

import msgspec

from bot.domain.booking import itinerary
from bot.domain.money import format_money
from bot.domain.shopping import display
from bot.domain.shopping.display import Look
from bot.ports.runtime import Runtime
from bot.services.trips import TripSeen
from bot.web.trip_words import TRIP_WORDS

_SIGNS = {"ticketed": "good", "cancelled": "bad", "refunding": "bad", "refunded": "bad"}


class Person(msgspec.Struct, frozen=True):
    """Somebody on the trip, with the number of their ticket, "" before there is one."""

    name: str
    ticket: str


def look_of(runtime: Runtime, language: str) -> Look:
    """What display needs for a reader."""
    world = runtime.world()
    return Look(world.places, world.airlines, language)


def trip_page(runtime: Runtime, seen: TripSeen, token: str) -> dict[str, Any]:
    """Everything that the page shows."""
    trip, look = seen.trip, look_of(runtime, seen.language)
    tickets = trip.tickets or ("",) * len(trip.travellers)
    status = itinerary.status_text(trip, look)
    return {
        **_common(runtime, seen.language),
        "label": itinerary.label_text(trip, look),
        "locator": trip.locator,
        "status": status[:1].upper() + status[1:],
        "sign": _SIGNS.get(trip.state, ""),
        "directions": itinerary.directions(trip, look),
        "conditions": itinerary.conditions_text(trip, look),
        "people": [
            Person(f"{one.given} {one.family}", ticket) for one, ticket in zip(trip.travellers, tickets, strict=False)
        ],
        "method": trip.method,
        "paid_on": display.date_text(trip.paid_at.date(), seen.language) if trip.paid_at else "",
        "fare": format_money(trip.total - trip.taxes, seen.language),
        "taxes": format_money(trip.taxes, seen.language),
        "total": format_money(trip.total, seen.language),
        "calendar": f"/trip/{token}/calendar.ics",
    }


def gone_page(runtime: Runtime, language: str) -> dict[str, Any]:
    """What a link shows that is not good, or not any more."""
    return _common(runtime, language)


def _common(runtime: Runtime, language: str) -> dict[str, Any]:
    words = TRIP_WORDS.get(language, TRIP_WORDS["en"])
    return {"language": language, "words": words, "brand": runtime.world().brand.name}
