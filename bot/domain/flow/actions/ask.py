"""The action ask: `{"do": "ask", "text": "ask_origin", "again": ["ask_origin_again"]}` asks a question.

Options that may be tapped are the action's own (`options`), then those that the wait of the node brings along
(`bot.domain.flow.waits`), then, after two answers that were not understood, a person. Notes of the turn ("we don't
fly to Oslo") stand before the question in the same message, so that one thing is asked, once.
"""

from bot.domain.conversation.messages import Option
from bot.domain.flow.definition import AskAction
from bot.domain.flow.scene import Scene
from bot.domain.flow.shelf import shown_offers

MISSES_BEFORE_PERSON = 2
"""Answers not understood before a person is offered: a third time the same menu is what people complain of most."""


def run(action: AskAction, scene: Scene) -> Scene:
    """The scene with the question asked, worded by how often it was not understood."""
    misses = scene.position.misses
    own = tuple(pick(scene, choice.value, scene.words(choice.text)) for choice in action.options)
    options = scene.with_also(own + scene.position.options)
    if misses >= MISSES_BEFORE_PERSON:
        options = with_person(options, scene)
    first = 1 + len(shown_offers(scene))
    return scene.say_text(_wording(action, scene), options, scene.form, first=first).change_position(options=options)


def _wording(action: AskAction, scene: Scene) -> str:
    """The question's own words, then the others in turn, so that no two misses in a row hear the same."""
    misses = scene.position.misses
    if scene.notes or not misses or not action.again:
        return action.text
    return action.again[(misses - 1) % len(action.again)]


def with_person(options: tuple[Option, ...], scene: Scene) -> tuple[Option, ...]:
    """The options and a person beside them, once."""
    person = Option(scene.words("person_button"), "go:person")
    return options if any(option.title == person.title for option in options) else (*options, person)


def pick(scene: Scene, value: str, title: str) -> Option:
    """An option that answers the present wait, and no other, with a value."""
    return Option(title, f"pick:{scene.position.wait}:{value}")
