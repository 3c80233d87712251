"""The port of approvals: what waits for a second person, and what became of it."""

from datetime import datetime
from typing import Protocol

from bot.domain.staff.approval import Approval


class ApprovalRecords(Protocol):
    """Approvals inside one transaction."""

    def add(self, approval: Approval) -> None:
        """Store a new one; the same id again changes nothing."""
        ...

    def approval(self, approval: str, *, lock: bool = False) -> Approval | None:
        """One by its id; with `lock` nobody else decides it before this transaction ends."""
        ...

    def decide(self, approval: Approval) -> None:
        """Store what became of one that waits; raises `ConflictError` when it was decided before."""
        ...

    def waiting(self) -> tuple[Approval, ...]:
        """All that wait, the oldest first."""
        ...

    def count_waiting(self) -> int:
        """How many wait."""
        ...

    def decided(self, *, most: int, skip: int = 0) -> tuple[Approval, ...]:
        """Those that do not wait any more, decided last first."""
        ...

    def asked_before(self, moment: datetime) -> tuple[str, ...]:
        """Ids of those that wait and were asked before a moment (UTC)."""
        ...
