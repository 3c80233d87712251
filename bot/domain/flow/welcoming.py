"""When a talk begins with the welcome: at the first contact, and once more when there is a consent to ask for."""

from bot.domain.conversation.state import Position
from bot.domain.flow.scene import Scene
from bot.domain.flow.sides import WELCOME


def before(scene: Scene) -> Scene:
    """The scene before a talk that begins: at the door of the welcome, with the flow of the talk behind it.

    Nobody is greeted twice: what is said at the beginning of the talk's own flow is left out after the welcome.
    """
    talk = scene.conversation
    if WELCOME not in scene.world.live or scene.said.get("restarted") or not _is_due(scene) or talk.position is None:
        return scene
    welcome = Position(WELCOME, scene.begins(WELCOME), "")
    return scene.change(parents=(talk.position,), position=welcome).change_slots(welcomed="yes")


def after(scene: Scene) -> Scene:
    """The scene in which the welcome is over."""
    return scene.with_said(restarted=True)


def _is_due(scene: Scene) -> bool:
    talk = scene.conversation
    unasked = bool(talk.profile.people) and not talk.slots.get("consent_people")
    return unasked or not talk.slots.get("welcomed")
