"""The port of live conversations: read one, and commit a turn by one compare-and-set."""

from typing import Protocol

import msgspec

from bot.domain.conversation.effects import Effect
from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.state import Conversation


class Due(msgspec.Struct, frozen=True):
    """An effect to perform: its id, its thread, and when (milliseconds since 1970, UTC)."""

    id: str
    thread: str
    effect: Effect
    at: int


class Commit(msgspec.Struct, frozen=True):
    """All that one turn changes, committed at once or not at all.

    `expected` is the version that was read (0 for a new talk); `settles` is the id of the effect that this turn's
    event answers, "" if none: it leaves the due set in the same step.
    """

    conversation: Conversation
    expected: int
    entry: TurnEntry
    due: tuple[Due, ...] = ()
    settles: str = ""


class Conversations(Protocol):
    """Keeps the live conversations."""

    def load(self, thread: str) -> Conversation | None:
        """The live conversation, or None when there is none; raises `UnavailableError`."""
        ...

    def commit(self, commit: Commit) -> bool:
        """Whether the version was still the one expected and everything is stored; raises `UnavailableError`."""
        ...

    def settle(self, thread: str, effect: str) -> None:
        """Take an effect out of the due set whose answer came to nothing (an empty turn); safe to repeat."""
        ...
