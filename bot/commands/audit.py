"""`threadfare audit`: what staff did, searched, exported and verified, for those who audit."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.table import Table

from bot.adapters.clock import SystemClock
from bot.commands import staff
from bot.domain.staff.audit import Wanted
from bot.domain.staff.hiding import hidden, hidden_words
from bot.domain.staff.readable import differences, in_words
from bot.ports.records import Records
from bot.services import audits
from bot.services.audited import Acting, note

_DAY = click.DateTime(["%Y-%m-%d"])
_Command = TypeVar("_Command", bound=Callable[..., None])
_FILTERS = (
    click.option("--who", default="", help="A person's id."),
    click.option("--what", default="", help="A kind of act, as thread.label."),
    click.option("--subject", default="", help="What it was done to."),
    click.option("--from", "first", type=_DAY, help="The first day (UTC)."),
    click.option("--to", "last", type=_DAY, help="The last day (UTC)."),
)


def _filtered(command: _Command) -> _Command:
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def audit(context: click.Context, data: Path | None) -> None:
    """Read the audit of staff, of a demo that runs or the stores that the environment names."""
    context.obj = data


@audit.command()
def verify() -> None:
    """Check the chain from its first line; exits with 1 and names the first line that is broken."""
    found = audits.check(staff.records(staff.settings()), now=SystemClock().now()).found
    click.echo(f"{found.lines} lines are whole, up to number {found.number}; the hash there is {found.digest or '-'}")
    if found.broken:
        click.echo(f"Line {found.broken} is broken: {found.why}.", err=True)
        click.get_current_context().exit(1)


@audit.command()
@_filtered
@click.option("--most", type=click.IntRange(1, 10_000), default=50, show_default=True, help="So many lines.")
def search(most: int, **filters: Any) -> None:
    """List what staff did, the newest first; contacts are masked."""
    records = staff.records(staff.settings())
    with records.begin() as work:
        lines = work.audit.found(_wanted(**filters), most=most)
    names, table = _names(records), Table("number", "time (UTC)", "who", "what", "subject", "change", "reason")
    for line in lines:
        act = line.act
        change = in_words(differences(act.before, act.after))
        who = names.get(act.who, act.who)
        cells = (act.what, hidden(act.subject), change, hidden_words(act.reason))
        table.add_row(str(line.number), f"{act.at:%Y-%m-%d %H:%M:%S}", who, *cells)
    staff.show(table) if lines else click.echo("Nobody did such a thing.")


@audit.command()
@_filtered
@click.option("--by", required=True, help="Who you are, for the audit: exporting is an act, too.")
def export(by: str, **filters: Any) -> None:
    """Print what staff did as CSV, the newest first; contacts are masked."""
    records, wanted = staff.records(staff.settings()), _wanted(**filters)
    with records.begin() as work:
        acting = Acting(staff.known_as(records, by), SystemClock().now(), "by the command line")
        upto = note(work, acting, "audit.export", "audit", after=audits.asked_for(wanted))
    for line in audits.exported(records, audits.before(wanted, upto), _names(records)):
        click.echo(line, nl=False)


def _wanted(
    *,
    who: str = "",
    what: str = "",
    subject: str = "",
    first: datetime | None = None,
    last: datetime | None = None,
) -> Wanted:
    since = first.replace(tzinfo=UTC) if first is not None else None
    until = last.replace(tzinfo=UTC) + timedelta(days=1) if last is not None else None
    return Wanted(who=who, what=what, subject=subject, since=since, until=until)


def _names(records: Records) -> dict[str, str]:
    with records.begin() as work:
        return {person.id: person.name for person in work.people.people()}
