"""The day's reconciliation: what the gateway, the supplier and we say of a day is compared, page by page.

A day is gone through from each side: the movements of our balance, the gateway's payments, our checkouts, the
supplier's sales, and the cases that are open. Each page is committed with its place, so whoever is killed is followed
at the next page; a page that is done twice finds the same and opens nothing twice. What differs is looked up first, as
after a webhook, so that what was only late mends itself; what remains is a case for a person. At the end the books are
proven. Nothing here moves money: a look-up may lead to a command of the checkout, with its own attempt and key.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

import msgspec

from bot.domain import reconciliation as compared
from bot.domain.checkout_case import Step
from bot.domain.errors import IllegalError, InvalidError
from bot.domain.payment.settlement import meaning
from bot.domain.reconciliation import SLA, Finding, Record
from bot.ports.gateway_reports import GatewayReports
from bot.ports.money_records import KeptStep
from bot.ports.reconciliation_records import Run
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import proofs
from bot.services.checkout_steps import run_step

LEASE = timedelta(minutes=5)
"""Longer than a page takes, with a look-up of all that is on it."""
PAGE = 50
MOST_IDS = 100
"""Ids that a gateway is asked about at once."""
PAGES = 20
"""Pages that one ring goes through before others have their turn."""
DAY, PARTIAL = "day", "partial"
"""Kinds of runs: a whole day, or one that is not over yet."""

_APART = frozenset({"fee_unknown", "ledger"})
"""Kinds of cases that looking at the checkout neither opens nor closes."""

Paged = tuple[Run, str]
"""A run with what was counted, and where its stage goes on, "" at the stage's end."""


def reports_of(runtime: Runtime) -> GatewayReports:
    """The gateway's reports, in a worker; raises `IllegalError` in a process that has none."""
    if runtime.reports is None:
        raise IllegalError("Only workers read the gateway's reports.")
    return runtime.reports


def bounds(day: date) -> tuple[datetime, datetime]:
    """When a day (UTC) begins, and when the next one does."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return start, start + timedelta(days=1)


def next_day(work: Work, now: datetime) -> date | None:
    """The first day that is over, by an hour at least, and was not compared yet; None when there is none."""
    newest = (now - timedelta(hours=1)).date() - timedelta(days=1)
    day = _pending(work) or newest
    return day if day <= newest else None


def _pending(work: Work) -> date | None:
    """The day after the last one that was compared, or the first day of the books; None before there are any."""
    last = work.reconciliation.last_run(DAY)
    if last is not None:
        return last.day + timedelta(days=1)
    first = work.ledger.posted(after=0, upto=2**62, most=1)
    return first[0].at.date() if first else None


def order(work: Work, day: date, now: datetime) -> Run:
    """Have a day compared, from its beginning if that was done before; raises `InvalidError` for a day to come."""
    if bounds(day)[0] > now:
        raise InvalidError("That day has not begun yet.")
    fresh = _fresh(work, day, now)
    known = work.reconciliation.run(fresh.kind, day)
    if known is not None and known.ended_at is None:
        return known
    work.reconciliation.keep_run(fresh)
    return fresh


def _fresh(work: Work, day: date, now: datetime) -> Run:
    kind = DAY if bounds(day)[1] <= now else PARTIAL
    facts = proofs.carried(work.reconciliation.last_run(DAY))
    return Run(kind=kind, day=day, stage=next(iter(_STAGES)), started_at=now, facts=facts)


def reconcile(runtime: Runtime, day: date, *, pages: int = PAGES) -> Run | None:
    """Compare a day as far as some pages go; gives how far it is, None while somebody else does it.

    A day that was compared is left alone until it is ordered again. Raises `UnavailableError` when the gateway or a
    store is away, and `SupplierError` when the supplier is: what was done is kept.
    """
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        fresh = _fresh(work, day, now)
        known = work.reconciliation.run(fresh.kind, day)
        if known is not None and known.ended_at is not None:
            return known
        run = work.reconciliation.lease_run(fresh, until=now + LEASE)
    for _ in range(pages):
        if run is None or run.ended_at is not None:
            return run
        run = _advance(runtime, run)
    if run is not None and run.ended_at is None:
        with runtime.records.begin() as work:
            work.reconciliation.keep_run(run)
    return run


def _advance(runtime: Runtime, run: Run) -> Run:
    """One page further; at a stage's end on to the next one."""
    run, after = _STAGES[run.stage](runtime, run)
    names = [*_STAGES, "done"]
    stage = run.stage if after else names[names.index(run.stage) + 1]
    now = runtime.clock.now()
    run = msgspec.structs.replace(run, stage=stage, after=after, ended_at=now if stage == "done" else None)
    with runtime.records.begin() as work:
        work.reconciliation.keep_run(run, until=None if run.ended_at else now + LEASE)
    return run


