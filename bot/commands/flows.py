"""`threadfare flows`: publish a flow from a file, list what is published, show one."""

import pkgutil
from pathlib import Path

import click

from bot.adapters.clock import SystemClock
from bot.adapters.data.catalogue import texts, to_json, to_yaml
from bot.commands.addresses import addresses
from bot.config import load_settings
from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.ports.records import Records
from bot.services.flows import publish as publish_flow


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def flows(context: click.Context, data: Path | None) -> None:
    """Publish, list and show flows of a demo that runs, or of the stores that the environment names.

    A talk that has begun stays on its revision.
    """
    context.obj = data


@flows.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--author", default="command line", show_default=True, help="Whose change it is, for the audit.")
def publish(path: Path, author: str) -> None:
    """Check a flow in YAML or JSON and make it the live revision; the next talk follows it."""
    document = to_json(path.read_bytes())
    now = milliseconds(SystemClock().now())
    revision = publish_flow(_records(), document, texts=texts(), author=author, now=now)
    click.echo(f"{revision.flow} is published as revision {revision.revision}.")


@flows.command("list")
def list_() -> None:
    """List every revision of every flow; the live one has a star."""
    with _records().begin() as work:
        for revision in work.flows.revisions():
            click.echo(f"{'*' if revision.live else ' '} {revision.flow} {revision.revision}")


@flows.command()
@click.argument("name")
@click.option("--revision", type=int, help="A revision; the live one when not given.")
def show(name: str, revision: int | None) -> None:
    """Print a flow as YAML, ready to be edited and published."""
    with _records().begin() as work:
        for found in work.flows.revisions():
            if found.flow == name and (found.live if revision is None else found.revision == revision):
                click.echo(to_yaml(found.document))
                return
    raise InvalidError(f"There is no such flow or revision: {name}. `threadfare flows list` shows what there is.")


def _records() -> Records:
    """Adapters are picked in one place, and that place is loaded when a command needs it."""
    settings = load_settings(addresses(click.get_current_context().find_object(Path)), "release")
    opened: Records = pkgutil.resolve_name("bot.bootstrap:open_records")(settings)
    return opened
