"""Wishes about the trip that come in at any wait: taken into it, noted, or answered with what is possible."""

from collections.abc import Mapping

from bot.domain.flow.hearing import Heard, hear_words
from bot.domain.flow.scene import NOTED, Scene
from bot.domain.shopping.trip import Filled, fill_trip
from bot.domain.understanding.identity import parse_email

CITIES_NAMED = 8
"""Cities named as examples when one is not served: a line on a telephone."""

CHANGING = frozenset({"change", "back"})
"""Intents of a traveller who wants to go back on something and does not say on what."""

EXPECTING: Mapping[str, str] = {
    "trip.origin": "origin",
    "trip.destination": "destination",
    "trip.depart": "date",
    "trip.back": "return",
    "trip.party": "passengers",
    "trip.cabin": "cabin",
}
"""Subject of a wait for a part of the trip -> what understanding should expect."""

NO_MATCH, CHANGED, REPEAT, CHANGE = "no_match", "changed", "repeat", "change"


def take_wishes(heard: Heard, scene: Scene, *, asked: str = "") -> tuple[str, Scene]:
    """Put everything that was said about the trip into it, and an e-mail address into the basket.

    Gives changed; repeat, when nothing changed but there is a note to say before the question; change, when the
    traveller wants to change something and says no more; or no_match. `asked` is the field that was asked for: what
    changed besides it is told.
    """
    filled = filled_trip(heard, scene)
    scene = _addressed(heard, scene)
    if filled.problem:
        scene = scene.with_said(**filled.said, cities=some_cities(scene)).note(filled.problem)
    if filled.changed:
        return CHANGED, changed(filled, scene, asked=asked, echo=bool(heard.understood.date_choices))
    if scene.notes:
        return REPEAT, scene
    if filled.mentioned:
        return REPEAT, scene.note(NOTED)
    return (CHANGE if heard.understood.intent in CHANGING else NO_MATCH), scene


def again(heard: Heard, scene: Scene) -> Heard:
    """The same words once more, read as a wish about the trip whatever the present wait expects."""
    return hear_words(heard.text, scene, expecting="trip") if heard.text else heard


def taken_back(heard: Heard, scene: Scene) -> Heard | None:
    """The words as another answer to the question before: "no, Lyon" where the next place is asked already."""
    last = EXPECTING.get(scene.position.last)
    if not heard.understood.correction or last is None:
        return None
    return hear_words(heard.text, scene, expecting=last)


def filled_trip(heard: Heard, scene: Scene) -> Filled:
    """The trip as it would be with the wishes of a message."""
    world = scene.world
    return fill_trip(
        scene.conversation.trip,
        heard.understood,
        places=world.places,
        today=scene.today,
        horizon_days=world.brand.horizon_days,
    )


def changed(filled: Filled, scene: Scene, *, asked: str = "", echo: bool = False) -> Scene:
    """The scene with another trip: what was found for the old one is forgotten, people stay named."""
    if not filled.problem and (echo or filled.changed - {asked, "one_way", "around"}):
        scene = scene.note(NOTED)
    scene = scene.change(trip=filled.trip)
    return scene.change_basket(shelf=(), shown=0, offer=None, given="", family="")


def some_cities(scene: Scene) -> str:
    """A few cities that are served, by name."""
    places = scene.world.places
    cities = dict.fromkeys(places.city(code) for code in sorted(places.served))
    return ", ".join(sorted(places.label(code, scene.language) for code in list(cities))[:CITIES_NAMED])


def _addressed(heard: Heard, scene: Scene) -> Scene:
    email = parse_email(heard.text) if "@" in heard.text else None
    if email is None or email == scene.conversation.basket.email:
        return scene
    return scene.change_basket(email=email).note("email_noted")


def is_plain(heard: Heard) -> bool:
    """Whether a message says nothing about a trip."""
    understood = heard.understood
    told = (understood.passengers, understood.cabin, understood.max_stops, understood.one_way)
    return not (understood.places or understood.unserved or understood.dates) and all(part is None for part in told)
