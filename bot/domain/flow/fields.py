"""The fields that staff may use in texts and conditions, each with where its value comes from."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.domain.conversation.profile import is_known
from bot.domain.conversation.state import Conversation
from bot.domain.flow.fare_words import fares_of
from bot.domain.flow.flight_words import cheapest, told_of
from bot.domain.flow.talk_about import about
from bot.domain.ids import parse_thread
from bot.domain.privacy import ASKABLE, choice_words
from bot.domain.shopping.trip import missing_ages, missing_passengers, next_kind
from bot.domain.world import World

Getter = Callable[[Conversation, World], Any]


def _consent(purpose: str) -> Getter:
    return lambda talk, _: talk.slots.get(f"consent_{purpose}", "")


def _consent_words(purpose: str) -> Getter:
    return lambda talk, world: choice_words(purpose, talk.language or world.brand.languages[0], world.brand.name)[0]


FIELDS: Mapping[str, Getter] = {
    "brand.name": lambda _, world: world.brand.name,
    "talk.channel": lambda talk, _: parse_thread(talk.thread).channel,
    "talk.language": lambda talk, _: talk.language,
    "talk.owner": lambda talk, _: talk.owner,
    "talk.agent": lambda talk, _: talk.agent,
    "talk.misses": lambda talk, _: talk.position.misses if talk.position else 0,
    "talk.about": about,
    "talk.topic": lambda talk, _: talk.slots.get("topic", ""),
    "talk.known": lambda talk, _: talk.slots.get("known", ""),
    "talk.welcomed": lambda talk, _: bool(talk.slots.get("welcomed")),
    "profile.people": lambda talk, _: talk.profile.people,
    **{f"consent.{purpose}": _consent(purpose) for purpose in ASKABLE},
    **{f"consent.{purpose}_words": _consent_words(purpose) for purpose in ASKABLE},
    "profile.returning": lambda talk, _: talk.profile.is_known,
    "trip": lambda talk, _: talk.trip,
    "trip.origin": lambda talk, _: talk.trip.origin,
    "trip.destination": lambda talk, _: talk.trip.destination,
    "trip.depart": lambda talk, _: talk.trip.depart,
    "trip.back": lambda talk, _: talk.trip.back,
    "trip.one_way": lambda talk, _: talk.trip.one_way,
    "trip.ages_missing": lambda talk, _: missing_ages(talk.trip),
    "trip.times": lambda talk, _: talk.trip.times,
    "trip.budget": lambda talk, _: talk.trip.budget,
    "trip.party": lambda talk, _: talk.trip.party,
    "trip.passengers": lambda talk, _: talk.trip.party and talk.trip.party.travellers,
    "trip.cabin": lambda talk, _: talk.trip.cabin,
    "trip.most_stops": lambda talk, _: talk.trip.most_stops,
    "fares": lambda talk, _: fares_of(talk.basket),
    "flights": lambda talk, _: told_of(talk.basket),
    "basket.nearby": lambda talk, _: talk.basket.nearby,
    "basket.cheapest": lambda talk, _: cheapest(talk.basket.shelf),
    "basket.offers": lambda talk, _: len(talk.basket.shelf),
    "basket.more": lambda talk, _: len(talk.basket.shelf) - talk.basket.shown,
    "basket.offer": lambda talk, _: talk.basket.offer,
    "basket.total": lambda talk, _: talk.basket.offer and talk.basket.offer.total,
    "basket.before": lambda talk, _: talk.basket.before,
    "basket.taxes": lambda talk, _: talk.basket.offer and talk.basket.offer.taxes,
    "basket.passengers": lambda talk, _: talk.basket.passengers,
    "basket.people": lambda talk, _: tuple((each, is_known(each, talk.profile)) for each in talk.basket.passengers),
    "basket.passengers_missing": lambda talk, _: missing_passengers(talk.trip, talk.basket),
    "basket.next_number": lambda talk, _: len(talk.basket.passengers) + 1,
    "basket.next_kind": lambda talk, _: next_kind(talk.trip, talk.basket),
    "basket.given": lambda talk, _: talk.basket.given,
    "basket.family": lambda talk, _: talk.basket.family,
    "basket.email": lambda talk, _: talk.basket.email,
    "basket.checkout": lambda talk, _: talk.basket.checkout,
    "basket.wish": lambda talk, _: talk.basket.wish,
    "basket.locator": lambda talk, _: talk.basket.locator,
    "talk.interrupted": lambda talk, _: bool(talk.parents),
    "booking": lambda talk, _: talk.opened_trip,
    "booking.locator": lambda talk, _: talk.opened_trip and talk.opened_trip.locator,
    "booking.state": lambda talk, _: talk.opened_trip and talk.opened_trip.state,
    "booking.paid": lambda talk, _: bool(talk.opened_trip and talk.opened_trip.paid_at),
    "booking.by_reference": lambda talk, _: bool(talk.opened_trip and talk.opened_trip.by_reference),
    "booking.several": lambda talk, _: len(talk.trips) > 1,
}
"""Field -> its value. `slots.<name>` and, in texts of the same turn, `said.<name>` come on top."""


def is_field(name: str) -> bool:
    """Whether staff may use a field of that name."""
    return name in FIELDS or name.startswith(("slots.", "said."))


def value(name: str, conversation: Conversation, world: World) -> Any:
    """The value of a field; None for one that nobody declared."""
    getter = FIELDS.get(name)
    if getter is not None:
        return getter(conversation, world)
    return conversation.slots.get(name[6:]) if name.startswith("slots.") else None


SETTABLE = frozenset(
    {
        "trip.origin",
        "trip.destination",
        "trip.depart",
        "trip.back",
        "trip.one_way",
        "trip.party",
        "trip.cabin",
        "trip.nights",
    }
    | {"trip.most_stops", "basket.offer", "basket.offers", "basket.passengers", "basket.email", "basket.checkout"}
)
"""Fields that the action set_slot may clear; `slots.<name>` may be set to any value."""
