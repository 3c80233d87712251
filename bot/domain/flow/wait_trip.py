"""Waiting for a part of the trip: places, dates, party, cabin; several may come in one message, in any order."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.conversation.messages import Option, Text
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.shopping.trip import Filled, fill_trip, mend
from bot.domain.understanding.understood import Understood

EXPECTING: Mapping[str, str] = {
    "trip.origin": "origin",
    "trip.destination": "destination",
    "trip.depart": "date",
    "trip.back": "return",
    "trip.party": "passengers",
    "trip.cabin": "cabin",
}
"""Subject of a wait -> what understanding should expect."""

CITIES_NAMED = 8
"""Cities named as examples when one is not served: a line on a telephone."""


def answer(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit that the answer takes: answered, changed, no_match, or "repeat" after a problem was named."""
    if heard.value:
        return "answered", _picked(subject.partition(".")[2], heard.value, scene)
    if heard.understood.ambiguous and subject in {"trip.origin", "trip.destination"}:
        return "stay", _ask_which(heard.understood, scene)
    field = subject.partition(".")[2]
    exit_name, scene = take_wishes(heard, scene)
    if exit_name == "changed" and _settled(field, scene):
        return "answered", scene
    return exit_name, scene


def take_wishes(heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """Put everything that was said about the trip into it: changed, repeat (a problem was named), or no_match."""
    world = scene.world
    filled = fill_trip(
        scene.conversation.trip,
        heard.understood,
        places=world.places,
        today=scene.today,
        horizon_days=world.brand.horizon_days,
    )
    if filled.problem:
        scene = scene.with_said(**filled.said, cities=_some_cities(scene)).say_text(filled.problem)
    if not filled.changed:
        return ("repeat" if filled.problem else "no_match"), scene
    return "changed", _changed(filled, scene)


def _some_cities(scene: Scene) -> str:
    places = scene.world.places
    cities = dict.fromkeys(places.city(code) for code in sorted(places.served))
    return ", ".join(sorted(places.label(code, scene.language) for code in list(cities))[:CITIES_NAMED])


def _changed(filled: Filled, scene: Scene) -> Scene:
    scene = scene.change(trip=mend(filled.trip))
    scene = scene.change_basket(shelf=(), shown=0, offer=None)
    if "party" in filled.changed:
        scene = scene.change_basket(passengers=(), given="", family="")
    return scene


def _settled(field: str, scene: Scene) -> bool:
    trip = scene.conversation.trip
    if field == "back":
        return trip.one_way or trip.back is not None
    return getattr(trip, field) not in (None, "")


def _picked(field: str, value: str, scene: Scene) -> Scene:
    changes: dict[str, Any] = {field: value}
    if field == "back" and value == "one_way":
        changes = {"one_way": True, "back": None}
    elif field in {"depart", "back"}:
        changes = {field: date.fromisoformat(value)}
    elif field == "party":
        changes = {field: Party(*(int(number) for number in value.split("-")))}
    trip = msgspec.structs.replace(scene.conversation.trip, **changes)
    return _changed(Filled(trip, frozenset(changes)), scene)


def _ask_which(understood: Understood, scene: Scene) -> Scene:
    which = understood.ambiguous[0]
    options = tuple(pick(scene, code, scene.world.places.label(code, scene.language)) for code in which.codes)
    scene = scene.with_said(place=which.name).change_position(options=options)
    return scene.say(Text(scene.words("which_place"), options))


def options(subject: str, scene: Scene) -> tuple[Option, ...]:
    """What may be tapped instead of typed for a part of the trip."""
    if subject == "trip.back":
        return (pick(scene, "one_way", scene.words("one_way_button")),)
    if subject == "trip.party":
        return tuple(pick(scene, f"{n}-0-0", scene.with_said(count=n).words(_ADULTS[n > 1])) for n in (1, 2, 3, 4))
    return ()


_ADULTS = ("adult_button", "adults_button")
