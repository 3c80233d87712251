"""Waiting for a booking: its reference, a surname, the answer of who looks for it, and a choice among several."""

from bot.domain.booking.references import fold_locator
from bot.domain.conversation.events import TripLocked, TripNotFound, TripsFound
from bot.domain.flow.hearing import Heard
from bot.domain.flow.scene import Scene
from bot.domain.understanding.references import read_reference, read_surname

NO_MATCH, ANSWERED, STAY, BACK = "no_match", "answered", "stay", "back"
_LEAVING = frozenset({"cancel", "back"})


def locator(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit for a reference, with the surname where that was told too: answered, back, no_match."""
    if heard.value:
        return heard.value, scene
    if heard.understood.intent in _LEAVING:
        return BACK, scene
    found = read_reference(heard.text, asked=True)
    if not found.locator:
        return NO_MATCH, scene
    return ANSWERED, scene.change_slots(booking_locator=found.locator, booking_surname=found.surname)


def surname(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit for a surname, or for both once more: answered, back, no_match."""
    if heard.value:
        return heard.value, scene
    if heard.understood.intent in _LEAVING and not heard.text.istitle():
        return BACK, scene
    both = read_reference(heard.text, asked=True)
    if both.sure and both.surname:
        return ANSWERED, scene.change_slots(booking_locator=both.locator, booking_surname=both.surname)
    name = read_surname(heard.text)
    return (ANSWERED, scene.change_slots(booking_surname=name)) if name else (NO_MATCH, scene)


def looking(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit for words while somebody looks: "stay" after saying so, or back."""
    if heard.understood.intent in _LEAVING:
        return BACK, scene
    return STAY, scene.say_text("still_looking")


def news(scene: Scene) -> tuple[str, Scene]:
    """The exit for the answer of this very search: found, several, none, unknown, locked, failed; else "stay"."""
    event = scene.event
    if event.id != scene.position.awaited:
        return STAY, scene
    scene = scene.change_position(awaited="")
    match event:
        case TripsFound(trips=trips) if trips:
            several = len(trips) > 1
            return ("several" if several else "found"), scene.change(trips=trips, opened="" if several else trips[0].id)
        case TripsFound():
            return "none", scene
        case TripLocked(until=until):
            minutes = max(1, -(-(until * 1000 - scene.now) // 60_000))
            return "locked", scene.with_said(minutes=minutes).note("trip_locked")
        case TripNotFound(reason="unknown"):
            return "unknown", scene.note("trip_unknown")
        case _:
            return "failed", scene


def chosen(_: str, heard: Heard, scene: Scene) -> tuple[str, Scene]:
    """The exit for a choice among bookings, tapped or by reference: chosen; another, back, no_match."""
    trips = scene.conversation.trips
    if heard.value and all(trip.id != heard.value for trip in trips):
        return heard.value, scene
    if heard.understood.intent in _LEAVING:
        return BACK, scene
    said = heard.text.strip()
    named = next((trip.id for trip in trips if _names(said, trip.locator)), "")
    opened = heard.value or named
    return ("chosen", scene.change(opened=opened)) if opened else (NO_MATCH, scene)


def _names(said: str, locator_of: str) -> bool:
    return fold_locator(read_reference(said, asked=True).locator) == fold_locator(locator_of)
