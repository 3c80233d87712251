"""The port of the journal: readers in groups, shards with owners, marks before sending, and effects due."""

from typing import Literal, Protocol

import msgspec

from bot.domain.conversation.entry import Entry, FateEntry
from bot.ports.conversations import Due


class Noted(msgspec.Struct, frozen=True):
    """An entry with its position in its shard."""

    shard: str
    position: str
    entry: Entry


class ShardLease(msgspec.Struct, frozen=True):
    """That one process owns one shard until the lease ends; `fence` rises with each new owner."""

    shard: str
    owner: str
    fence: int


class Leased(msgspec.Struct, frozen=True):
    """An effect leased to a performer: `fence` counts its leases, so whoever leases it later has a higher one."""

    due: Due
    fence: int


class Mark(msgspec.Struct, frozen=True):
    """The wish to send messages that were said under an owner epoch; None when any will do (words of an agent)."""

    lease: ShardLease
    thread: str
    messages: tuple[str, ...]
    epoch: int | None


Marked = Literal["marked", "thread_changed_hands", "shard_changed_hands"]


class Done(msgspec.Struct, frozen=True):
    """What a reader is done with in one shard: fates to append, marks to change, positions to acknowledge.

    `ended` are messages that must not be sent again although their turn is not over; `unmark` are those that were not
    sent and may be, and those whose turn is over.
    """

    shard: str
    fates: tuple[FateEntry, ...] = ()
    ended: tuple[str, ...] = ()
    unmark: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()


class Journal(Protocol):
    """Every event in and every word out, in order; and the set of effects due.

    All of it raises `UnavailableError` while the store is away.
    """

    def read(self, group: str, shards: tuple[str, ...], *, most: int, wait_ms: int) -> tuple[Noted, ...]:
        """Entries not yet read by the group, in order within each shard; waits up to `wait_ms` for the first."""
        ...

    def reread(self, group: str, shard: str, *, after: str, most: int) -> tuple[Noted, ...]:
        """Entries after a position ("" the first) that the group read but never acknowledged, oldest first."""
        ...

    def finish(self, group: str, done: tuple[Done, ...]) -> None:
        """Take note of what a reader is done with; of one shard everything at once or nothing."""
        ...

    def note(self, entries: tuple[FateEntry, ...]) -> None:
        """Append what platforms told of messages; a message that is marked as being sent is then known to be out."""
        ...

    def trim(self, *, before_ms: int) -> int:
        """Drop entries that every group has acknowledged and that are older than the time given; gives how many."""
        ...

    def gather(self, group: str, *, owner: str, ttl_ms: int) -> int:
        """Say that a process of the group is here; gives how many are, oneself among them."""
        ...

    def leave(self, group: str, *, owner: str) -> None:
        """Say that a process of the group is going."""
        ...

    def lease_shard(self, group: str, shard: str, *, owner: str, ttl_ms: int) -> ShardLease | None:
        """Take or renew a shard for the group; None while somebody else owns it."""
        ...

    def release_shard(self, group: str, lease: ShardLease) -> None:
        """Give a shard back, if it is still ours."""
        ...

    def mark_sending(self, marks: tuple[Mark, ...]) -> tuple[Marked, ...]:
        """Mark messages as being sent, where the owner epoch of their thread and the shard's fence are still these.

        Anything but "marked" means that they must not be sent. What was marked stays so until it is finished.
        """
        ...

    def marks(self, shard: str, messages: tuple[str, ...]) -> tuple[str, ...]:
        """For each message "sending" while nobody said how it ended, "ended" when somebody did, "" if not marked."""
        ...

    def lease_effect(self, thread: str, effect: str, *, now_ms: int, lease_ms: int) -> Leased | None:
        """One effect by its id, if it is due now and not leased by another."""
        ...

    def late_effects(self, shard: str, *, before_ms: int, most: int) -> tuple[tuple[str, str], ...]:
        """(thread, effect id) of effects that are due since before a time: the sweep rings them."""
        ...
