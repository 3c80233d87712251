"""The action find_trips: `{"do": "find_trips"}` looks for what was booked in the thread.

The node's wait ("booking") takes the event that carries the id of this very search.
"""

from bot.domain.conversation.effects import FindTrips
from bot.domain.conversation.messages import Text, Typing
from bot.domain.flow.definition import FindTripsAction
from bot.domain.flow.scene import Scene


def run(action: FindTripsAction, scene: Scene) -> Scene:
    """The scene with the search wanted and awaited."""
    if action.text:
        scene = scene.say(Text(scene.noted_words(action.text))).without_notes()
    scene = scene.say(Typing()).change(trips=(), opened="")
    awaited = scene.next_effect_id()
    return scene.want(FindTrips(scene.language)).change_position(awaited=awaited)
