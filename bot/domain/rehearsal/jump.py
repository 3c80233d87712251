"""Standing at a step at once: what the step needs and nobody told yet is made up, and nothing else is."""

from datetime import timedelta

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.conversation.effects import SearchFlights
from bot.domain.conversation.events import Event
from bot.domain.conversation.state import Conversation, Position, Trip
from bot.domain.flow import run
from bot.domain.flow.choosing import with_offered
from bot.domain.flow.conditions import fields_of
from bot.domain.flow.definition import CheckOutAction, Flow, Node, ShowOffersAction
from bot.domain.flow.scene import Scene
from bot.domain.moments import moment
from bot.domain.rehearsal.bookings import sample_trip
from bot.domain.rehearsal.flights import made_up
from bot.domain.rehearsal.people import EMAIL, NAMES, passengers, route
from bot.domain.shopping.offers import Offer
from bot.domain.shopping.search import Search
from bot.domain.turn import Turn
from bot.domain.world import World

_AHEAD = timedelta(days=14)
_TRIP, _SHELF, _OFFER, _NAME, _PEOPLE = 1, 2, 3, 4, 5
"""How far a booking must be for a step."""
_BY_SUBJECT = {
    "search": _TRIP,
    "trip.back": _TRIP,
    "trip.ages": _TRIP,
    "offer": _SHELF,
    "passenger.name": _OFFER,
    "passenger.born": _NAME,
    "contact.email": _OFFER,
    "checkout": _PEOPLE,
}
"""Subject of a wait -> what it needs."""
_BY_FIELD = {
    "trip": _TRIP,
    "trip.origin": _TRIP,
    "trip.destination": _TRIP,
    "trip.depart": _TRIP,
    "basket.cheapest": _SHELF,
    "basket.offer": _OFFER,
    "basket.total": _OFFER,
    "basket.taxes": _OFFER,
    "basket.before": _OFFER,
    "basket.given": _NAME,
    "basket.family": _NAME,
    "basket.people": _PEOPLE,
    "basket.passengers": _PEOPLE,
    "basket.email": _PEOPLE,
}
"""Field in a text of the step -> what it needs."""


def jumped(conversation: Conversation, event: Event, place: Position, *, world: World, now: int) -> Turn:
    """The turn that leads to the step of a place, in whose name `event` is taken (`now` in milliseconds UTC)."""
    flow = world.flow(place.flow, place.revision)
    node = flow.nodes[place.node]
    used = _fields(flow, node)
    talk = _prepared(conversation, _need(node, used), world, now)
    asked = (name for case in node.cases for name in fields_of(case.when))
    if any(name.split(".")[0] == "booking" for name in (*used, *asked)):
        talk = _with_booking(talk, world, now)
    talk = msgspec.structs.replace(talk, owner="bot", agent="", parents=())
    scene = Scene(msgspec.structs.replace(talk, position=msgspec.structs.replace(place, node="")), event, world, now)
    scene = with_offered(run.enter(scene, place.node), before="")
    return Turn(msgspec.structs.replace(scene.conversation, version=conversation.version + 1), scene.effects)


def _fields(flow: Flow, node: Node) -> frozenset[str]:
    """The fields of all texts that the step may say, in any language."""
    keys = {key for action in node.do for key in (getattr(action, "text", ""), *getattr(action, "again", ()))}
    texts = (words.get(key) for words in flow.texts.values() for key in keys)
    return frozenset(hole.field for text in texts if text is not None for hole in text.holes())


def _need(node: Node, used: frozenset[str]) -> int:
    needs = [_BY_FIELD.get(name, 0) for name in used]
    needs += [_PEOPLE for action in node.do if isinstance(action, CheckOutAction)]
    needs += [_SHELF for action in node.do if isinstance(action, ShowOffersAction)]
    return max([*needs, _BY_SUBJECT.get(node.wait.subject, 0) if node.wait else 0])


def _prepared(conversation: Conversation, need: int, world: World, now: int) -> Conversation:
    """The conversation with a trip, offers, a chosen one and people, each where it is needed and missing."""
    if not need:
        return conversation
    trip, basket = _trip(conversation.trip, world, now), conversation.basket
    if need >= _SHELF and not basket.shelf:
        basket = msgspec.structs.replace(basket, shelf=_shelf(trip, world, now))
    offer = basket.offer or next(iter(basket.shelf), None)
    if need >= _OFFER and offer is not None:
        basket = msgspec.structs.replace(basket, offer=offer, before=basket.before or offer.total)
    if need == _NAME and not basket.given:
        given, family = NAMES[0]
        basket = msgspec.structs.replace(basket, given=given, family=family)
    if need >= _PEOPLE and offer is not None:
        people = basket.passengers or passengers(offer.party, offer.last_day)
        basket = msgspec.structs.replace(basket, passengers=people, email=basket.email or EMAIL)
    return msgspec.structs.replace(conversation, trip=trip, basket=basket)


def _with_booking(conversation: Conversation, world: World, now: int) -> Conversation:
    if conversation.opened_trip is not None:
        return conversation
    trip = sample_trip(world, now)
    return msgspec.structs.replace(conversation, trips=(trip,), opened=trip.id)


def _trip(trip: Trip, world: World, now: int) -> Trip:
    """The trip as far as it was told, the rest made up."""
    origin, destination = route(world.places)
    if trip.origin == destination:
        origin, destination = destination, origin
    return msgspec.structs.replace(
        trip,
        origin=trip.origin or origin,
        destination=trip.destination or destination,
        depart=trip.depart or moment(now).date() + _AHEAD,
        one_way=trip.one_way or trip.back is None,
        party=trip.party or Party(),
    )


def _shelf(trip: Trip, world: World, now: int) -> tuple[Offer, ...]:
    if trip.depart is None or trip.party is None:
        return ()
    wish = Search(trip.origin, trip.destination, trip.depart, trip.back, trip.party, trip.cabin or "economy")
    return made_up(SearchFlights(wish), world, now).offers
