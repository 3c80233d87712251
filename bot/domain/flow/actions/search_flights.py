"""The action search_flights: `{"do": "search_flights", "text": "searching"}` looks for flights for the trip.

It answers nothing by itself: the node's wait takes the event `OffersFound` or `SearchFailed` that carries the id of
this very search; an older search that comes back late is dropped.
"""

from bot.domain.conversation.effects import SearchFlights
from bot.domain.conversation.messages import Typing
from bot.domain.flow.definition import SearchFlightsAction
from bot.domain.flow.scene import Scene
from bot.domain.shopping.trip import search_of


def run(action: SearchFlightsAction, scene: Scene) -> Scene:
    """The scene with the search wanted and awaited."""
    if action.text:
        scene = scene.say_text(action.text)
    scene = scene.say(Typing()).change_basket(shelf=(), shown=0, offer=None)
    awaited = scene.next_effect_id()
    return scene.want(SearchFlights(search_of(scene.conversation.trip))).change_position(awaited=awaited)
