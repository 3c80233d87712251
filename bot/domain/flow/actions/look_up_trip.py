"""The action look_up_trip: `{"do": "look_up_trip"}` looks for the booking whose reference and surname were told.

What was told is in the slots `booking_locator` and `booking_surname`, and forgotten here: a wrong pair is told anew.
The node's wait ("booking") takes the answer.
"""

from bot.domain.conversation.effects import LookUpTrip
from bot.domain.conversation.messages import Text, Typing
from bot.domain.errors import IllegalError
from bot.domain.flow.definition import LookUpTripAction
from bot.domain.flow.scene import Scene


def run(action: LookUpTripAction, scene: Scene) -> Scene:
    """The scene with the look-up wanted and awaited; raises `IllegalError` when reference or surname is not known."""
    slots = scene.conversation.slots
    locator, surname = slots.get("booking_locator", ""), slots.get("booking_surname", "")
    if not locator or not surname:
        raise IllegalError("A look-up needs a booking reference and a surname.")
    if action.text:
        scene = scene.say(Text(scene.noted_words(action.text))).without_notes()
    scene = scene.say(Typing()).change(trips=(), opened="").change_slots(booking_locator="", booking_surname="")
    awaited = scene.next_effect_id()
    return scene.want(LookUpTrip(locator, surname, scene.language)).change_position(awaited=awaited)
