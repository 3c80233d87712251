"""Stepping aside into another flow from wherever the talk stands, and coming back to it.

The place where the talk stood waits among its parents. News for it is taken meanwhile (`run.behind`), and words that
are for it, a wish for flights above all, lead straight back. No flow is aside of itself but for a question that is
asked among questions, so that the parents are never more than the flows that there are.
"""

from bot.domain.conversation.state import Position
from bot.domain.flow import run, wait_choice
from bot.domain.flow.hearing import NOTHING, Heard, hear
from bot.domain.flow.parting import asked_in, part, tells_trip
from bot.domain.flow.scene import Scene
from bot.domain.flow.sides import PERSON, SIDES, TRIPS
from bot.domain.flow.wishes import again, is_plain
from bot.domain.understanding.dates.tokens import fold
from bot.domain.understanding.references import read_reference

_TICKETS = frozenset({"ticket", "tickets", "billet", "billets"})
"""Words for booking that mean the one which is looked at, while it is."""
_TYPED = frozenset({"booking.locator", "booking.surname"})


def is_aside(scene: Scene) -> bool:
    """Whether the talk has stepped aside."""
    return scene.position.flow in SIDES


def looks_at_trips(scene: Scene) -> bool:
    """Whether the talk is looking at bookings."""
    return scene.position.flow == TRIPS


def is_open(scene: Scene, flow: str) -> bool:
    """Whether a side flow is published: where it is not, the program answers by itself."""
    return flow in scene.world.live


def enter(scene: Scene, flow: str, *, step: str = "", within: bool = False) -> Scene:
    """The scene walking a published side flow, from its start or another step on.

    A flow that is walked already, or waits somewhere behind, begins anew in its place; with `within` it waits itself
    until it has been walked once more.
    """
    here = scene.conversation.position if run.current(scene) is not None else None
    behind = scene.conversation.parents if here else ()
    places = (*behind, *filter(None, (here,)))
    sought = behind if within else places
    first = next((at for at, place in enumerate(sought) if place.flow == flow), None)
    scene = scene.change(parents=places if first is None else places[:first])
    scene = scene.change(position=Position(flow, scene.begins(flow), "")).walking_aside()
    return run.enter(scene, step or scene.flow.start)


def to_trips(scene: Scene, heard: Heard = NOTHING) -> Scene:
    """The scene looking at bookings: those of the thread, or at once the one whose reference the words name."""
    if not is_open(scene, TRIPS):
        return run.where_we_are(scene.note("answer_trip"))
    named = read_reference(heard.text, asked=False)
    return enter(scene.change_slots(booking_locator=named.locator, booking_surname=named.surname), TRIPS)


def back(scene: Scene) -> Scene:
    """The scene where it stood before, with nothing said; a talk that stood nowhere stands nowhere again."""
    return run.step_back(scene)


def leads_away(heard: Heard, scene: Scene) -> bool:
    """Whether what was heard aside is for the talk that waits, or for a new one."""
    if not is_aside(scene):
        return False
    if heard.offer or heard.stale:
        return bool(heard.offer) or not hear(scene.event, back(scene), expecting=None).stale
    if heard.value or not heard.text:
        return False
    if _asks_beside_what_waits(heard, scene):
        return True
    if run.awaits(scene, "choice") and wait_choice.named(heard, scene):
        return False
    return _leaves_trips(heard, scene) if looks_at_trips(scene) else _leaves_menu(heard, scene)


def _leaves_trips(heard: Heard, scene: Scene) -> bool:
    fully = again(heard, scene)
    if not run.awaits(scene, *_TYPED):
        return not is_plain(fully) or (fully.understood.intent == "book" and not _TICKETS & {*fold(heard.text).split()})
    if read_reference(heard.text, asked=True).sure or is_plain(fully):
        return False
    told = fully.understood
    return run.awaits(scene, "booking.locator") or bool(told.dates) or (bool(told.origin) and bool(told.destination))


def _asks_beside_what_waits(heard: Heard, scene: Scene) -> bool:
    """Whether a question at a menu comes with what is for the booking that waits, or for a new one."""
    if heard.go or scene.position.flow in {PERSON, TRIPS} or not run.awaits(scene, "choice", "wallet"):
        return False
    parted = part(asked_in(heard, scene), heard, scene, expecting="trip")
    if parted is None or tells_trip(parted):
        return parted is not None
    return bool(scene.conversation.parents) and not parted.mixed and not is_plain(parted.rest)


def _leaves_menu(heard: Heard, scene: Scene) -> bool:
    """Whether words at a menu that name nothing of it are for what waits behind it; a wish for flights always is.

    Who is asked something before a person comes wants that person, whatever they answer.
    """
    told = heard.go or heard.topic or heard.understood.answer
    if told or scene.position.flow == PERSON or not run.awaits(scene, "choice", "wallet"):
        return False
    fully = again(heard, scene)
    return not is_plain(fully) or fully.understood.intent == "book" or bool(scene.conversation.parents)
