"""`threadfare config`: what every setting means, and what a role would read."""

import click

from bot.config import EVERY_ROLE, Settings, environment, load_settings
from bot.variables import ROLES, VARIABLES, Variable


@click.command()
@click.option("--role", type=click.Choice(sorted(ROLES)), help="Check what a process of this role would read.")
@click.option("--markdown", is_flag=True, help="Print the README's table.")
def config(role: str | None, *, markdown: bool) -> None:
    """Show every setting; with --role, stop at what is missing or wrong for it."""
    if markdown:
        click.echo(table())
        return
    settings = load_settings(environment(), role or EVERY_ROLE)
    for variable in VARIABLES:
        if role is None or role in variable.roles:
            click.echo(f"{variable.name:24} {_shown(settings, variable)}")


def table() -> str:
    """The table of all settings in Markdown, as the README shows it."""
    rows = [f"| `{v.name}` | {v.meaning} | {_default(v)} | {_readers(v)} |" for v in VARIABLES]
    return "\n".join(["| variable | meaning | default | read by |", "|---|---|---|---|", *rows])


def _default(variable: Variable) -> str:
    return f"`{variable.default}`" if variable.default is not None else "required" if variable.required else ""


def _readers(variable: Variable) -> str:
    return "all" if variable.roles == ROLES else ", ".join(sorted(variable.roles))


def _shown(settings: Settings, variable: Variable) -> str:
    value = getattr(settings, variable.attribute)
    if not value:
        return "(not set)"
    return "(set)" if variable.secret else str(value)
