"""Filling a trip from what was understood, and saying what is wrong with it before anything is searched."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec

from bot.domain.booking.passengers import ADULT_FROM, CHILD_FROM, Party, Passenger, kind_on, party_problem
from bot.domain.conversation.state import Basket, Trip
from bot.domain.shopping.narrowing import Narrowing
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search
from bot.domain.understanding.places import Gazetteer
from bot.domain.understanding.understood import Understood


class Filled(msgspec.Struct, frozen=True):
    """A trip after a message: which fields changed, and the key of a sentence when something in it cannot be.

    `mentioned` says whether the message named anything of a trip at all, changed or not; `said` holds values that
    the sentence may use.
    """

    trip: Trip
    changed: frozenset[str] = frozenset()
    problem: str = ""
    said: Mapping[str, Any] = {}
    mentioned: bool = False


class Rules(msgspec.Struct, frozen=True):
    """What limits a trip: the served places, the local day at the departure, and how many days ahead is sold."""

    places: Gazetteer
    today: date
    horizon_days: int


def fill_trip(trip: Trip, heard: Understood, *, rules: Rules, more: Mapping[str, Any]) -> Filled:
    """The trip with everything that the message says; what cannot be is left out and named in `problem`.

    `more` are changes that were asked for besides.
    """
    changes: dict[str, Any] = {**_wishes(trip, heard), **more}
    changes |= _doubt(heard, changes)
    said = {
        "place": ", ".join(name.title() if name.islower() else name for name in heard.unserved),
        "past": heard.past,
        "unknown": ", ".join(heard.unknown),
        "until": rules.today + timedelta(days=rules.horizon_days),
        "back": trip.back,
    }
    problem, refused = _problem(trip, heard, changes, rules)
    kept = {field: value for field, value in changes.items() if field not in refused}
    filled = mend(msgspec.structs.replace(trip, **kept))
    changed = frozenset(field for field, value in kept.items() if value != getattr(trip, field) and field != "doubt")
    if trip.back and filled.back is None and not filled.one_way and not problem:
        problem = "back_moved"
    return Filled(filled, changed, problem, said, bool(changes))


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
        "nights": heard.nights,
    }
    changes = {field: value for field, value in wishes.items() if value is not None} | _refused(trip, heard)
    if heard.passengers is not None:
        changes["ages"] = heard.ages
    if trip.one_way and len(heard.dates) == 1 and heard.dates[0].kind == "range":
        changes = {field: value for field, value in changes.items() if field not in {"back", "one_way"}}
    if "depart" in changes:
        changes["around"] = None
    elif heard.period is not None:
        changes |= {"around": (heard.period.start, heard.period.end), "depart": None, "back": None}
    return changes | _return(trip, changes)


def _doubt(heard: Understood, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What else the wording of a day may have meant; a day that is said anew leaves no doubt about the old one."""
    field = next((field for field in ("depart", "back") if changes.get(field) is not None), "")
    if not field:
        return {}
    if changes[field] not in heard.date_choices:
        return {"doubt": ()}
    return {"doubt": tuple(f"{field}:{day}" for day in heard.date_choices if day != changes[field])}


def _refused(trip: Trip, heard: Understood) -> dict[str, Any]:
    """Places that are taken back: "not Nice, Lyon" puts Lyon where Nice was, "not Nice" leaves the question open."""
    if trip.origin in heard.negated and heard.origin is None:
        return {"origin": heard.destination or "", "destination": trip.destination}
    if trip.destination in heard.negated and heard.destination is None:
        return {"destination": ""}
    return {}


def _return(trip: Trip, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What follows for the way back: a day of return makes a return trip, nights count from the departure."""
    if changes.get("one_way"):
        return {"back": None, "nights": 0}
    if "back" in changes:
        return {"one_way": False, "nights": 0}
    nights = changes.get("nights", trip.nights)
    if not nights or not {"depart", "nights"} & set(changes):
        return {}
    depart = changes.get("depart", trip.depart)
    return {"one_way": False} | ({"back": depart + timedelta(days=nights)} if depart else {})


def _problem(trip: Trip, heard: Understood, changes: Mapping[str, Any], rules: Rules) -> tuple[str, frozenset[str]]:
    if heard.unserved:
        return "not_served", frozenset()
    if heard.unknown and not heard.places:
        return "place_unknown", frozenset()
    if heard.past is not None:
        return "date_past", frozenset({"depart", "back", "around"})
    problem = _date_problem(trip, changes, rules)
    if problem[0]:
        return problem
    if heard.twice is not None:
        return "same_city", frozenset()
    if _same_city(trip, changes, rules.places):
        return "same_city", frozenset({"destination"} if "destination" in changes else {"origin"})
    party = changes.get("party")
    if party is not None and (problem_key := party_problem(party)):
        return problem_key, frozenset({"party"})
    return "", frozenset()


def _date_problem(trip: Trip, changes: Mapping[str, Any], rules: Rules) -> tuple[str, frozenset[str]]:
    depart, back = changes.get("depart", trip.depart), changes.get("back", trip.back)
    last = rules.today + timedelta(days=rules.horizon_days)
    around = changes.get("around")
    if around is not None and around[0] > last:
        return "date_too_far", frozenset({"around"})
    for field in ("depart", "back"):
        day = changes.get(field)
        if day is not None and day < rules.today:
            return "date_past", frozenset({field})
        if day is not None and day > last:
            return "date_too_far", frozenset({field})
    if depart and back and back < depart and "back" in changes:
        return "back_before_depart", frozenset({"back"})
    return "", frozenset()


def _same_city(trip: Trip, changes: Mapping[str, Any], places: Gazetteer) -> bool:
    origin, destination = changes.get("origin", trip.origin), changes.get("destination", trip.destination)
    return bool(origin and destination and places.city(origin) == places.city(destination))


def missing_ages(trip: Trip) -> int:
    """Of how many children the age is not known yet: it decides who needs a seat and what it costs."""
    known = sum(CHILD_FROM <= age < ADULT_FROM for age in trip.ages)
    return max(0, trip.party.children - known) if trip.party else 0


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


def narrowing_of(trip: Trip) -> Narrowing:
    """What the offers of a trip must have besides."""
    return Narrowing(trip.times, trip.budget, trip.needs)


def still_fitting(passengers: tuple[Passenger, ...], offer: Offer) -> tuple[Passenger, ...]:
    """Those who were named already and fit the offer's party, in its order, by their age on its last day."""
    fitting: list[Passenger] = []
    for person, kind in zip(passengers, offer.party.kinds(), strict=False):
        if kind_on(person.born, offer.last_day) != kind:
            break
        fitting.append(msgspec.structs.replace(person, kind=kind))
    return tuple(fitting)


def missing_passengers(trip: Trip, basket: Basket) -> int:
    """How many travellers still have to be named."""
    return max(0, _party(trip, basket).travellers - len(basket.passengers))


def next_kind(trip: Trip, basket: Basket) -> str:
    """The kind of the traveller to be named next: adult, child or infant; adult when all are named."""
    kinds = _party(trip, basket).kinds()
    return kinds[len(basket.passengers)] if len(basket.passengers) < len(kinds) else "adult"


def _party(trip: Trip, basket: Basket) -> Party:
    return basket.offer.party if basket.offer else trip.party or Party()
