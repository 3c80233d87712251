"""Calling a person: the traveller is told and waits in the queue, the bot falls silent, and the desk hears why."""

from bot.domain.conversation import handover
from bot.domain.conversation.effects import CallAgent
from bot.domain.conversation.messages import Option
from bot.domain.flow.scene import Scene

LOST, PAYMENT = "lost", "payment"
"""Reasons for which the bot calls a person by itself: it did not understand twice, or paying does not go well."""


def call(scene: Scene, text: str, reason: str, *, team: str = "") -> Scene:
    """The scene in which the traveller waits for a person of a team, "" for any; `text` is the key of what is told.

    What the turn itself calls for (`Scene.why`) is the reason, whatever the flow's step would give.
    """
    why = scene.why or reason
    options = (Option(scene.words("back_to_bot_button"), "go:bot"),)
    queued = handover.queue(scene.conversation, reason=why, now=scene.now)
    return scene.replace(queued).say_text(text, options).want(CallAgent(why, team))
