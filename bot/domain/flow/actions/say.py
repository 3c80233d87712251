"""The action say: `{"do": "say", "text": "hello"}` says a text."""

from bot.domain.flow.definition import SayAction
from bot.domain.flow.scene import Scene


def run(action: SayAction, scene: Scene) -> Scene:
    """The scene with the text said."""
    return scene.say_text(action.text)
