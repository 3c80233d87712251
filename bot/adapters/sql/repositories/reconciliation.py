"""Reconciliation in PostgreSQL: a day's work as far as it has come, cases, and what of our own is at rest."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.money import attempts, audit, checkouts, orders, payments, steps
from bot.adapters.sql.tables.reconciliation import gateway_events_cursor, reconciliation_cases, reconciliation_runs
from bot.domain.money import Money
from bot.domain.reconciliation import CaseKind, Finding
from bot.ports.reconciliation_records import Case, Run, Standing, Which

OVER = ("paid", "ended", "returned")
"""States of a checkout in which nothing is waited for, unless a payment of it has an open attempt."""
TICKETED = ("ticketed", "cancelling")
"""States of an order that has tickets."""
KEPT = ("returning", "returned")
"""States of a checkout that keeps, by the rules of its fare, what was not given back."""
SETTLING = timedelta(minutes=10)
"""What is younger may still be on its way from one to the other."""


class SqlReconciliationRecords:
    """The port `ReconciliationRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lease_run(self, run: Run, *, until: datetime) -> Run | None:
        """Take a day's work, begun or as far as it has come; None while somebody else has it or when it is done."""
        table = reconciliation_runs
        free = or_(table.c.lease_until.is_(None), table.c.lease_until <= run.started_at)
        kept = upsert(table).values({**_run_row(run), "lease_until": until})
        taken = kept.on_conflict_do_update(
            index_elements=["kind", "day"],
            set_={"lease_until": until},
            where=and_(table.c.ended_at.is_(None), free),
        )
        row = self._connection.execute(taken.returning(table)).one_or_none()
        return _run(row) if row is not None else None

    def keep_run(self, run: Run, *, until: datetime | None = None) -> None:
        """Store how far a day's work has come; with `until` it stays ours, without it anybody may go on."""
        values = {**_run_row(run), "lease_until": until}
        kept = upsert(reconciliation_runs).values(values)
        self._connection.execute(kept.on_conflict_do_update(index_elements=["kind", "day"], set_=values))

    def run(self, kind: str, day: date) -> Run | None:
        """A day's work of a kind."""
        named = (reconciliation_runs.c.kind == kind, reconciliation_runs.c.day == day)
        row = self._connection.execute(select(reconciliation_runs).where(*named)).one_or_none()
        return _run(row) if row is not None else None

    def last_run(self, kind: str) -> Run | None:
        """The newest day's work of a kind that was done."""
        done = (reconciliation_runs.c.kind == kind, reconciliation_runs.c.ended_at.is_not(None))
        newest = select(reconciliation_runs).where(*done).order_by(reconciliation_runs.c.day.desc()).limit(1)
        row = self._connection.execute(newest).one_or_none()
        return _run(row) if row is not None else None

    def open_case(self, finding: Finding, *, day: date, now: datetime, due_at: datetime) -> bool:
        """Open a case; gives whether it is new, or was closed before. One that is open is seen again."""
        table = reconciliation_cases
        fresh = {**_finding_row(finding), "first_day": day, "last_day": day, "opened_at": now, "due_at": due_at}
        again = {"closed_at": None, "opened_at": now, "due_at": due_at, "first_day": day, "last_day": day}
        opened = upsert(table).values({**fresh, "closed_at": None})
        opened = opened.on_conflict_do_update(
            index_elements=["key"], set_={**_finding_row(finding), **again}, where=table.c.closed_at.is_not(None)
        )
        if self._connection.execute(opened.returning(table.c.key)).scalar_one_or_none() is not None:
            return True
        days = {
            "first_day": func.least(table.c.first_day, day),
            "last_day": func.greatest(table.c.last_day, day),
        }
        seen = update(table).where(table.c.key == finding.key).values({**_finding_row(finding), **days})
        self._connection.execute(seen)
        return False

    def close_case(self, key: str, *, now: datetime) -> None:
        """Close a case that stands no longer; safe to repeat."""
        table = reconciliation_cases
        open_ = (table.c.key == key, table.c.closed_at.is_(None))
        self._connection.execute(update(table).where(*open_).values(closed_at=now))

    def cases(
        self, which: Which = "open", *, day: date | None = None, after: str = "", most: int = 100
    ) -> tuple[Case, ...]:
        """Cases in the order of their keys, after one; only those that stood on a day, if one is given."""
        table = reconciliation_cases
        wanted = [table.c.key.collate("C") > after]
        if which == "open":
            wanted.append(table.c.closed_at.is_(None))
        if day is not None:
            wanted += [table.c.first_day <= day, table.c.last_day >= day]
        found = select(table).where(*wanted).order_by(table.c.key.collate("C")).limit(most)
        return tuple(_case(row) for row in self._connection.execute(found))

    def cases_of(self, checkout: str) -> tuple[Case, ...]:
        """The open cases of a checkout, in the order of their keys."""
        table = reconciliation_cases
        found = select(table).where(table.c.closed_at.is_(None), table.c.checkout == checkout)
        return tuple(_case(row) for row in self._connection.execute(found.order_by(table.c.key.collate("C"))))

    def checkout_of_order(self, order: str) -> str:
        """The id of the checkout of an order, "" if none."""
        found = select(orders.c.checkout).where(orders.c.id == order)
        return self._connection.execute(found).scalar_one_or_none() or ""

    def open_counts(self) -> dict[CaseKind, tuple[int, datetime]]:
        """How many cases of each kind are open, and when the first of them is due."""
        table = reconciliation_cases
        found = select(table.c.kind, func.count(), func.min(table.c.due_at)).where(table.c.closed_at.is_(None))
        return {row[0]: (row[1], row[2]) for row in self._connection.execute(found.group_by(table.c.kind))}

    def cursor(self, gateway: str) -> datetime | None:
        """Up to when the events of a gateway have been read."""
        table = gateway_events_cursor
        found: datetime | None = self._connection.execute(
            select(table.c.read_until).where(table.c.gateway == gateway)
        ).scalar_one_or_none()
        return found

    def move_cursor(self, gateway: str, *, to: datetime) -> None:
        """Events were read up to a moment; an earlier one than before changes nothing."""
        table = gateway_events_cursor
        moved = upsert(table).values(gateway=gateway, read_until=to)
        later = {"read_until": func.greatest(table.c.read_until, moved.excluded.read_until)}
        self._connection.execute(moved.on_conflict_do_update(index_elements=["gateway"], set_=later))

    def unheard(self, steps_: tuple[str, ...]) -> tuple[str, ...]:
        """Those of these ids under which no step was ever stored."""
        known = set(self._connection.scalars(select(steps.c.id).where(steps.c.id.in_(steps_))))
        return tuple(step for step in steps_ if step not in known)

    def touched(self, start: datetime, end: datetime, *, after: str, most: int) -> tuple[str, ...]:
        """Ids of checkouts of which an order or a payment moved in a span of time, in order, after one."""
        within = (audit.c.at >= start, audit.c.at < end)
        paid = select(payments.c.checkout.label("id")).join(
            audit, and_(audit.c.kind == "payment", audit.c.subject == payments.c.id)
        )
        ordered = select(orders.c.checkout.label("id")).join(
            audit, and_(audit.c.kind == "order", audit.c.subject == orders.c.id)
        )
        both = paid.where(*within).union(ordered.where(*within)).subquery()
        found = select(both.c.id).where(both.c.id.collate("C") > after).order_by(both.c.id.collate("C")).limit(most)
        return tuple(self._connection.scalars(found))

    def forsaken(self, before: datetime, *, most: int) -> tuple[str, ...]:
        """Ids of checkouts that began before a moment, wait for something, and have no step that would bring it."""
        step = exists().where(steps.c.checkout == checkouts.c.id, ~steps.c.done)
        asks = exists().where(
            payments.c.checkout == checkouts.c.id, attempts.c.payment == payments.c.id, attempts.c.state == "open"
        )
        waits = or_(checkouts.c.state.not_in(OVER), asks)
        found = select(checkouts.c.id).where(checkouts.c.began_at < before, waits, ~step)
        return tuple(self._connection.scalars(found.order_by(checkouts.c.began_at).limit(most)))

    def asked_back(self) -> frozenset[str]:
        """The gateway's references of charges of which a refund is asked for and not decided yet."""
        asked = (attempts.c.operation == "refund", attempts.c.state == literal("open"))
        return frozenset(self._connection.scalars(select(attempts.c.reference).where(*asked)))

    def standing(self, now: datetime) -> Standing:
        """How payments and orders stand."""
        rest = func.sum(payments.c.captured_minor - payments.c.refunded_minor)
        taken = func.sum(payments.c.captured_minor)
        settled = (checkouts.c.began_at < now - SETTLING, checkouts.c.state.not_in(KEPT))
        paid = (
            select(orders.c.state.label("state"), rest.label("rest"), taken.label("taken"))
            .join(checkouts, checkouts.c.id == orders.c.checkout)
            .join(payments, payments.c.checkout == checkouts.c.id)
            .where(*settled)
            .group_by(orders.c.id, orders.c.state)
            .subquery()
        )
        has = paid.c.state.in_(TICKETED)
        counted = select(
            func.count().filter(and_(~has, paid.c.rest > 0)), func.count().filter(and_(has, paid.c.taken <= 0))
        ).select_from(paid)
        row = self._connection.execute(counted).one()
        waiting = (
            select(payments.c.state, func.count(), func.min(attempts.c.opened_at))
            .join(attempts, and_(attempts.c.payment == payments.c.id, attempts.c.state == literal("open")))
            .group_by(payments.c.state)
        )
        rows = self._connection.execute(waiting).all()
        return Standing(row[0], row[1], sum(each[1] for each in rows), {each[0]: each[2] for each in rows})


def _run_row(run: Run) -> dict[str, Any]:
    names = ("kind", "day", "stage", "after", "started_at", "ended_at")
    return {**{name: getattr(run, name) for name in names}, "counts": dict(run.counts), "facts": dict(run.facts)}


def _run(row: Row[Any]) -> Run:
    return Run(**{name: getattr(row, name) for name in Run.__struct_fields__})


def _finding_row(finding: Finding) -> dict[str, Any]:
    return {
        "key": finding.key,
        "kind": finding.kind,
        "subject": finding.subject,
        "checkout": finding.checkout,
        "ours_minor": finding.ours.minor,
        "ours_currency": finding.ours.currency,
        "theirs_minor": finding.theirs.minor,
        "theirs_currency": finding.theirs.currency,
    }


def _case(row: Row[Any]) -> Case:
    ours, theirs = Money(row.ours_minor, row.ours_currency), Money(row.theirs_minor, row.theirs_currency)
    finding = Finding(row.kind, row.subject, ours, theirs, row.checkout)
    return Case(finding, row.first_day, row.last_day, row.opened_at, row.due_at, row.closed_at)
