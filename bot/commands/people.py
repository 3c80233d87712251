"""`threadfare people`: staff from a shell, for the first administrator and for when nobody can sign in any more."""

from pathlib import Path

import click
from rich.table import Table

from bot.commands import staff
from bot.domain.staff.roles import ROLES
from bot.services import people as service
from bot.services import second_factor, staff_links, staff_sessions
from bot.services.people import Known, Wanted

BY = "threadfare people"
"""Who did it, for the audit: whoever has the shell."""


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def people(context: click.Context, data: Path | None) -> None:
    """Look after those who work at desk and console.

    Each is named by e-mail address. What is done here stands in the audit like what an administrator does.
    """
    context.obj = data


@people.command()
@click.argument("email")
@click.option("--name", required=True, help="Their name, as travellers read it.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="What they may do; several times.")
@click.option("--language", "languages", multiple=True, help="A language they talk, as en; several times.")
def add(email: str, name: str, roles: tuple[str, ...], languages: tuple[str, ...]) -> None:
    """Make somebody known, and print the one-time link that lets them in."""
    runtime = staff.runtime(staff.settings())
    click.echo(service.invite(runtime, BY, Wanted(roles, languages), name=name, email=email))


@people.command("list")
def list_() -> None:
    """List everybody who was ever known."""
    table = Table("e-mail", "name", "roles", "signs in by", "last used")
    for known in service.everybody(staff.runtime(staff.settings())):
        one = known.person
        roles = ", ".join(one.roles) if one.active else "shut out"
        used = f"{known.seen_at:%Y-%m-%d %H:%M} UTC" if known.seen_at else "never"
        table.add_row(one.email or one.id, one.name, roles, _ways(known), used)
    staff.show(table)


@people.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a one-time link with which somebody sets a password."""
    runtime = staff.runtime(staff.settings())
    click.echo(staff_links.make(runtime, BY, service.find(runtime, email).id))


@people.command("end-sessions")
@click.argument("email")
def end_sessions(email: str) -> None:
    """End every session of somebody."""
    runtime = staff.runtime(staff.settings())
    ended = staff_sessions.end_all(runtime, BY, service.find(runtime, email).id)
    click.echo(f"{ended} session{'' if ended == 1 else 's'} ended.")


@people.command("shut-out")
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let them in again.")
def shut_out(email: str, *, undo: bool) -> None:
    """Let somebody in no longer; their sessions end, and they stay known."""
    runtime = staff.runtime(staff.settings())
    service.set_active(runtime, BY, service.find(runtime, email).id, active=undo)
    click.echo(f"{email} {'may come in again' if undo else 'is shut out'}.")


@people.command("take-second-factor")
@click.argument("email")
def take_second_factor(email: str) -> None:
    """Take the second factor of somebody who lost it away; their sessions end."""
    runtime = staff.runtime(staff.settings())
    second_factor.take_away(runtime, BY, service.find(runtime, email).id)
    click.echo(f"{email} has no second factor any more.")


@people.command()
@click.argument("email")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="One of all they may do; several times.")
def roles(email: str, roles: tuple[str, ...]) -> None:
    """Give somebody these roles and no others."""
    runtime = staff.runtime(staff.settings())
    found = service.find(runtime, email)
    service.change(runtime, BY, found.id, Wanted(roles, found.languages))
    click.echo(f"{email}: {', '.join(roles) or 'no role'}.")


def _ways(known: Known) -> str:
    ways = (
        ("company account", known.by_provider),
        ("password", known.has_password),
        ("second factor", known.has_second),
    )
    return ", ".join(name for name, has in ways if has) or "not yet"
