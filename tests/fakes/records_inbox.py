"""The desk's inbox in memory: the same lists and counts, by looking at every thread."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec

from bot.domain.conversation.desk_events import again_of
from bot.ports.desk_records import DeskThread
from bot.ports.inbox_records import Asked, Counts, Place, Projected, SavedFilter
from bot.services.desk_lists import key_of, shows

_SHARED = ("unassigned", "all", "bot", "stuck", "failed", "snoozed", "done")
_FAILS = ("failed", "undelivered")
_KEPT = (
    "version",
    "owner",
    "agent_name",
    "opened_at",
    "heard_at",
    "unanswered_since",
    "answered_at",
    "done_at",
    "snoozed_until",
    "stuck_since",
    "stuck_by",
    "last_at",
    "last_author",
    "last_text",
)


class MemoryFilters:
    """Filters by their ids."""

    def __init__(self) -> None:
        self.known: dict[str, SavedFilter] = {}


class MemoryInboxRecords:
    """The port `InboxRecords` over the desk's threads and a transcript."""

    def __init__(self, desk: Any, talk: Any, kept: MemoryFilters) -> None:
        self._desk, self._talk, self._kept = desk, talk, kept

    def locked(self, threads: tuple[str, ...]) -> Mapping[str, DeskThread]:
        """What is known; one transaction at a time."""
        return {name: self._desk.threads[name] for name in threads if name in self._desk.threads}

    def save(self, projected: tuple[Projected, ...]) -> None:
        """Write what turns left."""
        for one in projected:
            thread = one.state.thread
            talk = self._talk.conversation(thread)
            lines = reversed(self._talk.lines(thread, most=10_000))
            row = next((line.row for line in lines if line.message == one.item), one.state.last_row)
            fields = {name: getattr(one.state, name) for name in _KEPT} | {"last_row": row}
            for name in ("agent", "reason", "language"):
                fields[name] = getattr(talk, name) if talk else ""
            self._desk.change(thread, **fields, waiting_since=talk.waiting_since if talk else 0)

    def count_failed(self, failing: tuple[str, ...], moved: tuple[str, ...]) -> None:
        """Count anew."""
        for thread in {*failing, *(name for name in moved if self._desk.thread(name).failed)}:
            if thread not in self._desk.threads:
                continue
            lines = self._talk.lines(thread, most=10_000)
            theirs = [line for line in lines if line.author not in ("bot", "traveller")]
            settled = max((line.row for line in theirs if line.fate not in _FAILS), default=0)
            failed = sum(
                line.fate in _FAILS and line.row > settled and not self._talk.has_event(thread, again_of(line.row))
                for line in lines
            )
            self._desk.change(thread, failed=failed)

    def threads(self, threads: tuple[str, ...]) -> tuple[DeskThread, ...]:
        """What is known of some."""
        return tuple(self._desk.threads[name] for name in threads if name in self._desk.threads)

    def listed(
        self, asked: Asked, *, me: str, now: int, after: Place | None = None, most: int = 50
    ) -> tuple[DeskThread, ...]:
        """A page."""
        sort, sign = asked.sort_of, -1 if asked.sort_of == "newest" else 1
        shown = [row for row in self._all() if shows(asked, row, me=me, now=now)]
        found = [(key_of(row, sort), sign * row.number, row) for row in shown]
        ordered = sorted(found, key=lambda one: one[:2])
        last = (after.key, sign * after.number) if after else (-1, 0)
        return tuple(row for key, number, row in ordered if not after or (key, number) > last)[:most]

    def counts(self, *, now: int, me: str = "", lists: tuple[Asked, ...] = ()) -> Counts:
        """Count by looking."""
        views = {view: self._count(Asked(view=view), "", now) for view in _SHARED}  # type: ignore[arg-type]
        here = [row for row in self._all() if row.owner != "bot" and not row.done_at and row.snoozed_until <= now]
        mine = Counter(row.agent if row.owner == "human" else row.offered_to for row in here)
        del mine[""]
        return Counts(views, dict(mine), tuple(self._count(one, me, now) for one in lists))

    def _count(self, asked: Asked, me: str, now: int) -> int:
        return sum(shows(asked, row, me=me, now=now) for row in self._all())

    def _all(self) -> list[DeskThread]:
        return list(self._desk.threads.values())

    def labels(self) -> tuple[str, ...]:
        """Labels in use."""
        return tuple(sorted({label for row in self._all() for label in row.labels}))[:100]

    def filters(self, person: str) -> tuple[SavedFilter, ...]:
        """Theirs and the shared ones."""
        mine = [one for one in self._kept.known.values() if one.shared or one.person == person]
        return tuple(sorted(mine, key=lambda one: (one.name, one.id)))

    def keep_filter(self, kept: SavedFilter) -> None:
        """Write it."""
        self._kept.known[kept.id] = msgspec.structs.replace(kept)

    def drop_filter(self, name: str) -> None:
        """Forget it."""
        self._kept.known.pop(name, None)
