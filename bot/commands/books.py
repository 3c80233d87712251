"""`threadfare books`: reconciliation, proof, cases and the accounting export, for those who keep the books."""

import pkgutil
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import click
from rich.table import Table

from bot.adapters.clock import SystemClock
from bot.commands import staff
from bot.config import Settings
from bot.domain.errors import InvalidError
from bot.domain.money import Money, decimal_string
from bot.domain.payment import accounting as lines
from bot.ports.jobs import Jobs
from bot.ports.reconciliation_records import Case, Run
from bot.ports.records import Records
from bot.services import accounting, case_list, reconciliation
from bot.services.books import NIGHT

_DAY = click.DateTime(["%Y-%m-%d"])
_SHOWN = 5
"""Ids that a row of the report names."""
_LOOKS, _LOOK_SECONDS = 25, 0.2
"""Looks whether a day is done, and seconds between them, before a worker is rung again."""


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def books(context: click.Context, data: Path | None) -> None:
    """Keep the books, for a demo that runs or the stores that the environment names. Days are UTC."""
    context.obj = data


@books.command()
@click.option("--day", type=_DAY, help="Which day; yesterday when not given. Today is compared as far as it has come.")
@click.option("--wait", type=click.IntRange(1, 86400), default=600, show_default=True, help="Seconds to wait for it.")
def reconcile(day: datetime | None, wait: int) -> None:
    """Have a worker compare a day with the gateway and the supplier now, again if it was, and print what differs.

    Exits with 1 while a case of that day is open.
    """
    wanted, settings = _day(day), staff.settings()
    records = staff.records(settings)
    run = _compared(records, _jobs(settings), wanted, until=time.monotonic() + wait)
    told = ", ".join(f"{number} {what.replace('_', ' ')}" for what, number in sorted(run.counts.items()))
    click.echo(f"{wanted}: {told}")
    _show(records, wanted)


def _compared(records: Records, jobs: Jobs, day: date, *, until: float) -> Run:
    """Order a day and wait for the worker that does it; raises `InvalidError` when none has done it in time."""
    with records.begin() as work:
        run = reconciliation.order(work, day, SystemClock().now())
    while True:
        jobs.ring(f"{NIGHT}|{day}")
        for _ in range(_LOOKS):
            with records.begin() as work:
                found = work.reconciliation.run(run.kind, day)
            if found is not None and found.ended_at is not None:
                return found
            if time.monotonic() > until:
                raise InvalidError("No worker has finished this day yet: `threadfare books report` shows it later.")
            time.sleep(_LOOK_SECONDS)


@books.command()
@click.option("--day", type=_DAY, help="Which day; yesterday when not given.")
def report(day: datetime | None) -> None:
    """Print what differed on a day: each kind with its number, amounts by currency and ids."""
    _show(staff.records(staff.settings()), _day(day))


@books.command()
def prove() -> None:
    """Prove the books from the beginning, apart from every earlier proof; exits with 1 when they do not prove."""
    proof, wrong = case_list.prove_anew(staff.records(staff.settings()))
    click.echo(f"{proof.place} is the last document; the hash up to there is {proof.digest or '-'}")
    for name, minor in sorted(proof.balances.items()):
        account, _, currency = name.partition(" ")
        click.echo(f"{account:20} {decimal_string(Money(minor, currency)):>16} {currency}")
    for line in wrong:
        click.echo(line, err=True)
    if wrong:
        click.get_current_context().exit(1)
    click.echo("Every transaction sums to nought, and all add up.")


@books.command()
@click.option("--all", "every", is_flag=True, help="Those that are closed, too.")
def cases(*, every: bool) -> None:
    """List the cases that are open, with the time by which each should be closed."""
    now = SystemClock().now()
    found = case_list.every_case(staff.records(staff.settings()), which="all" if every else "open")
    for case in found:
        late = "  LATE" if case.closed_at is None and case.due_at < now else ""
        state = f"closed {case.closed_at:%Y-%m-%d %H:%M}" if case.closed_at else f"due {case.due_at:%Y-%m-%d %H:%M}"
        ours, theirs = (_amount(money) for money in (case.finding.ours, case.finding.theirs))
        about = f"  {case.finding.checkout}" if case.finding.checkout else ""
        click.echo(f"{case.finding.key}  ours {ours}, theirs {theirs}  {state} UTC{late}{about}")
    if not found:
        click.echo("No case is open.")


@books.command()
@click.argument("case")
@click.option("--because", required=True, help="Why, in a few words; it goes into the audit.")
def close(case: str, because: str) -> None:
    """Close CASE (as `cases` names it) by hand; if it still stands, the next night opens it again."""
    case_list.close(staff.records(staff.settings()), case, because=because, now=SystemClock().now())
    click.echo(f"{case} is closed.")


@books.command()
@click.option("--from", "first", type=_DAY, required=True, help="The first day.")
@click.option("--to", "last", type=_DAY, required=True, help="The last day.")
@click.option("--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True)
def export(first: datetime, last: datetime, form: str) -> None:
    """Print the journal of these days: a line for each debit and each credit, in balance.

    BOOKS_CHART names a JSON file with the airline's own account for each of ours.
    """
    settings = staff.settings()
    chart = _chart(settings.books_chart)
    if form == "csv":
        click.echo(lines.csv_head(), nl=False)
    for line in accounting.journal(staff.records(settings), first.date(), last.date(), chart=chart):
        click.echo(lines.csv_line(line) if form == "csv" else lines.json_line(line), nl=False)


def _chart(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        return lines.chart_of(path.read_bytes())
    except OSError as error:
        raise InvalidError(f"The chart of accounts cannot be read: {error.strerror}.") from error


def _show(records: Records, day: date) -> None:
    found = case_list.on_day(records, day)
    if not found:
        click.echo(f"Nothing differed on {day}.")
        return
    table = Table("class", "count", "open", "ours", "theirs", "ids", title=f"Reconciliation of {day}")
    kinds: defaultdict[str, list[Case]] = defaultdict(list)
    for case in found:
        kinds[case.finding.kind].append(case)
    for kind, mine in sorted(kinds.items()):
        open_ = sum(case.closed_at is None for case in mine)
        ids = [case.finding.subject for case in mine[:_SHOWN]]
        ids += [f"and {len(mine) - _SHOWN} more"] if len(mine) > _SHOWN else []
        ours = _sums([case.finding.ours for case in mine])
        theirs = _sums([case.finding.theirs for case in mine])
        table.add_row(kind, str(len(mine)), str(open_), ours, theirs, "\n".join(ids))
    staff.show(table)
    if any(case.closed_at is None for case in found):
        click.get_current_context().exit(1)


def _sums(amounts: Sequence[Money]) -> str:
    sums: defaultdict[str, int] = defaultdict(int)
    for money in amounts:
        sums[money.currency] += money.minor
    return "\n".join(_amount(Money(minor, currency)) for currency, minor in sorted(sums.items()))


def _amount(money: Money) -> str:
    return f"{decimal_string(money)} {money.currency}"


def _day(day: datetime | None) -> date:
    return day.date() if day is not None else SystemClock().now().date() - timedelta(days=1)


def _jobs(settings: Settings) -> Jobs:
    opened: Jobs = pkgutil.resolve_name("bot.bootstrap:open_jobs")(settings)
    return opened
