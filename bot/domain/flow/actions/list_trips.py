"""The action list_trips: `{"do": "list_trips", "text": "which", "button": "show"}` shows bookings as cards."""

from bot.domain.booking import itinerary
from bot.domain.booking.trips import BookedTrip
from bot.domain.conversation.messages import Card, Carousel
from bot.domain.flow.actions.ask import pick
from bot.domain.flow.definition import ListTripsAction
from bot.domain.flow.scene import Scene
from bot.domain.shopping import display


def run(action: ListTripsAction, scene: Scene) -> Scene:
    """The scene with the cards shown, the trips ahead before those that are over."""
    cards = tuple(_card(trip, action, scene) for trip in scene.conversation.trips)
    own = tuple(pick(scene, choice.value, scene.words(choice.text)) for choice in action.options)
    options = (*(option for card in cards for option in card.options), *own)
    carousel = Carousel(scene.noted_words(action.text), cards, scene.with_also(own))
    return scene.without_notes().say(carousel).change_position(options=options)


def _card(trip: BookedTrip, action: ListTripsAction, scene: Scene) -> Card:
    look = scene.look
    days = (
        f"{display.day_text(piece.departs.date(), look.language)} · {display.times_text(piece)}"
        for piece in trip.slices
    )
    lines = (*days, f"{trip.locator}, {itinerary.status_text(trip, look)}")
    return Card(itinerary.label_text(trip, look), lines, (pick(scene, trip.id, scene.words(action.button)),))
