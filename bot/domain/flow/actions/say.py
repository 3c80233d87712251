"""The action say: `{"do": "say", "text": "hello"}` says a text; notes wait for the question that follows."""

from bot.domain.conversation.messages import Option, Text
from bot.domain.flow.definition import SayAction
from bot.domain.flow.scene import Scene


def run(action: SayAction, scene: Scene) -> Scene:
    """The scene with the text said, and with wishes to tap below it that hold wherever the talk stands by then."""
    options = tuple(Option(scene.words(f"{wish}_button"), f"go:{wish}") for wish in action.wishes)
    return scene.say(Text(scene.words(action.text), options))
