"""The filters that a text may send a field through: how values look to a person in a language."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.domain.booking import itinerary
from bot.domain.booking.itinerary_words import CABINS
from bot.domain.booking.passengers import Party, Passenger
from bot.domain.conversation.state import Trip
from bot.domain.flow import fare_words, flight_words
from bot.domain.money import Money, exponent, format_money
from bot.domain.shopping import display
from bot.domain.shopping.display import Look
from bot.domain.shopping.fares import CURRENCY
from bot.domain.shopping.narrowing import MINUTES_OF_DAY, Nearby

Filter = Callable[[Any, Look], str]

_KINDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {"adult": ("adult", "adults"), "child": ("child", "children"), "infant": ("infant", "infants")},
    "fr": {"adult": ("adulte", "adultes"), "child": ("enfant", "enfants"), "infant": ("bébé", "bébés")},
    "es": {"adult": ("adulto", "adultos"), "child": ("niño", "niños"), "infant": ("bebé", "bebés")},
    "de": {"adult": ("Erwachsener", "Erwachsene"), "child": ("Kind", "Kinder"), "infant": ("Baby", "Babys")},
}


def party_text(party: Party, language: str) -> str:
    """A party in words: "2 adults, 1 child"."""
    counts = ((party.adults, "adult"), (party.children, "child"), (party.infants, "infant"))
    names = _kinds(language)
    return ", ".join(f"{count} {names[kind][count > 1]}" for count, kind in counts if count)


def _kinds(language: str) -> Mapping[str, tuple[str, str]]:
    return _KINDS.get(language, _KINDS["en"])


def _people(passengers: tuple[Passenger, ...], look: Look) -> str:
    born = (display.date_text(person.born, look.language) for person in passengers)
    return "\n".join(f"{person.given} {person.family} ({day})" for person, day in zip(passengers, born, strict=True))


def _read_back(people: tuple[tuple[Passenger, bool], ...], look: Look) -> str:
    """Passengers, a line each; of those whom we know from before no whole date of birth is shown."""
    lines = (_people((person,), look) if not known else _veiled(person) for person, known in people)
    return "\n".join(lines)


def _veiled(person: Passenger) -> str:
    return f"{person.given} {person.family} (••/••/{person.born.year})"


def _wish(trip: Trip, look: Look) -> str:
    """Everything that is known of a trip, and nothing of what is not: "Paris → New York, Fri 4 Dec, 2 adults"."""
    parts = (_route(trip, look), _days(trip, look), party_text(trip.party, look.language) if trip.party else "")
    stops = "" if trip.most_stops is None else display.most_stops_text(trip.most_stops, look)
    cabin = _cabin(trip.cabin, look) if trip.cabin else ""
    one_way = look.word("one_way") if trip.one_way else ""
    return ", ".join(part for part in (*parts, one_way, cabin, stops, *_narrowed(trip, look)) if part).rstrip(".")


def _nearby(nearby: tuple[Nearby, ...], look: Look) -> str:
    """Other days with the least that each costs: "Wed 2 Dec from €580.00, Sat 5 Dec from €612.00"."""
    return ", ".join(
        look.word("priced").format(display.day_text(near.day, look.language), format_money(near.total, look.language))
        for near in nearby
    )


def _instead(nearby: tuple[Nearby, ...], look: Look) -> str:
    """What there is around a day on which nothing flies, as a sentence."""
    return look.word("instead").format(_nearby(nearby, look)) if nearby else look.word("none_near")


def _cheaper(nearby: tuple[Nearby, ...], look: Look) -> str:
    """The three cheapest of other days, the cheapest first."""
    return _nearby(tuple(sorted(nearby, key=lambda near: near.total.minor)[:3]), look)


def _budget(budget: int, look: Look) -> str:
    return format_money(Money(budget * 10 ** exponent(CURRENCY), CURRENCY), look.language)


def _narrowed(trip: Trip, look: Look) -> Iterator[str]:
    """Hours, budget and needs: "leaving from 13:11 on", "at most €300.00", "with a checked bag"."""
    if trip.times is not None:
        first, end = (f"{minute // 60:02d}:{minute % 60:02d}" for minute in trip.times)
        whole = trip.times[0] == 0, trip.times[1] >= MINUTES_OF_DAY
        key = "before" if whole[0] else "after" if whole[1] else "between"
        yield look.word(key).format(first, end)
    if trip.budget is not None:
        yield look.word("budget").format(_budget(trip.budget, look))
    yield from (look.word(need) for need in trip.needs)


def _route(trip: Trip, look: Look) -> str:
    origin, destination = (look.places.label(code, look.language) for code in (trip.origin, trip.destination))
    if origin and destination:
        return f"{origin} → {destination}"
    return look.word("from" if origin else "to").format(origin or destination) if origin or destination else ""


def _days(trip: Trip, look: Look) -> str:
    days = (trip.depart, trip.back) if trip.depart else trip.around or ()
    return " – ".join(display.day_text(day, look.language) for day in days if day)


def _cabin(cabin: str, look: Look) -> str:
    return CABINS.get(look.language, CABINS["en"]).get(cabin, cabin)


FILTERS: Mapping[str, Filter] = {
    "city": lambda code, look: look.places.label(code, look.language),
    "airport": lambda code, look: f"{look.places.label(code, look.language)} ({code})",
    "code": lambda code, _: str(code),
    "until": lambda day, look: f" – {display.day_text(day, look.language)}",
    "day": lambda day, look: display.day_text(day, look.language),
    "money": lambda money, look: format_money(money, look.language),
    "party": lambda party, look: party_text(party, look.language),
    "cabin": _cabin,
    "kind": lambda kind, look: _kinds(look.language)[kind][0],
    "people": _people,
    "read_back": _read_back,
    "trip": lambda offer, look: "\n".join(display.slice_lines(offer, look)),
    "wish": _wish,
    "flights": itinerary.flights_text,
    "status": itinerary.status_text,
    "conditions": itinerary.conditions_text,
    "travellers": itinerary.travellers_text,
    "payment": itinerary.payment_text,
    "bags": lambda fares, look: fare_words.bags(fares, look.language),
    "refunds": lambda fares, look: fare_words.refunds(fares, look.language),
    "changes": lambda fares, look: fare_words.changes(fares, look.language),
    "seats": lambda fares, look: fare_words.seats(fares, look.language),
    "durations": flight_words.durations,
    "operators": flight_words.operators,
    "airports": flight_words.airports,
    "schedules": flight_words.schedules,
    "stops": flight_words.stops,
    "days": _nearby,
    "cheaper_days": _cheaper,
    "instead": _instead,
    "budget": _budget,
    "count": lambda things, _: str(things if isinstance(things, int) else len(things)),
}
"""Every filter by name: what makes a value readable for a reader."""
