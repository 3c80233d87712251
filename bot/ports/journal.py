"""The port of the journal: readers in groups, shards with owners, marks before sending, and effects due."""

from typing import Protocol

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
    """An effect leased to a performer: whoever leases it later has a higher `fence`."""

    due: Due
    fence: int


class Journal(Protocol):
    """Every event in and every word out, in order; and the set of effects due."""

    def read(self, group: str, shards: tuple[str, ...], *, consumer: str, most: int, wait_ms: int) -> tuple[Noted, ...]:
        """Entries not yet read by the group, in order within each shard; waits up to `wait_ms` for the first."""
        ...

    def reread(self, group: str, shard: str, *, consumer: str, most: int) -> tuple[Noted, ...]:
        """Entries that the group read but never acknowledged, oldest first, taken over from whoever had them."""
        ...

    def acknowledge(self, group: str, shard: str, positions: tuple[str, ...]) -> None:
        """The group is done with these entries."""
        ...

    def note(self, entries: tuple[FateEntry, ...]) -> None:
        """Append what became of messages."""
        ...

    def trim(self, *, before_ms: int) -> None:
        """Drop entries that every group has acknowledged and that are older than the time given."""
        ...

    def lease_shard(self, group: str, shard: str, *, owner: str, ttl_ms: int) -> ShardLease | None:
        """Take or renew a shard for the group; None while somebody else owns it."""
        ...

    def release_shard(self, group: str, lease: ShardLease) -> None:
        """Give a shard back, if it is still ours."""
        ...

    def mark_sending(self, lease: ShardLease, thread: str, message: str, *, epoch: int) -> bool:
        """Mark a message as being sent, if the owner epoch of its thread and the shard's fence are still these.

        False means that it must not be sent: somebody took the thread over, or the shard has another owner.
        A message that was marked by an earlier owner stays marked; see `is_marked`.
        """
        ...

    def is_marked(self, shard: str, message: str) -> bool:
        """Whether somebody marked the message as being sent and did not say how it ended."""
        ...

    def unmark(self, shard: str, message: str) -> None:
        """Forget a mark: the outcome is noted, or the send is known not to have happened."""
        ...

    def lease_effects(self, shard: str, *, now_ms: int, lease_ms: int, most: int) -> tuple[Leased, ...]:
        """Effects whose time has come, leased by moving their time forward."""
        ...

    def lease_effect(self, thread: str, effect: str, *, now_ms: int, lease_ms: int) -> Leased | None:
        """One effect by its id, if it is due now and not leased by another."""
        ...

    def late_effects(self, shard: str, *, before_ms: int, most: int) -> tuple[tuple[str, str], ...]:
        """(thread, effect id) of effects that are due since before a time: the sweep rings them."""
        ...
