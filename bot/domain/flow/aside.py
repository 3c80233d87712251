"""Stepping aside to look at what is booked, from wherever the talk stands, and coming back to it.

The place where the talk stood waits among its parents. News for it is taken meanwhile (`run.behind`), and words that
are for it, a wish for flights above all, lead straight back.
"""

from bot.domain.conversation.state import Position
from bot.domain.flow import run, wait_choice
from bot.domain.flow.hearing import Heard, hear
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import again, is_plain
from bot.domain.understanding.dates.tokens import fold
from bot.domain.understanding.references import read_reference

TRIPS = "my_trip"
"""The flow that shows bookings."""

_TICKETS = frozenset({"ticket", "tickets", "billet", "billets"})
"""Words for booking that mean the one which is looked at, while it is."""
_TYPED = frozenset({"booking.locator", "booking.surname"})


def is_aside(scene: Scene) -> bool:
    """Whether the talk is looking at bookings."""
    return scene.position.flow == TRIPS


def to_trips(scene: Scene, heard: Heard) -> Scene:
    """The scene looking at bookings: those of the thread, or at once the one whose reference the words name."""
    if TRIPS not in scene.world.live:
        return run.where_we_are(scene.note("answer_trip"))
    named = read_reference(heard.text, asked=False)
    scene = scene.change_slots(booking_locator=named.locator, booking_surname=named.surname)
    if not is_aside(scene):
        here = scene.conversation.position if run.current(scene) is not None else None
        scene = scene.change(parents=(*scene.conversation.parents, here) if here else ())
    scene = scene.change(position=Position(TRIPS, scene.begins(TRIPS), ""))
    return run.enter(scene, scene.flow.start)


def back(scene: Scene) -> Scene:
    """The scene where it stood before, with nothing said; a talk that stood nowhere stands nowhere again."""
    return run.forget_trips(run.step_back(scene))


def leads_away(heard: Heard, scene: Scene) -> bool:
    """Whether what was heard while looking at bookings is for the talk that waits, or for a new one."""
    if not is_aside(scene):
        return False
    if heard.offer or heard.stale:
        return bool(heard.offer) or not hear(scene.event, back(scene), expecting=None).stale
    if heard.value or not heard.text or (run.awaits(scene, "choice") and wait_choice.named(heard, scene)):
        return False
    fully = again(heard, scene)
    if not run.awaits(scene, *_TYPED):
        return not is_plain(fully) or (fully.understood.intent == "book" and not _TICKETS & {*fold(heard.text).split()})
    if read_reference(heard.text, asked=True).sure or is_plain(fully):
        return False
    told = fully.understood
    return run.awaits(scene, "booking.locator") or bool(told.dates) or (bool(told.origin) and bool(told.destination))
