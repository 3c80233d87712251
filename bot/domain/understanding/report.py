"""What was understood as one line of JSON, for people who debug a flow and for measuring."""

from datetime import datetime
from typing import Any

import msgspec

from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.understood import Understood


def to_line(understood: Understood, *, now: datetime) -> dict[str, Any]:
    """The public summary of a message; days in ISO 8601, a range as start and end with a slash between.

    `now` is when the message was said; a day before it stays in `dates` but is no departure.
    """
    party = understood.passengers
    departure = understood.departure
    return {
        "origin": understood.origin,
        "destination": understood.destination,
        "places": list(understood.places),
        "dates": [span.iso for span in understood.dates],
        "departure": departure.isoformat() if departure and departure >= now.date() else None,
        "return": understood.return_date.isoformat() if understood.return_date else None,
        "passengers": {"adults": party.adults, "children": party.children, "infants": party.infants} if party else None,
        "cabin": understood.cabin,
        "intent": understood.intent,
        "scope": understood.scope,
        "unserved": list(understood.unserved),
        "unknown": list(understood.unknown),
    }


def listed(understood: Understood, *, places: Gazetteer, codes: frozenset[str]) -> Understood:
    """What was understood, in the codes of a caller who serves `codes`; the same city at both ends is no journey."""
    if not codes:
        return understood
    origin, destination = (
        as_listed(code, places, codes) if code else None for code in (understood.origin, understood.destination)
    )
    if origin == destination:
        origin = destination = None
    named = tuple(as_listed(code, places, codes) for code in understood.places)
    return msgspec.structs.replace(understood, origin=origin, destination=destination, places=named)


def as_listed(code: str, places: Gazetteer, codes: frozenset[str]) -> str:
    """The code as a caller knows it who serves `codes`: that of the city, or its airport where only that is listed.

    A place of which nothing is listed keeps its own code.
    """
    if code in codes:
        return code
    inside = [airport for airport in places.airports(code) if airport in codes]
    if len(inside) == 1:
        return inside[0]
    home = places.city(code)
    return home if home in codes else next((c for c in sorted(codes) if code in places.airports(c)), code)
