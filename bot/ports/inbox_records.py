"""The port of the desk's inbox: lists of threads, their counts, saved filters, and what is kept of threads."""

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

from bot.ports.desk_records import DeskThread

View = Literal["mine", "unassigned", "all", "bot", "stuck", "failed", "snoozed", "done"]
"""Which threads a list shows: see `bot.services.desk_lists.shows`."""

Sort = Literal["waiting", "service", "newest"]
"""By what a list is sorted: who waits longest, what is due first, or what is newest comes first."""

UNSORTED: frozenset[View] = frozenset({"bot", "done"})
"""Views in which nobody waits: they are sorted by what is newest."""


class Asked(msgspec.Struct, frozen=True):
    """What a list is asked for; "" is everything. `sort` is as it was asked for: see `sort_of`."""

    view: View = "all"
    team: str = ""
    label: str = ""
    channel: str = ""
    language: str = ""
    sort: Sort = "waiting"

    @property
    def sort_of(self) -> Sort:
        """By what the list is sorted in truth."""
        return "newest" if self.view in UNSORTED else self.sort


class Place(msgspec.Struct, frozen=True):
    """Where a page of a list ended: the key of its last thread in the list's order, and its number."""

    key: int
    number: int


class Counts(msgspec.Struct, frozen=True):
    """How many threads each view has: `mine` by the agent; `lists` those that were asked for, in their order."""

    views: Mapping[str, int] = {}
    mine: Mapping[str, int] = {}
    lists: tuple[int, ...] = ()


class Projected(msgspec.Struct, frozen=True):
    """What is known of a thread after some turns; `item` is the id of its newest line, "" when nothing was said."""

    state: DeskThread
    item: str = ""


class SavedFilter(msgspec.Struct, frozen=True):
    """A list under a name: `address` is JSON of what its address asks for, `shared` shows it to everybody."""

    id: str
    person: str
    name: str
    address: str
    shared: bool = False


class InboxRecords(Protocol):
    """The inbox inside one transaction. `now` is milliseconds UTC, `me` the id of the agent who asks."""

    def locked(self, threads: tuple[str, ...]) -> Mapping[str, DeskThread]:
        """What is known of threads, of which nobody else changes anything before this transaction ends."""
        ...

    def save(self, projected: tuple[Projected, ...]) -> None:
        """Write what turns left; who has a thread and why is taken from its archived conversation."""
        ...

    def count_failed(self, failing: tuple[str, ...], moved: tuple[str, ...]) -> None:
        """Count anew the messages that were not delivered since a person last got one through.

        `moved` are looked at only where some had failed before.
        """
        ...

    def threads(self, threads: tuple[str, ...]) -> tuple[DeskThread, ...]:
        """What is known of some threads."""
        ...

    def listed(
        self, asked: Asked, *, me: str, now: int, after: Place | None = None, most: int = 50
    ) -> tuple[DeskThread, ...]:
        """A page of a list, in its order, from the first thread after a place."""
        ...

    def counts(self, *, now: int, me: str = "", lists: tuple[Asked, ...] = ()) -> Counts:
        """How many threads every view has, and each of some lists of an agent, all at one moment."""
        ...

    def labels(self) -> tuple[str, ...]:
        """Labels that threads have now, at most a hundred, in order."""
        ...

    def filters(self, person: str) -> tuple[SavedFilter, ...]:
        """The filters of a person and those that are shared, by name."""
        ...

    def keep_filter(self, kept: SavedFilter) -> None:
        """Write a filter as it is now."""
        ...

    def drop_filter(self, name: str) -> None:
        """Forget a filter by its id."""
        ...
