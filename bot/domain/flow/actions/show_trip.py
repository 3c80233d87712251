"""The action show_trip: `{"do": "show_trip", "part": "receipt"}` shows a part of the open booking.

The itinerary itself is a text of the flow: staff word it with the fields `booking.…`.
"""

import msgspec

from bot.domain.booking import printout
from bot.domain.booking.receipts import receipt_of
from bot.domain.booking.trips import BookedTrip
from bot.domain.conversation.messages import Link, Media, Option
from bot.domain.errors import IllegalError
from bot.domain.flow.actions.ask import MISSES_BEFORE_PERSON, pick, with_person
from bot.domain.flow.definition import ShowTripAction
from bot.domain.flow.scene import Scene

CALENDAR = "/calendar.ics"
"""What follows a trip's address where its calendar lies."""
DOCUMENT = "/itinerary.txt"
"""What follows it where the file to keep lies."""
_LAST = 2
"""Options that lead away stay last: to a person, and back."""


def run(action: ShowTripAction, scene: Scene) -> Scene:
    """The scene with the part shown; raises `IllegalError` when no booking is open or it has no such part."""
    trip = scene.conversation.opened_trip
    if trip is None:
        raise IllegalError("No booking is open.")
    if action.part == "receipt":
        return _receipt(trip, scene)
    if action.part == "document":
        return _document(action, trip, scene)
    options = tuple(pick(scene, choice.value, scene.words(choice.text)) for choice in action.options)
    if options and _can_be_cancelled(trip):
        cancel = Option(scene.words("return_this_button"), "go:cancel_booking")
        options = (*options[:-_LAST], cancel, *options[-_LAST:])
    if options and scene.position.misses >= MISSES_BEFORE_PERSON:
        options = with_person(options, scene)
    url = trip.url + (CALENDAR if action.part == "calendar" else "")
    return _linked(action, url, options, scene)


def _can_be_cancelled(trip: BookedTrip) -> bool:
    """Whether its thread may ask what cancelling gives back: a reference alone proves nobody."""
    return trip.state == "ticketed" and not trip.over and not trip.by_reference


def _receipt(trip: BookedTrip, scene: Scene) -> Scene:
    if trip.paid_at is None:
        raise IllegalError("There is no receipt before a booking is paid.")
    receipt = receipt_of(trip, trip.travellers, paid_at=trip.paid_at, language=scene.language)
    return scene.say(msgspec.structs.replace(receipt, again=scene.now // 1000))


def _document(action: ShowTripAction, trip: BookedTrip, scene: Scene) -> Scene:
    text, name = scene.noted_words(action.text), scene.words(action.button)
    return scene.without_notes().say(Media("document", trip.url + DOCUMENT, text, name, printout.NAME))


def _linked(action: ShowTripAction, url: str, options: tuple[Option, ...], scene: Scene) -> Scene:
    link = Link(scene.noted_words(action.text), scene.words(action.button), url, scene.with_also(options))
    return scene.without_notes().say(link).change_position(options=options)
