"""A person is in every menu: wherever the bot offers a choice, talking to somebody is one of the things to tap."""

import msgspec

from bot.domain.conversation.effects import Effect, Say
from bot.domain.conversation.messages import Carousel, Link, Option, Text
from bot.domain.conversation.rating_events import RatingAsked
from bot.domain.flow.actions.ask import with_person
from bot.domain.flow.scene import Scene

LEAST = 2
"""Things to tap of which a text is a menu; one alone is a way on."""


def with_a_person(scene: Scene) -> Scene:
    """The scene whose last menu has a person in it, while the bot has the thread; how many stars is no menu.

    The last one alone: on channels that show buttons for the newest message only, it is the one that counts.
    """
    if scene.conversation.owner != "bot" or isinstance(scene.event, RatingAsked):
        return scene
    menus = [at for at, effect in enumerate(scene.effects) if _is_menu(effect)]
    if not menus:
        return scene
    effects = tuple(
        _with_person(effect, scene) if at == menus[-1] else effect for at, effect in enumerate(scene.effects)
    )
    return msgspec.structs.replace(scene, effects=effects)


def _is_menu(effect: Effect) -> bool:
    match effect:
        case Say(message=Text(options=options)):
            return len(options) >= LEAST
        case Say(message=Carousel(options=options) | Link(options=options)):
            return bool(options)
        case _:
            return False


def _with_person(effect: Effect, scene: Scene) -> Effect:
    if isinstance(effect, Say) and isinstance(effect.message, Text | Carousel | Link):
        options: tuple[Option, ...] = with_person(effect.message.options, scene)
        return Say(msgspec.structs.replace(effect.message, options=options), effect.author)
    return effect
