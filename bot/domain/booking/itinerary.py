"""How a booked trip reads: flight by flight in local times, changes of planes, conditions, people, state and money."""

from collections.abc import Iterator

import msgspec

from bot.domain.booking.itinerary_words import BAGS, CABINS, words_in
from bot.domain.booking.moments import layover
from bot.domain.booking.trips import BookedTrip
from bot.domain.money import Money, format_money
from bot.domain.shopping import display
from bot.domain.shopping.display import Look
from bot.domain.shopping.fares import BRANDS, CURRENCY
from bot.domain.shopping.offers import Segment, Slice

_NIGHT_MINUTES = 6 * 60
"""From here on a change of planes that lasts past midnight is a night on the way."""


class Leg(msgspec.Struct, frozen=True):
    """One flight in words; times are local to their airports, `later` is "+1" on a later day.

    `change` tells the wait before it, "" before a first flight.
    """

    day: str
    departs: str
    arrives: str
    later: str
    origin: str
    destination: str
    origin_name: str
    destination_name: str
    duration: str
    flight: str
    operator: str
    change: str = ""


class Direction(msgspec.Struct, frozen=True):
    """One direction of a trip in words: `summary` tells duration and stops, door to door."""

    title: str
    summary: str
    legs: tuple[Leg, ...]


def directions(trip: BookedTrip, look: Look) -> tuple[Direction, ...]:
    """Every direction of a trip in a reader's language."""
    return tuple(_direction(piece, look) for piece in trip.slices)


def _direction(piece: Slice, look: Look) -> Direction:
    ends = (f"{look.places.label(code, look.language)} ({code})" for code in (piece.origin, piece.destination))
    summary = f"{display.duration_text(piece.minutes)}, {display.stops_text(piece, look)}"
    return Direction(" → ".join(ends), summary, tuple(_legs(piece, look)))


def _legs(piece: Slice, look: Look) -> Iterator[Leg]:
    before: Segment | None = None
    for segment in piece.segments:
        yield Leg(
            day=display.day_text(segment.departs.date(), look.language),
            departs=f"{segment.departs:%H:%M}",
            arrives=f"{segment.arrives:%H:%M}",
            later=f"{segment.days_later:+d}" if segment.days_later else "",
            origin=segment.origin,
            destination=segment.destination,
            origin_name=look.places.label(segment.origin, look.language),
            destination_name=look.places.label(segment.destination, look.language),
            duration=display.duration_text(segment.minutes),
            flight=segment.flight,
            operator=look.word("by").format(look.airlines.get(segment.operator, segment.operator)),
            change=_change(before, segment, look) if before else "",
        )
        before = segment


def _change(before: Segment, after: Segment, look: Look) -> str:
    words = words_in(look.language)
    minutes = layover(before, after, look.places.zone)
    told = words["change"].format(
        place=look.places.label(after.origin, look.language), duration=display.duration_text(minutes)
    )
    notes = [told]
    if before.destination != after.origin:
        notes.append(words["other_airport"].format(code=after.origin))
    if minutes >= _NIGHT_MINUTES and after.departs.date() > before.arrives.date():
        notes.append(words["overnight"])
    return ", ".join(notes)


def flights_text(trip: BookedTrip, look: Look) -> str:
    """All flights as lines of a message."""
    return "\n".join(line for part in directions(trip, look) for line in _lines(part))


def _lines(part: Direction) -> Iterator[str]:
    yield f"{part.title}: {part.summary}"
    for leg in part.legs:
        if leg.change:
            yield leg.change
        later = f" ({leg.later})" if leg.later else ""
        yield f"{leg.day} · {leg.departs} {leg.origin} → {leg.arrives} {leg.destination}{later}"
        yield f"{leg.duration} · {leg.flight} · {leg.operator}"


def status_text(trip: BookedTrip, look: Look) -> str:
    """How far the booking has come, in a few words; a hold with its end in the local time of departure."""
    words = words_in(look.language)
    if trip.state == "ticketed" and trip.over:
        return words["flown"]
    if trip.state in {"held", "debiting"} and trip.held_until is not None:
        local = display.local(trip.held_until, look.places.zone(trip.slices[0].origin))
        city = look.places.label(look.places.city(trip.slices[0].origin), look.language)
        day = display.day_text(local.date(), look.language)
        return words[trip.state].format(time=f"{local:%H:%M}", city=city, day=day)
    return words[trip.state]


def conditions_text(trip: BookedTrip, look: Look) -> str:
    """Cabin and fare brand with bags, changes and refunds; what is not known is said to be asked for, never denied."""
    words = words_in(look.language)
    cabin = CABINS.get(look.language, CABINS["en"]).get(trip.cabin, trip.cabin)
    name = f"{cabin} {trip.brand.capitalize()}"
    brand = BRANDS.get(trip.brand)
    if brand is None:
        return words["unknown_fare"].format(name=name)
    parts = (
        _bags("cabin", brand.cabin_bags, look),
        _bags("checked", brand.checked_bags, look),
        _fee("changes", brand.change_fee, look),
        _fee("refund", brand.refund_fee, look),
    )
    return words["fare"].format(name=name, parts=", ".join(parts))


def _bags(kind: str, count: int, look: Look) -> str:
    return BAGS.get(look.language, BAGS["en"])[kind][min(count, 2)].format(count)


def _fee(what: str, cents: int | None, look: Look) -> str:
    words = words_in(look.language)
    if cents is None:
        return words[f"no_{what}"]
    if not cents:
        return words[f"free_{what}"]
    return words[f"paid_{what}"].format(format_money(Money(cents, CURRENCY), look.language))


def travellers_text(trip: BookedTrip, look: Look) -> str:
    """Each traveller, with the ticket's number where there is one."""
    words = words_in(look.language)
    if not trip.tickets:
        return trip.people
    pairs = zip(trip.travellers, trip.tickets, strict=False)
    return "\n".join(words["ticket"].format(name=f"{one.given} {one.family}", number=number) for one, number in pairs)


def payment_text(trip: BookedTrip, look: Look) -> str:
    """What it costs, and what paid it."""
    words = words_in(look.language)
    amounts = {
        "total": format_money(trip.total, look.language),
        "taxes": format_money(trip.taxes, look.language),
        "method": trip.method,
    }
    return words["paid" if trip.method else "total"].format(**amounts)


def label_text(trip: BookedTrip, look: Look) -> str:
    """The trip in one line: "Paris → New York"."""
    first = trip.slices[0]
    cities = (look.places.label(look.places.city(code), look.language) for code in (first.origin, first.destination))
    return " → ".join(cities)
