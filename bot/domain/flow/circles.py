"""Noticing that the bot is about to say the same a third time, and saying that it notices, with a way out."""

import msgspec

from bot.domain import ids
from bot.domain.conversation.effects import ChangeWallet, Effect, Say
from bot.domain.conversation.messages import Carousel, Link, Option, Text, spoken
from bot.domain.flow.actions.ask import with_person
from bot.domain.flow.scene import Scene

MOST_ECHOES = 2
"""How often the same may be said in a row: a third time is what people complain of most."""


def out_of_circles(scene: Scene) -> Scene:
    """The scene, with another beginning and a person to talk to when the bot has just said all this twice.

    Effects keep their places, because they are named by them.
    """
    said = [effect for effect in scene.effects if isinstance(effect, Say)]
    words = "\n".join(filter(None, (spoken(say.message) for say in said)))
    if not words or any(isinstance(effect, ChangeWallet) for effect in scene.effects):
        return scene  # whoever wants three changes gets three, and is in no circle
    key, talk = ids.digest(words), scene.conversation
    echoes = talk.echoes + 1 if key == talk.echo else 1
    if echoes <= MOST_ECHOES:
        return scene.change(echo=key, echoes=echoes)
    last = max(at for at, effect in enumerate(scene.effects) if isinstance(effect, Say) and spoken(effect.message))
    effects = tuple(_reworded(effect, scene) if at == last else effect for at, effect in enumerate(scene.effects))
    return msgspec.structs.replace(scene.change(echo=key, echoes=0), effects=effects)


def _reworded(effect: Effect, scene: Scene) -> Effect:
    match effect:
        case Say(message=Text() | Carousel() | Link() as message):
            start_over = Option(scene.words("start_over_button"), "go:start_over")
            options = with_person((*message.options, start_over), scene)
            text = " ".join((scene.words("in_circles"), message.text))
            return Say(msgspec.structs.replace(message, text=text, options=options), effect.author)
        case _:
            return effect
