"""The action hand_over: `{"do": "hand_over", "text": "person_coming"}` puts the traveller in the queue for a person."""

from bot.domain.conversation import handover
from bot.domain.conversation.effects import CallAgent
from bot.domain.conversation.messages import Option
from bot.domain.flow.definition import HandOverAction
from bot.domain.flow.scene import Scene


def run(action: HandOverAction, scene: Scene) -> Scene:
    """The scene in which the bot has fallen silent and the desk is called."""
    options = (Option(scene.words("back_to_bot_button"), "go:bot"),)
    queued = handover.queue(scene.conversation, reason=action.reason, now=scene.now)
    scene = scene.replace(queued)
    return scene.say_text(action.text, options).want(CallAgent(action.reason))
