"""The port of drafts: what agents were writing when they stopped, kept for them and told to nobody else."""

from typing import Protocol

import msgspec


class Draft(msgspec.Struct, frozen=True):
    """What somebody was writing in a thread, and the row of the transcript that it answers, 0 for none.

    `name` is who writes, for colleagues who see that there is a draft; `at` is milliseconds UTC.
    """

    thread: str
    person: str
    name: str
    text: str
    about: int = 0
    at: int = 0


class DraftRecords(Protocol):
    """Drafts inside one transaction: at most one of a person in a thread."""

    def draft(self, thread: str, person: str) -> Draft | None:
        """What somebody was writing there."""
        ...

    def of_thread(self, thread: str) -> tuple[Draft, ...]:
        """Everybody's, by their names."""
        ...

    def keep(self, draft: Draft) -> bool:
        """Write a draft in place of the earlier one; whether there was none."""
        ...

    def drop(self, thread: str, person: str) -> bool:
        """Forget somebody's draft; whether there was one."""
        ...

    def forget(self, thread: str) -> None:
        """Forget all drafts of a thread, because its traveller is forgotten."""
        ...
