"""Waiting for a part of the trip: places, dates, party, cabin; several may come in one message, in any order."""

from collections.abc import Iterator
from typing import Any

import msgspec

from bot.domain.booking.passengers import Party
from bot.domain.conversation.messages import Option, Text
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import CHANGED, NO_MATCH, REPEAT, again, changed, take_wishes, taken_back
from bot.domain.shopping.trip import Filled
from bot.domain.understanding.understood import Understood

ANSWERED = "answered"


def answer(subject: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit: answered, changed (something else was told), change, no_match, or "repeat" after a note."""
    field = subject.partition(".")[2]
    if heard.value:
        return ANSWERED, _picked(field, heard.value, scene)
    if heard.understood.ambiguous and field in {"origin", "destination"}:
        return "stay", _ask_which(heard.understood, scene)
    for reading in _readings(heard, scene):
        exit_name, told = take_wishes(reading, scene, asked=field)
        if exit_name == CHANGED and _settled(field, told):
            return ANSWERED, told
        if exit_name != NO_MATCH:
            return exit_name, told
    return (REPEAT if heard.understood.intent == "book" else NO_MATCH), scene


def _readings(heard: Heard, scene: Scene) -> Iterator[Heard]:
    """The words in every way in which they may be meant, each read only when the one before said nothing."""
    earlier = taken_back(heard, scene)
    if earlier is not None:
        yield earlier
    yield heard
    yield again(heard, scene)


def _settled(field: str, scene: Scene) -> bool:
    trip = scene.conversation.trip
    if field == "back":
        return trip.one_way or trip.back is not None
    return getattr(trip, field) not in (None, "")


def _picked(field: str, value: str, scene: Scene) -> Scene:
    changes: dict[str, Any] = {field: value}
    if value == _AGAIN:
        changes = dict(zip(("origin", "destination"), _last_route(scene), strict=True))
    elif field == "back" and value == "one_way":
        changes = {"one_way": True, "back": None}
    elif field == "party":
        changes = {field: Party(*(int(number) for number in value.split("-")))}
    trip = msgspec.structs.replace(scene.conversation.trip, **changes)
    return changed(Filled(trip, frozenset(changes)), scene, asked=field)


def _ask_which(understood: Understood, scene: Scene) -> Scene:
    which = understood.ambiguous[0]
    options = tuple(pick(scene, code, scene.world.places.label(code, scene.language)) for code in which.codes)
    scene = scene.with_said(place=which.name).change_position(options=options)
    return scene.say(Text(scene.words("which_place"), options))


def options(subject: str, scene: Scene) -> tuple[Option, ...]:
    """What may be tapped instead of typed for a part of the trip."""
    if subject == "trip.origin":
        return _again_option(scene)
    if subject == "trip.back":
        return (pick(scene, "one_way", scene.words("one_way_button")),)
    if subject == "trip.party":
        return tuple(pick(scene, f"{n}-0-0", scene.with_said(count=n).words(_ADULTS[n > 1])) for n in (1, 2, 3, 4))
    return ()


def _last_route(scene: Scene) -> tuple[str, str]:
    """The cities of the last booking; none when we do not fly there any more."""
    places, profile = scene.world.places, scene.conversation.profile
    ends = (profile.origin, profile.destination)
    return (places.city(ends[0]), places.city(ends[1])) if places.served.issuperset(ends) else ("", "")


def _again_option(scene: Scene) -> tuple[Option, ...]:
    """The route of the last booking, for who has not said yet where to."""
    if scene.conversation.trip.destination or not all(_last_route(scene)):
        return ()
    names = (scene.world.places.label(code, scene.language) for code in _last_route(scene))
    return (pick(scene, _AGAIN, " → ".join(names)),)


_AGAIN = "again"
_ADULTS = ("adult_button", "adults_button")
