"""Drafts of agents in memory."""

from bot.ports.draft_records import Draft


class MemoryDraftRecords:
    """The port `DraftRecords`."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Draft] = {}

    def draft(self, thread: str, person: str) -> Draft | None:
        """What somebody was writing."""
        return self.known.get((thread, person))

    def of_thread(self, thread: str) -> tuple[Draft, ...]:
        """By their names."""
        mine = (one for one in self.known.values() if one.thread == thread)
        return tuple(sorted(mine, key=lambda one: (one.name, one.person)))

    def keep(self, draft: Draft) -> bool:
        """Write it."""
        new = (draft.thread, draft.person) not in self.known
        self.known[draft.thread, draft.person] = draft
        return new

    def drop(self, thread: str, person: str) -> bool:
        """Forget one."""
        return self.known.pop((thread, person), None) is not None

    def forget(self, thread: str) -> None:
        """Forget those of a thread."""
        self.known = {key: one for key, one in self.known.items() if one.thread != thread}
