"""The port of the audit: lines of staff are only ever appended, each sealed with the one before it."""

from typing import Protocol

from bot.domain.staff.audit import Act, Audited, Wanted
from bot.domain.staff.audit_chain import Check
from bot.ports.money_records import Audit

__all__ = ["Act", "AuditRecords", "Audited", "Check", "Wanted"]


class AuditRecords(Protocol):
    """The audit inside one transaction: a line stands when what it tells of was committed, and not otherwise."""

    def append(self, act: Act) -> int:
        """Write a line, sealed with the one before it; gives its number.

        Lines are written one after another, in the order in which they are committed: whoever appends holds the audit
        until their transaction ends. So append last.
        """
        ...

    def newest(self, *, most: int) -> tuple[Audited, ...]:
        """The newest lines, the newest first."""
        ...

    def after(self, number: int, *, most: int) -> tuple[Audited, ...]:
        """The lines after a number in their order, to be checked."""
        ...

    def found(self, wanted: Wanted, *, most: int, skip: int = 0) -> tuple[Audited, ...]:
        """Lines that are wanted, the newest first."""
        ...

    def count(self, wanted: Wanted) -> int:
        """How many lines are wanted."""
        ...

    def kinds(self) -> tuple[str, ...]:
        """What was ever done, by name."""
        ...

    def keep_check(self, check: Check) -> None:
        """Keep what a check of the chain came to, for ever."""
        ...

    def last_check(self, *, good: bool = False) -> Check | None:
        """The newest check; with `good` the newest that found no break."""
        ...

    def money_found(self, wanted: Wanted, *, most: int, skip: int = 0) -> tuple[tuple[int, Audit], ...]:
        """Lines of the audit of money under their numbers, the newest first; `who` is looked for in the cause."""
        ...

    def money_count(self, wanted: Wanted) -> int:
        """How many lines of the audit of money are wanted."""
        ...