def counted(run: Run, what: str, more: int) -> Run:
    """The run with more of something counted."""
    return msgspec.structs.replace(run, counts={**run.counts, what: run.counts.get(what, 0) + more})


def open_cases(runtime: Runtime, work: Work, day: date, findings: list[Finding]) -> None:
    """Open a case for each finding, or see it again; a new one is counted, and staff see the counter rise."""
    now = runtime.clock.now()
    for finding in findings:
        due_at = now + SLA[finding.kind]
        if work.reconciliation.open_case(finding, day=day, now=now, due_at=due_at):
            runtime.meter.count("needs_staff", about=finding.kind)


def _movements(runtime: Runtime, run: Run) -> Paged:
    """Write in the books what moved our balance until the run began, from the first day of which that was not done.

    The proof wants all of it.
    """
    named, _, after = run.after.partition(" ")
    if named:
        day = date.fromisoformat(named)
    else:
        with runtime.records.begin() as work:
            day = min(run.day, _pending(work) or run.day)
    page = reports_of(runtime).movements(day, after=after)
    with runtime.records.begin() as work:
        found = list[Finding]()
        for movement in page.items:
            checkout = work.money.checkout_paid_by(movement.payment) if movement.payment else ""
            means = meaning(movement, known=bool(checkout))
            if means.posting is not None:
                work.money.post(means.posting, at=movement.at)
            if not means.explained:
                found.append(compared.unexplained(movement, checkout))
        open_cases(runtime, work, run.day, found)
    following = f"{day} {page.following}" if page.following else ""
    if not following and day < run.started_at.date():
        following = f"{day + timedelta(days=1)} "
    return counted(run, "movements", len(page.items)), following


def _gateway(runtime: Runtime, run: Run) -> Paged:
    page = reports_of(runtime).payments(run.day, after=run.after)
    with runtime.records.begin() as work:
        known = {one: work.money.checkout_paid_by(one.payment) if one.payment else "" for one in page.items}
        strange = [finding for one, checkout in known.items() if not checkout for finding in compared.stranger(one)]
        open_cases(runtime, work, run.day, strange)
    run = examine(runtime, run, tuple(dict.fromkeys(checkout for checkout in known.values() if checkout)))
    return counted(run, "payments", len(page.items)), page.following


def _ours(runtime: Runtime, run: Run) -> Paged:
    with runtime.records.begin() as work:
        found = work.reconciliation.touched(*bounds(run.day), after=run.after, most=PAGE)
    return counted(examine(runtime, run, found), "checkouts", len(found)), found[-1] if len(found) == PAGE else ""


def _sales(runtime: Runtime, run: Run) -> Paged:
    found = runtime.supplier.sales(run.day, after=run.after, most=PAGE)
    with runtime.records.begin() as work:
        known = {sale: work.reconciliation.checkout_of_order(sale.order) for sale in found}
        strange = [finding for sale, checkout in known.items() if not checkout for finding in compared.unsold(sale)]
        open_cases(runtime, work, run.day, strange)
    run = examine(runtime, run, tuple(dict.fromkeys(checkout for checkout in known.values() if checkout)))
    return counted(run, "sales", len(found)), found[-1].locator if len(found) == PAGE else ""


