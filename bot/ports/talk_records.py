"""The port of archived talk: transcript, conversations and the answers that SQL owes to threads."""

from typing import Protocol

import msgspec

from bot.domain.conversation.entry import FateEntry, TurnEntry
from bot.domain.conversation.events import Event
from bot.domain.conversation.state import Conversation


class Line(msgspec.Struct, frozen=True):
    """One line of a transcript as pages show it: `row` orders it, `body` is the stored JSON of its event or message."""

    row: int
    thread: str
    message: str
    author: str
    """traveller, bot, or an agent's name."""
    kind: str
    body: str
    fate: str
    language: str
    at: int
    reason: str = ""
    """Why it failed, or how it went when it went otherwise than freely: human_agent, template, email."""
    version: int = 0
    """Of the conversation after the turn in which it was said."""


class Waiting(msgspec.Struct, frozen=True):
    """A thread that is with the desk: in the queue or with an agent. `since` is milliseconds UTC."""

    thread: str
    owner: str
    epoch: int
    agent: str
    reason: str
    language: str
    since: int
    last_text: str


class Take(msgspec.Struct, frozen=True):
    """An agent took a thread out of the queue `at` a time, after it had `waited`: milliseconds, UTC."""

    at: int
    waited: int


class Owed(msgspec.Struct, frozen=True):
    """An event that SQL decided for a thread and that a turn must still take."""

    id: str
    thread: str
    event: Event


class TalkRecords(Protocol):
    """The archive of talk inside one transaction."""

    def archive_turns(self, turns: tuple[tuple[str, TurnEntry], ...]) -> tuple[tuple[str, int], ...]:
        """Write (position, turn) pairs, skipping what is there; gives (thread, row) of all that somebody said in them.

        What was there already is given, too: whoever wrote it may have died before telling of it. The words of a
        message that a turn takes back or erases are blanked.
        """
        ...

    def archive_fates(self, fates: tuple[FateEntry, ...]) -> tuple[tuple[str, int], ...]:
        """Move messages forward along their fates, never back; gives (thread, row) of what changed."""
        ...

    def save_conversations(self, bodies: tuple[tuple[Conversation, str], ...]) -> None:
        """Keep the newest body of each thread with its journal position; an older version changes nothing."""
        ...

    def conversation(self, thread: str) -> Conversation | None:
        """The archived body, for when Redis lost it."""
        ...

    def conversations_after(self, thread: str, *, most: int) -> tuple[Conversation, ...]:
        """Archived bodies by the order of their threads, from the first after a thread ("" for the very first)."""
        ...

    def has_event(self, thread: str, event: str) -> bool:
        """Whether an event of a thread is in the archive, whoever it is from."""
        ...

    def lines(self, thread: str, *, after: int = 0, before: int = 0, most: int = 200) -> tuple[Line, ...]:
        """The transcript in order: the newest `most` lines after a row and, unless it is 0, before another."""
        ...

    def line(self, row: int) -> Line | None:
        """One line by its row."""
        ...

    def known_as(self, thread: str, platform_id: str) -> Line | None:
        """What somebody said, by the platform's own id of it: what a reply or a reaction is to."""
        ...

    def waiting(self) -> tuple[Waiting, ...]:
        """Threads with the desk, longest waiting first."""
        ...

    def place(self, thread: str) -> int:
        """The thread's place among those who wait for a person, longest waiting first; 0 when it does not wait."""
        ...

    def takes(self, *, since: int, most: int) -> tuple[Take, ...]:
        """The newest takes out of the queue since a time (milliseconds UTC), in order."""
        ...

    def erase_event(self, thread: str, event: str) -> None:
        """Blank the stored text, and its edits, of a message that its author took back, or that must not be kept."""
        ...

    def set_aside(self, *, channel: str, reason: str, body_digest: str, size: int, at: int) -> None:
        """Note a signed body that could not be read: its digest and size, never its content."""
        ...

    def owe(self, owed: Owed) -> None:
        """Promise an event to a thread, in the transaction that decides it; the same id again changes nothing."""
        ...

    def owed(self, *, most: int) -> tuple[Owed, ...]:
        """Events still owed, oldest first within each thread."""
        ...

    def owed_to(self, thread: str) -> tuple[Owed, ...]:
        """Events still owed to one thread, oldest first."""
        ...

    def promised(self, owed: str) -> Owed | None:
        """An event that was owed to a thread, by its id, whether or not a turn took it since."""
        ...

    def paid_off(self, owed: str) -> None:
        """The turn of an owed event has committed."""
        ...

    def claim_effect(self, effect: str, request_hash: str) -> bool:
        """Whether the effect is new; False when it was claimed with the same hash before.

        Raises `IllegalError` when it was claimed with another hash.
        """
        ...
