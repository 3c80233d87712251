"""Filling a trip from what was understood, and saying what is wrong with it before anything is searched."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from bot.domain.booking.passengers import Party, party_problem
from bot.domain.conversation.state import Basket, Trip
from bot.domain.shopping.search import Search
from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.understood import Understood


class Filled(msgspec.Struct, frozen=True):
    """A trip after a message: which fields changed, and the key of a sentence when something in it cannot be.

    `said` holds values that the sentence may use.
    """

    trip: Trip
    changed: frozenset[str] = frozenset()
    problem: str = ""
    said: Mapping[str, Any] = {}


def fill_trip(trip: Trip, heard: Understood, *, places: Gazetteer, today: date, horizon_days: int) -> Filled:
    """The trip with everything that the message says; what cannot be is left out and named in `problem`."""
    changes = _wishes(trip, heard)
    said = {"place": ", ".join(heard.unserved), "past": heard.past, "until": today + timedelta(days=horizon_days)}
    problem, refused = _problem(trip, heard, changes, places=places, today=today, horizon_days=horizon_days)
    kept = {field: value for field, value in changes.items() if field not in refused}
    filled = msgspec.structs.replace(trip, **kept)
    changed = frozenset(field for field, value in kept.items() if value != getattr(trip, field))
    return Filled(filled, changed, problem, said)


def _wishes(trip: Trip, heard: Understood) -> dict[str, Any]:
    wishes: dict[str, Any] = {
        "origin": heard.origin,
        "destination": heard.destination,
        "depart": heard.departure,
        "back": heard.return_date,
        "party": heard.passengers,
        "cabin": heard.cabin,
        "most_stops": heard.max_stops,
        "one_way": heard.one_way,
    }
    changes = {field: value for field, value in wishes.items() if value is not None}
    depart = changes.get("depart", trip.depart)
    if heard.nights and depart and "back" not in changes:
        changes["back"] = depart + timedelta(days=heard.nights)
    if "back" in changes:
        changes["one_way"] = False
    elif heard.one_way:
        changes["back"] = None
    return changes


def _problem(
    trip: Trip, heard: Understood, changes: dict[str, Any], *, places: Gazetteer, today: date, horizon_days: int
) -> tuple[str, frozenset[str]]:
    if heard.unserved:
        return "not_served", frozenset()
    if heard.past is not None:
        return "date_past", frozenset({"depart", "back"} & {k for k in changes if changes[k] == heard.past})
    problem = _date_problem(trip, changes, today=today, horizon_days=horizon_days)
    if problem[0]:
        return problem
    if _same_city(trip, changes, places):
        return "same_city", frozenset({"destination"} if "destination" in changes else {"origin"})
    party = changes.get("party")
    if party is not None and (problem_key := party_problem(party)):
        return problem_key, frozenset({"party"})
    if heard.period is not None and "depart" not in changes:
        return "which_day", frozenset()
    return "", frozenset()


def _date_problem(trip: Trip, changes: dict[str, Any], *, today: date, horizon_days: int) -> tuple[str, frozenset[str]]:
    depart, back = changes.get("depart", trip.depart), changes.get("back", trip.back)
    last = today + timedelta(days=horizon_days)
    for field in ("depart", "back"):
        day = changes.get(field)
        if day is not None and day < today:
            return "date_past", frozenset({field})
        if day is not None and day > last:
            return "date_too_far", frozenset({field})
    if depart and back and back < depart:
        return ("back_before_depart", frozenset({"back"})) if "back" in changes else ("", frozenset())
    return "", frozenset()


def _same_city(trip: Trip, changes: dict[str, Any], places: Gazetteer) -> bool:
    origin, destination = changes.get("origin", trip.origin), changes.get("destination", trip.destination)
    return bool(origin and destination and places.city(origin) == places.city(destination))


def mend(trip: Trip) -> Trip:
    """The trip without a return that lies before a departure that was moved past it."""
    if trip.depart and trip.back and trip.back < trip.depart:
        return msgspec.structs.replace(trip, back=None)
    return trip


def search_of(trip: Trip) -> Search:
    """The search of a trip that has origin, destination and departure; what was not said takes the usual value."""
    if trip.depart is None:
        raise ValueError("A trip without a departure cannot be searched.")
    party = trip.party or Party()
    return Search(
        trip.origin, trip.destination, trip.depart, trip.back, party, trip.cabin or "economy", trip.most_stops
    )


def missing_passengers(trip: Trip, basket: Basket) -> int:
    """How many travellers still have to be named."""
    return max(0, _party(trip, basket).travellers - len(basket.passengers))


def next_kind(trip: Trip, basket: Basket) -> str:
    """The kind of the traveller to be named next: adult, child or infant; adult when all are named."""
    kinds = _party(trip, basket).kinds()
    return kinds[len(basket.passengers)] if len(basket.passengers) < len(kinds) else "adult"


def _party(trip: Trip, basket: Basket) -> Party:
    return basket.offer.party if basket.offer else trip.party or Party()