def _cases(runtime: Runtime, run: Run) -> Paged:
    """Look again at every case that is open: what mended itself is closed."""
    with runtime.records.begin() as work:
        found = work.reconciliation.cases(after=run.after, most=PAGE)
    open_ = [case.finding for case in found]
    run = examine(runtime, run, tuple(dict.fromkeys(one.checkout for one in open_ if one.checkout)))
    _close_strangers(runtime, [one for one in open_ if not one.checkout])
    return counted(run, "cases", len(found)), found[-1].finding.key if len(found) == PAGE else ""


def _close_strangers(runtime: Runtime, findings: list[Finding]) -> None:
    """Close cases about nobody of ours that stand no longer: the others say so themselves."""
    payments = tuple(one.subject for one in findings if one.kind == "missing_local")
    orders = tuple(one.subject for one in findings if one.kind == "ticket_without_money")
    stands = {one.key for record in _records(runtime, list(payments)) for one in compared.stranger(record)}
    stands |= {one.key for sale in runtime.supplier.sales_of(orders) for one in compared.unsold(sale)}
    with runtime.records.begin() as work:
        for one in findings:
            if one.kind in {"missing_local", "ticket_without_money"} and one.key not in stands:
                work.reconciliation.close_case(one.key, now=runtime.clock.now())


def _proof(runtime: Runtime, run: Run) -> Paged:
    run, found = proofs.prove_page(runtime, reports_of(runtime), run)
    if found is None:
        return run, "more"
    with runtime.records.begin() as work:
        open_cases(runtime, work, run.day, found)
        proofs.close_others(work, found, now=runtime.clock.now())
    return run, ""


def examine(runtime: Runtime, run: Run, checkouts: tuple[str, ...]) -> Run:
    """Compare checkouts with what the others say of them; what differs is looked up, and compared once more."""
    judged = _compared(runtime, checkouts)
    suspects = tuple(checkout for checkout, findings in judged.items() if findings)
    for checkout in suspects:
        _look_up(runtime, checkout)
        del judged[checkout]
    judged |= _compared(runtime, suspects)
    with runtime.records.begin() as work:
        for checkout, findings in judged.items():
            open_cases(runtime, work, run.day, findings)
            stands = {finding.key for finding in findings}
            for case in work.reconciliation.cases_of(checkout):
                if case.finding.key not in stands and case.finding.kind not in _APART:
                    work.reconciliation.close_case(case.finding.key, now=runtime.clock.now())
    return counted(counted(run, "compared", len(checkouts)), "looked_up", len(suspects))


def _compared(runtime: Runtime, checkouts: tuple[str, ...]) -> dict[str, list[Finding]]:
    """What differs, by the id of each of the checkouts that is at rest."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        loaded = [work.money.checkout(checkout) for checkout in checkouts]
    still = [one for one in filter(None, loaded) if compared.quiet(one, now)]
    if not still:
        return {}
    records = _records(runtime, [payment.id for one in still for payment in one.payments])
    sales = {sale.order: sale for sale in runtime.supplier.sales_of(tuple(one.order.id for one in still))}
    return {one.id: compared.compare(one, records, sales.get(one.order.id)) for one in still}


def _records(runtime: Runtime, payments: list[str]) -> tuple[Record, ...]:
    """What the gateway has under these ids, asked for a hundred at a time."""
    found: tuple[Record, ...] = ()
    for start in range(0, len(payments), MOST_IDS):
        found += reports_of(runtime).records(tuple(payments[start : start + MOST_IDS]))
    return found


def _look_up(runtime: Runtime, checkout: str) -> None:
    """Look every payment up as after a webhook, and go on with what follows from it."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        found = work.money.checkout(checkout)
        payments = found.payments if found is not None else ()
        steps = [KeptStep(runtime.ids.new("step"), checkout, Step("look", now, payment.id)) for payment in payments]
        for step in steps:
            work.money.add_step(step)
    for step in steps:
        run_step(runtime, step.id)


_STAGES: Mapping[str, Callable[[Runtime, Run], Paged]] = {
    "movements": _movements,
    "gateway": _gateway,
    "ours": _ours,
    "sales": _sales,
    "cases": _cases,
    "proof": _proof,
}
"""The stages of a day in their order, each a page at a time."""
