"""The one door: `advance` turns a conversation and an event into a conversation and effects."""

import msgspec

from bot.domain.conversation.effects import Effect
from bot.domain.conversation.events import Event
from bot.domain.conversation.state import Conversation


class World(msgspec.Struct, frozen=True):
    """What the bot knows apart from the talk: flows, places, texts, limits."""


class Turn(msgspec.Struct, frozen=True):
    """What follows from an event: the conversation after it, and what is wanted, in order."""

    conversation: Conversation
    effects: tuple[Effect, ...] = ()


def advance(conversation: Conversation, event: Event, *, world: World, now: int) -> Turn:
    """The turn that follows from an event; touches nothing. `now` is milliseconds since 1970, UTC."""
    raise NotImplementedError
