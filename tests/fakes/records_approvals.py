"""Approvals in memory."""

from datetime import datetime

from bot.domain.errors import ConflictError
from bot.domain.staff.approval import Approval


class MemoryApprovalRecords:
    """The port `ApprovalRecords`."""

    def __init__(self) -> None:
        self.kept: dict[str, Approval] = {}

    def add(self, approval: Approval) -> None:
        """Store a new one."""
        self.kept.setdefault(approval.id, approval)

    def approval(self, approval: str, *, lock: bool = False) -> Approval | None:  # noqa: ARG002  one at a time
        """One by its id."""
        return self.kept.get(approval)

    def decide(self, approval: Approval) -> None:
        """Store what became of it."""
        if self.kept[approval.id].state != "asked":
            raise ConflictError("Somebody has decided this before.", retryable=False)
        self.kept[approval.id] = approval

    def waiting(self) -> tuple[Approval, ...]:
        """The oldest first."""
        found = [one for one in self.kept.values() if one.state == "asked"]
        return tuple(sorted(found, key=lambda one: (one.asked_at, one.id)))

    def count_waiting(self) -> int:
        """How many wait."""
        return len(self.waiting())

    def decided(self, *, most: int, skip: int = 0) -> tuple[Approval, ...]:
        """Decided last first."""
        found = sorted((one for one in self.kept.values() if one.state != "asked"), key=lambda one: one.id)
        found.sort(key=lambda one: one.decided_at or one.asked_at, reverse=True)
        return tuple(found[skip : skip + most])

    def asked_before(self, moment: datetime) -> tuple[str, ...]:
        """Those that wait for long."""
        return tuple(one.id for one in self.waiting() if one.asked_at < moment)
