"""The audit in memory: lines of staff in one chain, and those of money as the fake of money keeps them."""

from typing import Any

from bot.domain.staff.audit import Act, Audited, Wanted
from bot.domain.staff.audit_chain import Check, sealed
from bot.ports.money_records import Audit


class MemoryAuditRecords:
    """The port `AuditRecords`; `lines` may be forged by tests."""

    def __init__(self, money: Any = None) -> None:
        self.lines: list[Audited] = []
        self.checks: list[Check] = []
        self._money = money

    @property
    def acts(self) -> list[Act]:
        """What was done, in order."""
        return [line.act for line in self.lines]

    def append(self, act: Act) -> int:
        """Write a line."""
        previous = self.lines[-1] if self.lines else Audited(0, act)
        self.lines.append(sealed(previous.number + 1, act, previous=previous.digest))
        return self.lines[-1].number

    def newest(self, *, most: int) -> tuple[Audited, ...]:
        """The newest first."""
        return tuple(reversed(self.lines))[:most]

    def after(self, number: int, *, most: int) -> tuple[Audited, ...]:
        """In order."""
        return tuple(line for line in self.lines if line.number > number)[:most]

    def found(self, wanted: Wanted, *, most: int, skip: int = 0) -> tuple[Audited, ...]:
        """Lines that are wanted."""
        mine = [line for line in reversed(self.lines) if _wants(wanted, line)]
        return tuple(mine[skip : skip + most])

    def count(self, wanted: Wanted) -> int:
        """How many."""
        return len(self.found(wanted, most=len(self.lines)))

    def kinds(self) -> tuple[str, ...]:
        """What was ever done."""
        return tuple(sorted({line.act.what for line in self.lines}))

    def keep_check(self, check: Check) -> None:
        """Keep it."""
        self.checks.append(check)

    def last_check(self, *, good: bool = False) -> Check | None:
        """The newest."""
        return next((one for one in reversed(self.checks) if not (good and one.found.broken)), None)

    def money_found(self, wanted: Wanted, *, most: int, skip: int = 0) -> tuple[tuple[int, Audit], ...]:
        """Lines of money."""
        numbered = reversed(list(enumerate(self._money.lines if self._money else (), 1)))
        mine = [(number, line) for number, line in numbered if _wants_money(wanted, number, line)]
        return tuple(mine[skip : skip + most])

    def money_count(self, wanted: Wanted) -> int:
        """How many."""
        return len(self.money_found(wanted, most=10**9))


def _wants(wanted: Wanted, line: Audited) -> bool:
    act = line.act
    pairs = ((wanted.who, act.who), (wanted.what, act.what), (wanted.subject, act.subject))
    return all(asked in ("", known) for asked, known in pairs) and _within(wanted, line.number, act)


def _wants_money(wanted: Wanted, number: int, line: Audit) -> bool:
    pairs = ((wanted.what, line.kind), (wanted.subject, line.subject))
    named = wanted.who in line.cause
    return named and all(asked in ("", known) for asked, known in pairs) and _within(wanted, number, line)


def _within(wanted: Wanted, number: int, line: Act | Audit) -> bool:
    early = wanted.since is not None and line.at < wanted.since
    late = wanted.until is not None and line.at >= wanted.until
    return not early and not late and (not wanted.upto or number <= wanted.upto)
