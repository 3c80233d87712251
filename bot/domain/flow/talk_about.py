"""What a talk is about, in one word: a payment that is awaited, a booking looked at, flights, or nothing yet."""

from typing import Literal, get_args

from bot.domain.conversation.state import Conversation, Position, Trip
from bot.domain.flow.sides import TRIPS
from bot.domain.world import World

About = Literal["payment", "booking", "flights", "nothing"]
ABOUTS: tuple[About, ...] = get_args(About)


def about(talk: Conversation, world: World) -> About:
    """What it is about, where it stands or waits behind; the payment first, then what is looked at."""
    places = (*talk.parents, *filter(None, (talk.position,)))
    if any(_subject(place, world) == "checkout" for place in places):
        return "payment"
    if any(place.flow == TRIPS for place in places):
        return "booking"
    begun = any(_subject(place, world) for place in places)
    return "flights" if begun and talk.trip != Trip() else "nothing"


def _subject(place: Position, world: World) -> str:
    """For what a place waits, "" where it waits for nothing or its flow is gone."""
    node = world.flow(place.flow, place.revision).nodes.get(place.node) if place.flow in world.live else None
    return node.wait.subject if node is not None and node.wait is not None else ""
