"""The port of links: one-time codes, chats that come to a traveller and leave again, and names that mean one thread."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec

Purpose = Literal["chat", "mail"]
PartedBy = Literal["unlinked", "changed", "left", "erased"]


class LinkCode(msgspec.Struct, frozen=True):
    """A code, known by its keyed hash alone.

    It opens the account of `traveller`: one of purpose chat was made in `thread` and is typed in another, one of
    purpose mail is typed in `thread` and nowhere else. `tries` counts wrong codes that were typed there meanwhile;
    `used_by` is the thread and the effect that took it.
    """

    hashed: str
    traveller: str
    thread: str
    purpose: Purpose
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: str = ""
    tries: int = 0


class Parted(msgspec.Struct, frozen=True):
    """A chat that left a traveller (or had none: ""), why, when, and the revision of the profile it was told then.

    `cause` is the id of what made it leave: the same cause parts a chat once.
    """

    thread: str
    cause: str
    traveller: str
    at: datetime
    reason: PartedBy
    revision: int

    @property
    def is_clean_cut(self) -> bool:
        """Whether nothing from before is shown in the chat any more: another may write there, or all was forgotten."""
        return self.reason in {"changed", "erased"}


class LinkRecords(Protocol):
    """What ties chats to travellers, inside one transaction."""

    def add_code(self, code: LinkCode) -> None:
        """Store a code; the same again changes nothing."""
        ...

    def code(self, hashed: str, *, lock: bool = False) -> LinkCode | None:
        """A code by its hash; with `lock` nobody else may use it until the transaction ends."""
        ...

    def save_code(self, code: LinkCode) -> None:
        """Store a code that is there."""
        ...

    def retire_codes(self, thread: str, *, at: datetime, purpose: Purpose | None = None) -> None:
        """Let the codes of a thread (of one purpose, or all) be good no longer than until a moment."""
        ...

    def note_miss(self, thread: str, *, at: datetime) -> None:
        """Count a wrong code typed in a thread against those codes that are good there alone."""
        ...

    def forget_codes(self, *, before: datetime) -> None:
        """Forget codes that ended before a moment."""
        ...

    def hold(self, thread: str) -> None:
        """Let nobody else who holds it first tie or untie a thread until the transaction ends."""
        ...

    def link(self, thread: str, traveller: str, *, at: datetime) -> None:
        """Tie a thread that has no traveller to one; raises `ConflictError` when it has one."""
        ...

    def linked(self, traveller: str) -> tuple[tuple[str, datetime], ...]:
        """The threads of a traveller and since when, the one that came first first."""
        ...

    def move(self, gone: str, to: str) -> None:
        """Give everything that ties chats to one traveller to another: threads, former ones, codes."""
        ...

    def part(self, parted: Parted) -> bool:
        """Untie a thread and note it; False, and nothing changes, when the same cause did so before."""
        ...

    def partings(self, thread: str) -> tuple[Parted, ...]:
        """How a thread left travellers, the newest first."""
        ...

    def former(self, traveller: str) -> tuple[Parted, ...]:
        """How threads left a traveller, the newest first."""
        ...

    def traveller_with(self, email: str) -> str:
        """The id of the traveller who was the first to have an e-mail address, in whatever case; "" if none."""
        ...

    def alias(self, name: str) -> str:
        """The thread that another name of its means, "" when nobody said so."""
        ...

    def save_alias(self, name: str, thread: str, *, at: datetime) -> None:
        """From now on another name means a thread."""
        ...
