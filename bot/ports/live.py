"""The port of the live stream: pages learn that a thread has something new, in order and with ids to resume from."""

from collections.abc import Iterator
from typing import Protocol

import msgspec


class LiveNote(msgspec.Struct, frozen=True):
    """Something new: `id` is the stream's own, `row` the id in SQL of what is new.

    `kind` is entry, fate or desk; note, which staff write for staff; erased when what was said there is gone. A desk
    note tells of more than words: whose the thread is, what is put on it, or what was done there; of no thread it tells
    of channels or saved filters. Of no thread are presence, staff, when they have a notification, approvals, and flows,
    when drafts or revisions of flows have changed. `who` is the person of the staff whom a note of presence or a
    notification concerns, "" for everybody.
    """

    id: str
    thread: str
    kind: str
    row: int
    who: str = ""


class Hint(msgspec.Struct, frozen=True):
    """Somebody is typing in a thread: an agent by `name`, or the traveller, who has none here.

    With `does` it is for staff alone: what their colleague, by the id `who`, does there (`bot.services.watching`).
    """

    thread: str
    name: str = ""
    does: str = ""
    who: str = ""


class Live(Protocol):
    """Tells pages what is new."""

    def hint(self, hint: Hint) -> None:
        """Tell whoever listens just now; nobody remembers it and it may be lost."""
        ...

    def hints(self) -> Iterator[Hint | None]:
        """Hints of all threads as they come, from now on; None every 15 s as a sign of life."""
        ...

    def publish(self, notes: tuple[LiveNote, ...]) -> None:
        """Append notes after the commit that they speak of (their `id` is ignored)."""
        ...

    def newest(self) -> str:
        """The id of the newest note: what a page that is rendered now passes as `since`."""
        ...

    def is_lost(self, since: str) -> bool:
        """Whether notes after `since` may be gone: trimmed away, or lost with the whole stream; nonsense always is.

        "" and "0-0" are the beginning: nothing is lost while the stream holds all that was ever appended to it.
        Raises `UnavailableError`.
        """
        ...

    def follow(self, thread: str, since: str) -> Iterator[LiveNote | None]:
        """Notes of a thread ("" for all threads) after `since`, as they come; None every 15 s as a sign of life.

        A note of kind "resync" comes first when `since` is older than what the stream still holds; "0-0" is the
        beginning of that.
        """
        ...
