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

    `expected` is the version that was read (0 when nothing was there); `settles` is the id of the effect that this
    turn's event answers, "" if none: it leaves the due set in the same step, but stays when it is not due at
    `settles_at` any more (a timer that was set again meanwhile; 0 means any time).
    """

    conversation: Conversation
    expected: int
    entry: TurnEntry
    due: tuple[Due, ...] = ()
    settles: str = ""
    settles_at: int = 0


class Found(msgspec.Struct, frozen=True):
    """What the store knows of a thread.

    `whole` says that the store never lost anything: a thread that is not there never was. Else the archive must be
    asked.
    """

    conversation: Conversation | None
    whole: bool


class Conversations(Protocol):
    """Keeps the live conversations."""

    def load(self, thread: str) -> Conversation | None:
        """The live conversation, or None when there is none; raises `UnavailableError`."""
        ...

    def find(self, thread: str) -> Found:
        """The live conversation, and whether "none" can be believed; raises `UnavailableError`."""
        ...

    def load_many(self, threads: tuple[str, ...]) -> tuple[Conversation | None, ...]:
        """The live conversations of many threads, in their order; raises `UnavailableError`."""
        ...

    def restore(self, conversations: tuple[Conversation, ...]) -> int:
        """Put archived conversations back where there are none; gives how many were; raises `UnavailableError`."""
        ...

    def is_whole(self) -> bool:
        """Whether the store never lost anything since `declare_whole`; raises `UnavailableError`."""
        ...

    def declare_whole(self) -> None:
        """From now on a thread that is not there never was: everything archived is back; raises `UnavailableError`."""
        ...

    def commit(self, commit: Commit) -> bool:
        """Whether the version was still the one expected and everything is stored; raises `UnavailableError`."""
        ...

    def settle(self, thread: str, effect: str, *, at: int = 0) -> None:
        """Take an effect out of the due set whose answer came to nothing (an empty turn); safe to repeat.

        With `at`, only while it is due at that time.
        """
        ...
