"""The action hand_over: `{"do": "hand_over", "text": "person_coming"}` puts the traveller in the queue for a person."""

from bot.domain.flow import calling
from bot.domain.flow.definition import HandOverAction
from bot.domain.flow.scene import Scene


def run(action: HandOverAction, scene: Scene) -> Scene:
    """The scene in which the bot has fallen silent and the desk is called."""
    return calling.call(scene, action.text, action.reason, team=action.team)
