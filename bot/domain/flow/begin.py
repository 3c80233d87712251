"""Words while no booking is going on: what begins one, and what is answered without beginning any."""

from collections.abc import Sequence

from bot.domain.conversation.state import Basket, Trip
from bot.domain.flow import asking, run
from bot.domain.flow.added import added
from bot.domain.flow.everywhere import FAREWELLS, cancels_booked, has_booked, known_email, small_talk, told_apart
from bot.domain.flow.hearing import ELSEWHERE, Heard
from bot.domain.flow.parting import Asked, asked_in, is_mere_trip, part, questions_of, tells_trip
from bot.domain.flow.questions import UNKNOWN
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import is_plain, take_wishes
from bot.domain.understanding.behind_words import is_behind


def without_a_wait(scene: Scene, heard: Heard) -> Scene:
    """The scene after words while no booking is going on: only a wish for a flight, or a greeting, begins one."""
    understood, talk = heard.understood, small_talk(heard, scene)
    if understood.intent in FAREWELLS and talk:
        return scene.say_text(talk)
    asked = asked_in(heard, scene)
    begun = _asked_and_begun(scene, heard, asked)
    if begun is not None:
        return begun
    if understood.intent == ELSEWHERE:
        return told_apart(scene.note("cannot_help"))
    if understood.intent == "cancel" and is_plain(heard) and has_booked(scene):
        return cancels_booked(scene)
    both_ends = understood.origin and understood.destination and not is_behind(heard.text)
    if heard.topic and heard.topic != UNKNOWN and not both_ends and not is_mere_trip(asked, heard):
        return _answered(scene, questions_of(asked, heard))
    if heard.topic and is_plain(heard) and added(scene, heard.text):
        return _answered(scene, (heard,))
    if heard.topic and is_plain(heard) and not understood.intent:
        return told_apart(scene.note("cannot_help"))
    return fresh_booking(scene, heard)


def _asked_and_begun(scene: Scene, heard: Heard, asked: Asked | None) -> Scene | None:
    """The scene at the first step of a booking whose first message asks something, too; None when it is none.

    The answer stands before that step, after the welcome; where it asks something itself, it comes after the step.
    """
    parted = part(asked, heard, scene, expecting=None)
    if parted is None or not tells_trip(parted):
        return None
    told = asking.noted(scene, parted.questions)
    if told is not None:
        return fresh_booking(told, parted.rest)
    return asking.all_answered(fresh_booking(scene, parted.rest), parted.questions)


def _answered(scene: Scene, questions: Sequence[Heard]) -> Scene:
    """The scene after an answer that leaves nothing open: what else the bot can do is told with it."""
    told = asking.all_answered(scene, questions)
    return told_apart(told) if run.current(told) is None and told.conversation.owner == "bot" else told


def fresh_booking(scene: Scene, heard: Heard) -> Scene:
    """The scene at the first question of a new booking, with everything filled in that was said."""
    fresh = scene.change(trip=Trip(), basket=Basket(email=known_email(scene)))
    return run.start(take_wishes(heard, fresh)[1])
