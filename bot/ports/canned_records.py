"""The port of replies that are ready to be sent."""

from typing import Protocol

from bot.domain.staff.canned import Canned


class CannedRecords(Protocol):
    """Ready replies inside one transaction."""

    def every(self) -> tuple[Canned, ...]:
        """All of them, by shortcut."""
        ...

    def one(self, canned: str) -> Canned | None:
        """One by its id."""
        ...

    def keep(self, canned: Canned) -> None:
        """Write one as it is now; raises `ConflictError` when its team has another one of that shortcut."""
        ...

    def drop(self, canned: str) -> None:
        """Forget one."""
        ...
