"""The action say: `{"do": "say", "text": "hello"}` says a text; notes wait for the question that follows."""

from bot.domain.conversation.messages import Text
from bot.domain.flow.definition import SayAction
from bot.domain.flow.scene import Scene


def run(action: SayAction, scene: Scene) -> Scene:
    """The scene with the text said."""
    return scene.say(Text(scene.words(action.text)))
