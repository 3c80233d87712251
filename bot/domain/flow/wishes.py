"""Wishes about the trip that come in at any wait: taken into it, noted, or answered with what is possible."""

from collections.abc import Mapping
from datetime import date

import msgspec

from bot.domain.conversation.messages import Option
from bot.domain.conversation.state import Trip
from bot.domain.flow.alternatives import asked_for
from bot.domain.flow.cities import some_cities
from bot.domain.flow.hearing import Heard, hear_words
from bot.domain.flow.scene import NOTED, WHICH_DAY, Scene
from bot.domain.shopping.trip import Filled, Rules, fill_trip
from bot.domain.understanding.dates.tokens import fold, tokenize
from bot.domain.understanding.identity import parse_email
from bot.domain.understanding.word_lists import word_set

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

_FOR_A_PERSON = frozenset({"party_no_adult", "party_too_many"})
"""Problems that a person can solve."""

_MOVING = word_set(
    "leave leaving leaves depart departing departure go going fly flying travel back return returning instead rather "
    "change move make prefer want partir pars part partons partait depart revenir reviens rentre rentrer retour plutot "
    "changer decaler prefere veux voudrais voyage vol flight trip until till jusqu "
    "salir salgo salimos ir volar viajar vuelo vuelta volver vuelvo volvemos regreso regresar mejor cambiar quiero "
    "viaje hasta abfliegen fliegen fliege reisen flug hinflug ruckflug zuruck lieber stattdessen andern "
    "verschieben mochte "
    "will reise bis"
)
"""Words that make a day one of the journey."""

NO_MATCH, CHANGED, REPEAT, CHANGE = "no_match", "changed", "repeat", "change"


def take_wishes(heard: Heard, scene: Scene, *, asked: str = "") -> tuple[str, Scene]:
    """Put everything that was said about the trip into it, and an e-mail address into the basket.

    Gives changed; repeat, when nothing changed but there is a note to say before the question; change, when the
    traveller wants to change something and says no more; or no_match. `asked` is the field that was asked for: what
    changed besides it is told.
    """
    heard, scene = _without_doubtful_places(heard, _addressed(heard, scene))
    filled = filled_trip(heard, scene)
    if filled.problem:
        scene = scene.with_said(**filled.said, cities=some_cities(scene)).note(filled.problem)
        if filled.problem in _FOR_A_PERSON:
            scene = scene.offer_also(Option(scene.words("person_button"), "go:person"))
    if filled.changed:
        return CHANGED, changed(filled, scene, asked=asked)
    if scene.notes:
        return REPEAT, scene
    if filled.mentioned:
        return REPEAT, scene.note(NOTED)
    return (CHANGE if heard.understood.intent in CHANGING else NO_MATCH), scene


def again(heard: Heard, scene: Scene) -> Heard:
    """The same words once more, read as a wish about the trip whatever the present wait expects.

    A day that stands alone is none while something else is expected: nobody moves their trip by a slip.
    """
    if not heard.text:
        return heard
    unasked = hear_words(heard.text, scene, expecting="trip")
    if scene.conversation.trip.depart is None or not _is_bare_day(unasked):
        return unasked
    dateless = msgspec.structs.replace(
        unasked.understood, dates=(), departure=None, period=None, return_date=None, date_choices=(), past=None
    )
    return msgspec.structs.replace(unasked, understood=dateless)


def _is_bare_day(heard: Heard) -> bool:
    """Whether a message names a day and neither takes something back nor says what happens on it."""
    understood = heard.understood
    said_more = understood.places or understood.passengers or understood.correction or understood.nights
    words = {token.text for token in tokenize(fold(heard.text))}
    return bool(understood.dates) and not said_more and not words & _MOVING


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
        rules=Rules(world.places, scene.today, world.brand.horizon_days),
        more=asked_for(heard, scene),
    )


def changed(filled: Filled, scene: Scene, *, asked: str = "") -> Scene:
    """The scene with another trip: what was found for the old one is forgotten, people stay named.

    A day whose wording was doubtful is told with the others that it may have meant, until it was shown with its
    flights and something else was changed.
    """
    doubt = filled.trip.doubt if filled.changed & {"depart", "back"} else ()
    if doubt and not filled.problem:
        scene = with_doubt(filled.trip, scene).offer_also(*doubt_options(filled.trip, scene))
    untold = {asked, "one_way", "ages", "seek"} | ({"around"} if filled.trip.depart else set())
    if not filled.problem and filled.changed - untold:
        scene = scene.note(NOTED)
    unopposed = not doubt and scene.conversation.basket.shelf != ()
    scene = scene.change(trip=msgspec.structs.replace(filled.trip, doubt=()) if unopposed else filled.trip)
    return scene.change_basket(shelf=(), shown=0, offer=None, nearby=(), given="", family="")


def with_doubt(trip: Trip, scene: Scene) -> Scene:
    """The scene in which the day that was taken of several is told, when there is one."""
    if not trip.doubt:
        return scene
    return scene.with_said(day=getattr(trip, trip.doubt[0].partition(":")[0])).note(WHICH_DAY)


def doubt_options(trip: Trip, scene: Scene) -> tuple[Option, ...]:
    """The days that the wording of a day may have meant besides the one that was taken."""
    days = ((name, date.fromisoformat(name.partition(":")[2])) for name in trip.doubt)
    return tuple(Option(scene.with_said(day=day).words("other_day_button"), f"set:{name}") for name, day in days)


def _without_doubtful_places(heard: Heard, scene: Scene) -> tuple[Heard, Scene]:
    """A name of several served places fills nothing: it is asked which is meant, with a button for each."""
    understood = heard.understood
    for which in understood.ambiguous:
        for field in ("origin", "destination"):
            if getattr(understood, field) in which.codes:
                kept = msgspec.structs.replace(heard, understood=msgspec.structs.replace(understood, **{field: None}))
                places = scene.world.places
                options = (Option(places.label(code, scene.language), f"set:{field}:{code}") for code in which.codes)
                return kept, scene.with_said(place=which.name).note("which_place").offer_also(*options)
    return heard, scene


def _addressed(heard: Heard, scene: Scene) -> Scene:
    email = parse_email(heard.text) if "@" in heard.text else None
    if email is None or email == scene.conversation.basket.email:
        return scene
    return scene.change_basket(email=email).note("email_noted")


def is_plain(heard: Heard) -> bool:
    """Whether a message says nothing about a trip."""
    understood = heard.understood
    told = (understood.passengers, understood.cabin, understood.max_stops, understood.one_way, understood.budget)
    return not (understood.places or understood.unserved or understood.dates) and all(part is None for part in told)


def is_wish(heard: Heard, scene: Scene) -> bool:
    """Whether a message asks for something else: cheaper, later, another day, with a bag."""
    return bool(asked_for(heard, scene))
