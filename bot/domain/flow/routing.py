"""Which app has the thread on the platform: the bot is silent while another has it, and goes on when it is back.

Meta, Messenger Platform, "Conversation routing".
"""

from typing import Any

from bot.domain.conversation import handover
from bot.domain.conversation.context import Context
from bot.domain.flow.everywhere import back_to_bot
from bot.domain.flow.hearing import NOTHING
from bot.domain.flow.scene import Scene

STANDBY = "standby"
"""How the owner is called while all that we know is that it is not us."""


def moved(scene: Scene) -> Scene | None:
    """The scene after `ControlMoved`; an agent of our own desk keeps the thread whatever the platform says."""
    event: Any = scene.event
    talk, app = scene.conversation, event.app
    if app and talk.owner != "human":
        return scene.replace(handover.echo(talk, app=app, now=scene.now))
    if not app and handover.is_elsewhere(talk):
        return back_to_bot(scene, NOTHING)
    return None


def in_standby(scene: Scene) -> Scene:
    """The scene in which the bot is silent because the event came to another app, and to us for reading only."""
    context: Context | None = getattr(scene.event, "context", None)
    if context is None or not context.standby or scene.conversation.owner == "human":
        return scene
    return scene.replace(handover.echo(scene.conversation, app=STANDBY, now=scene.now))
