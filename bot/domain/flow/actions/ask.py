"""The action ask: `{"do": "ask", "text": "ask_origin", "again": ["ask_origin_again"]}` asks a question.

Options that may be tapped are the action's own (`options`), then those that the wait of the node brings along
(`bot.domain.flow.waits`), then, after two answers that were not understood, a person.
"""

from bot.domain.conversation.messages import Option, Text
from bot.domain.flow.definition import AskAction
from bot.domain.flow.scene import Scene

MISSES_BEFORE_PERSON = 2
"""Answers not understood before a person is offered: a third time the same menu is what people complain of most."""


def run(action: AskAction, scene: Scene) -> Scene:
    """The scene with the question asked, worded by how often it was not understood."""
    misses = scene.position.misses
    key = action.again[min(misses, len(action.again)) - 1] if misses and action.again else action.text
    own = tuple(pick(scene, choice.value, scene.words(choice.text)) for choice in action.options)
    options = own + scene.position.options
    if misses >= MISSES_BEFORE_PERSON:
        options = (*options, Option(scene.words("person_button"), "go:person"))
    return scene.say(Text(scene.words(key), options)).change_position(options=options)


def pick(scene: Scene, value: str, title: str) -> Option:
    """An option that answers the present wait, and no other, with a value."""
    return Option(title, f"pick:{scene.position.wait}:{value}")
