"""Words while no booking is going on: what begins one, and what is answered without beginning any."""

from bot.domain.conversation.state import Basket, Trip
from bot.domain.flow import asking, run
from bot.domain.flow.everywhere import FAREWELLS, cancels_booked, has_booked, known_email, small_talk, told_apart
from bot.domain.flow.hearing import ELSEWHERE, Heard
from bot.domain.flow.questions import UNKNOWN
from bot.domain.flow.scene import Scene
from bot.domain.flow.wishes import is_plain, take_wishes


def without_a_wait(scene: Scene, heard: Heard) -> Scene:
    """The scene after words while no booking is going on: only a wish for a flight, or a greeting, begins one."""
    understood, talk = heard.understood, small_talk(heard, scene)
    if understood.intent in FAREWELLS and talk:
        return scene.say_text(talk)
    if understood.intent == ELSEWHERE:
        return told_apart(scene.note("cannot_help"))
    if understood.intent == "cancel" and is_plain(heard) and has_booked(scene):
        return cancels_booked(scene)
    if heard.topic and heard.topic != UNKNOWN and not (understood.origin and understood.destination):
        return _answered(scene, heard)
    if heard.topic and is_plain(heard) and asking.added(scene, heard):
        return _answered(scene, heard)
    if heard.topic and is_plain(heard) and not understood.intent:
        return told_apart(scene.note("cannot_help"))
    return fresh_booking(scene, heard)


def _answered(scene: Scene, heard: Heard) -> Scene:
    """The scene after an answer that leaves nothing open: what else the bot can do is told with it."""
    told = asking.answered(scene, heard)
    return told_apart(told) if run.current(told) is None and told.conversation.owner == "bot" else told


def fresh_booking(scene: Scene, heard: Heard) -> Scene:
    """The scene at the first question of a new booking, with everything filled in that was said."""
    fresh = scene.change(trip=Trip(), basket=Basket(email=known_email(scene)))
    return run.start(take_wishes(heard, fresh)[1])
