"""What a fraud rule may look at: every fact by name, its type, its unit and what it means."""

from collections.abc import Mapping
from typing import Literal

import msgspec

FactType = Literal["bool", "int", "text"]
FactValue = bool | int | str | None
"""None is a fact that is not known: no comparison with it holds, nor does the opposite."""


class FactKind(msgspec.Struct, frozen=True):
    """One fact: its type, the unit of a number, and a sentence for staff."""

    type: FactType
    says: str
    unit: str = ""


FACTS: Mapping[str, FactKind] = {
    "trip.one_way": FactKind("bool", "The trip has no way back."),
    "trip.hours_to_departure": FactKind("int", "Until the first departure, by the airport's clock.", "hours"),
    "trip.cabin": FactKind("text", "The cabin: economy, premium or business."),
    "trip.passengers": FactKind("int", "How many travel."),
    "trip.surnames": FactKind("int", "How many different family names they have."),
    "trip.origin": FactKind("text", "The first airport, by its IATA code."),
    "trip.destination": FactKind("text", "The airport to which the first way leads, by its IATA code."),
    "payment.minor": FactKind("int", "What is to be paid.", "minor units of its currency"),
    "payment.currency": FactKind("text", "The currency, by its ISO 4217 code."),
    "card.country": FactKind("text", "Where the card was issued, as the gateway says, by its ISO 3166 code."),
    "card.funding": FactKind("text", "credit, debit, prepaid or unknown, as the gateway says."),
    "card.saved": FactKind("bool", "It is a saved method of this traveller."),
    "card.holder_travels": FactKind("bool", "The name on the card is, about, that of a passenger."),
    "card.blocked": FactKind("bool", "The card stands on the list of blocked cards."),
    "traveller.bookings": FactKind("int", "Bookings that this traveller paid before."),
    "traveller.email_blocked": FactKind("bool", "The address for the receipt stands on the list of blocked addresses."),
    "velocity.thread.cards_1h": FactKind("int", "Different cards tried in this chat in an hour, this one included."),
    "velocity.thread.declines_15m": FactKind("int", "Cards that were declined in this chat in a quarter of an hour."),
    "velocity.device.cards_24h": FactKind("int", "Different cards tried on this device in a day, this one included."),
    "velocity.device.new": FactKind("bool", "This traveller never paid on this device before."),
    "velocity.network.declines_10m": FactKind("int", "Cards declined from this network in ten minutes."),
    "velocity.card.people_24h": FactKind("int", "People who tried this card in a day, this one included."),
    "velocity.brand.tries_5m": FactKind("int", "Cards that were tried anywhere in five minutes."),
    "velocity.brand.declined_percent_5m": FactKind("int", "How many of those were declined.", "percent"),
    "wallet.added_10m": FactKind("int", "Methods that this traveller added in ten minutes."),
}
"""The typed catalogue; a rule that names anything else is refused."""
