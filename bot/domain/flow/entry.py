"""From inspiration to purchase: a link, an advertisement or a story that names a trip opens a booking with it filled.

Whoever is in the middle of a booking is offered the new trip and not moved to it: nothing that was typed is lost.
"""

from bot.domain.conversation.context import Context
from bot.domain.conversation.effects import Say
from bot.domain.conversation.events import ThreadOpened
from bot.domain.conversation.messages import Option
from bot.domain.conversation.state import Trip
from bot.domain.flow import run
from bot.domain.flow.begin import fresh_booking
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import NOTED, Scene
from bot.domain.flow.sides import WELCOME
from bot.domain.flow.wishes import filled_trip
from bot.domain.shopping.refs import as_understood, read_ref

_OTHER = "other_trip"
NEW_TRIP = "set:trip:"
"""Begins the payload of the button that takes up the trip of a link; its reference follows."""


def noted(scene: Scene) -> Scene:
    """The scene that remembers by which link the traveller came last, for what is booked then."""
    context = _context(scene)
    return scene.change(link=context.link) if context is not None and context.link else scene


def opened(scene: Scene) -> Scene:
    """The scene after the thread was opened, with the trip of the link, if it names one."""
    wished = _wished(scene)
    if wished is None:
        return run.where_we_are(scene)
    return _filled(scene, wished) if _is_free(scene) else run.where_we_are(_offered(scene, wished))


def came(scene: Scene) -> Scene:
    """The scene before words or a tap are heard that came with a link: its trip is filled in, or offered."""
    wished = None if isinstance(scene.event, ThreadOpened) or _OTHER in scene.notes else _wished(scene)
    if wished is None:
        return scene
    if not _is_free(scene):
        return _offered(scene, wished)
    filled = _filled(scene, wished)
    wants_more = any(not isinstance(effect, Say) for effect in filled.effects)
    return _offered(scene, wished) if wants_more else filled.silent().note(NOTED)


def _wished(scene: Scene) -> Heard | None:
    """The trip of the link as if it had been said; None when there is none, or when it is what is booked anyway."""
    wish = read_ref(_ref(scene))
    if wish is None:
        return None
    heard = Heard(understood=as_understood(wish, places=scene.world.places, today=scene.today))
    filled = filled_trip(heard, scene if run.current(scene) else scene.change(trip=Trip()))
    told = filled.problem and isinstance(scene.event, ThreadOpened) and _is_free(scene)
    return heard if filled.changed or told else None


def _is_free(scene: Scene) -> bool:
    """Whether nothing is asked or looked at that a new trip would push aside."""
    talk = scene.conversation
    if run.current(scene) is None:
        return not talk.parents
    entry = scene.position.flow in {scene.world.entry, WELCOME}
    return entry and talk.trip == Trip() and not talk.basket.shelf and not run.in_checkout(scene)


def _filled(scene: Scene, wished: Heard) -> Scene:
    if run.current(scene) is None:
        return fresh_booking(scene, wished)
    return run.answer(scene, wished)


def _offered(scene: Scene, wished: Heard) -> Scene:
    trip = filled_trip(wished, scene.change(trip=Trip())).trip
    told = scene.with_said(trip=trip).note(_OTHER)
    return told.offer_also(Option(told.words("other_trip_button"), f"{NEW_TRIP}{_ref(scene)}"))


def _ref(scene: Scene) -> str:
    """What the link carried by which the traveller came, "" when there was none."""
    if isinstance(scene.event, ThreadOpened):
        return scene.event.ref
    context = _context(scene)
    return context.ref if context is not None else ""


def _context(scene: Scene) -> Context | None:
    context: Context | None = getattr(scene.event, "context", None)
    return context
