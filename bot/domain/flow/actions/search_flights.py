"""The action search_flights: `{"do": "search_flights", "text": "searching"}` looks for flights for the trip.

It answers nothing by itself: the node's wait takes the event `OffersFound` or `SearchFailed` that carries the id of
this very search; an older search that comes back late is dropped.
"""

from bot.domain.conversation.effects import SearchFlights
from bot.domain.conversation.messages import Text, Typing
from bot.domain.errors import IllegalError
from bot.domain.flow.definition import SearchFlightsAction
from bot.domain.flow.scene import NOTED, WHICH_DAY, Scene
from bot.domain.shopping.trip import narrowing_of, search_of


def run(action: SearchFlightsAction, scene: Scene) -> Scene:
    """The scene with the search wanted and awaited; raises `IllegalError` when the trip is not known well enough."""
    if action.text:
        scene = scene.say(Text(scene.noted_words(action.text, without=(NOTED, WHICH_DAY))))
    scene = scene.without_notes().say(Typing()).change_basket(shelf=(), shown=0, offer=None, nearby=())
    trip = scene.conversation.trip
    if not (trip.origin and trip.destination and trip.depart):
        raise IllegalError("A search needs an origin, a destination and a day.")
    awaited = scene.next_effect_id()
    wish = SearchFlights(search_of(trip), narrowing_of(trip), around=bool(trip.seek))
    return scene.want(wish).change_position(awaited=awaited)
