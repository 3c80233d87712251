"""The picture of a payment that fraud rules look at: facts from the order, the card and what was seen before."""

from collections.abc import Iterable
from datetime import datetime

from rapidfuzz import fuzz

from bot.domain.booking.order import Order
from bot.domain.booking.passengers import Passenger
from bot.domain.money import Money
from bot.domain.payment.fraud_facts import FactValue
from bot.domain.payment.instrument import KeptInstrument
from bot.domain.understanding.dates.tokens import fold

_ALIKE = 75
"""Of 100: as much of a name on a card is that of a passenger (payments.md, R11)."""


def trip_facts(order: Order, amount: Money, *, departs: datetime, now: datetime) -> dict[str, FactValue]:
    """What the order tells; `departs` is the first departure, and both times are UTC."""
    slices, people = order.offer.slices, order.passengers
    return {
        "trip.one_way": len(slices) == 1,
        "trip.hours_to_departure": int((departs - now).total_seconds() // 3600),
        "trip.cabin": order.offer.cabin,
        "trip.passengers": len(people),
        "trip.surnames": len({fold(person.family) for person in people}),
        "trip.origin": slices[0].origin,
        "trip.destination": slices[0].destination,
        "payment.minor": amount.minor,
        "payment.currency": amount.currency,
    }


def card_facts(card: KeptInstrument | None, *, saved: bool, holder_travels: bool | None) -> dict[str, FactValue]:
    """What the card tells; what the gateway left out is not known."""
    return {
        "card.country": (card.country or None) if card else None,
        "card.funding": (card.funding or None) if card else None,
        "card.saved": saved,
        "card.holder_travels": holder_travels,
    }


def travels(holder: str, passengers: Iterable[Passenger]) -> bool | None:
    """Whether the name on a card is, about, that of a passenger, in any order; None when the card has no name."""
    name = fold(holder)
    if not name.strip():
        return None
    names = [fold(f"{person.given} {person.family}") for person in passengers]
    return any(fuzz.token_set_ratio(name, known) >= _ALIKE for known in names)
