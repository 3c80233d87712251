"""Reconciliation in memory: a day's work, cases, and what of our own is at rest, over the money part."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.reconciliation import CaseKind, Finding
from bot.ports.reconciliation_records import Case, Run, Standing, Which

_OVER = {"paid", "ended", "returned"}


class MemoryCompared:
    """Runs, cases and cursors; plain containers, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.runs: dict[tuple[str, date], Run] = {}
        self.leases: dict[tuple[str, date], datetime] = {}
        self.cases: dict[str, Case] = {}
        self.cursors: dict[str, datetime] = {}


class MemoryReconciliationRecords:
    """The port `ReconciliationRecords`."""

    def __init__(self, money: Any, compared: MemoryCompared) -> None:
        self._money, self._compared = money, compared

    def lease_run(self, run: Run, *, until: datetime) -> Run | None:
        """Take a day's work."""
        key = (run.kind, run.day)
        known = self._compared.runs.get(key, run)
        if known.ended_at is not None or self._compared.leases.get(key, run.started_at) > run.started_at:
            return None
        self._compared.runs[key], self._compared.leases[key] = known, until
        return known

    def keep_run(self, run: Run, *, until: datetime | None = None) -> None:
        """Store how far a day's work has come."""
        self._compared.runs[run.kind, run.day] = run
        if until is None:
            self._compared.leases.pop((run.kind, run.day), None)
        else:
            self._compared.leases[run.kind, run.day] = until

    def run(self, kind: str, day: date) -> Run | None:
        """A day's work of a kind."""
        return self._compared.runs.get((kind, day))

    def last_run(self, kind: str) -> Run | None:
        """The newest day's work of a kind that was done."""
        done = [run for run in self._compared.runs.values() if run.kind == kind and run.ended_at is not None]
        return max(done, key=lambda run: run.day, default=None)

    def open_case(self, finding: Finding, *, day: date, now: datetime, due_at: datetime) -> bool:
        """Open a case, or see it again."""
        known = self._compared.cases.get(finding.key)
        if known is None or known.closed_at is not None:
            self._compared.cases[finding.key] = Case(finding, day, day, now, due_at)
            return True
        first, last = min(known.first_day, day), max(known.last_day, day)
        seen = msgspec.structs.replace(known, finding=finding, first_day=first, last_day=last)
        self._compared.cases[finding.key] = seen
        return False

    def close_case(self, key: str, *, now: datetime) -> None:
        """Close a case that stands no longer."""
        known = self._compared.cases.get(key)
        if known is not None and known.closed_at is None:
            self._compared.cases[key] = msgspec.structs.replace(known, closed_at=now)

    def cases(
        self, which: Which = "open", *, day: date | None = None, after: str = "", most: int = 100
    ) -> tuple[Case, ...]:
        """Cases in the order of their keys."""
        found = [
            case
            for key, case in sorted(self._compared.cases.items())
            if key > after
            and (which == "all" or case.closed_at is None)
            and (day is None or case.first_day <= day <= case.last_day)
        ]
        return tuple(found[:most])

    def cases_of(self, checkout: str) -> tuple[Case, ...]:
        """The open cases of a checkout."""
        return tuple(case for case in self.cases(most=10**9) if case.finding.checkout == checkout)

    def checkout_of_order(self, order: str) -> str:
        """The id of the checkout of an order."""
        return next((one.id for one in self._money.checkouts.values() if one.order.id == order), "")

    def open_counts(self) -> dict[CaseKind, tuple[int, datetime]]:
        """How many cases of each kind are open, and when the first of them is due."""
        due: dict[CaseKind, list[datetime]] = {}
        for case in self._compared.cases.values():
            if case.closed_at is None:
                due.setdefault(case.finding.kind, []).append(case.due_at)
        return {kind: (len(times), min(times)) for kind, times in due.items()}

    def cursor(self, gateway: str) -> datetime | None:
        """Up to when the events of a gateway have been read."""
        return self._compared.cursors.get(gateway)

    def move_cursor(self, gateway: str, *, to: datetime) -> None:
        """Events were read up to a moment."""
        self._compared.cursors[gateway] = max(to, self._compared.cursors.get(gateway, to))

    def unheard(self, steps: tuple[str, ...]) -> tuple[str, ...]:
        """Those of these ids under which no step was ever stored."""
        return tuple(step for step in steps if step not in self._money.steps)

    def touched(self, start: datetime, end: datetime, *, after: str, most: int) -> tuple[str, ...]:
        """Ids of checkouts of which an order or a payment moved in a span of time."""
        moved = {(line.kind, line.subject) for line in self._money.lines if start <= line.at < end}
        found = [
            one.id
            for one in self._money.checkouts.values()
            if one.id > after
            and (("order", one.order.id) in moved or any(("payment", p.id) in moved for p in one.payments))
        ]
        return tuple(sorted(found)[:most])

    def forsaken(self, before: datetime, *, most: int) -> tuple[str, ...]:
        """Ids of checkouts that wait for something without a step that would bring it."""
        busy = {step.checkout for step in self._money.steps.values() if step.id not in self._money.done}
        found = [
            (one.began_at, one.id)
            for one in self._money.checkouts.values()
            if one.began_at < before
            and one.id not in busy
            and (one.state not in _OVER or any(payment.open_attempt is not None for payment in one.payments))
        ]
        return tuple(checkout for _, checkout in sorted(found)[:most])

    def asked_back(self) -> frozenset[str]:
        """The gateway's references of charges of which a refund is asked for."""
        asked = (payment.open_attempt for one in self._money.checkouts.values() for payment in one.payments)
        return frozenset(one.reference for one in asked if one is not None and one.operation == "refund")

    def standing(self, now: datetime) -> Standing:
        """How payments and orders stand."""
        settled = [
            (one.order.state in {"ticketed", "cancelling"}, _rest(one), sum(p.captured for p in one.payments))
            for one in self._money.checkouts.values()
            if one.began_at < now - timedelta(minutes=10) and one.state not in {"returning", "returned"}
        ]
        waiting = [
            (payment.state, payment.open_attempt.opened_at)
            for one in self._money.checkouts.values()
            for payment in one.payments
            if payment.open_attempt is not None
        ]
        oldest: dict[str, datetime] = {}
        for state, at in waiting:
            oldest[state] = min(at, oldest.get(state, at))
        return Standing(
            sum(not has and rest > 0 for has, rest, _ in settled),
            sum(has and taken <= 0 for has, _, taken in settled),
            len(waiting),
            oldest,
        )


def _rest(checkout: Checkout) -> int:
    return sum(payment.captured - payment.refunded for payment in checkout.payments)
