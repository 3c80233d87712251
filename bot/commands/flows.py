"""`threadfare flows`: publish a flow from a file, list what is published, show and export one."""

import pkgutil
from pathlib import Path

import click

from bot.adapters.clock import SystemClock
from bot.adapters.data.catalogue import to_yaml
from bot.adapters.data.flow_files import ENDINGS, as_text, read_flow
from bot.commands import flow_files, staff
from bot.commands.addresses import addresses
from bot.commands.rehearse import rehearse
from bot.config import Settings, load_settings
from bot.domain.errors import InvalidError
from bot.ports.records import Records
from bot.services import flow_proposals, flow_revisions
from bot.services import flows as flows_service
from bot.services.audited import Acting


@click.group()
@click.option("--data", type=click.Path(path_type=Path), help="The data folder of a demo that runs.")
@click.pass_context
def flows(context: click.Context, data: Path | None) -> None:
    """Check, compare, publish, list, show and export flows: those of files, of a demo that runs, or of the stores.

    A talk that has begun stays on its revision.
    """
    context.obj = data


@flows.command()
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--author", default="shell", show_default=True, help="Whose change it is, for the audit.")
@click.option("--notes", default="", help="What changes, for whoever reads the history; else the file's name.")
@click.option("--alone", is_flag=True, help="Also what changes steps and texts about money; the audit says so.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def publish(path: Path, author: str, notes: str, *, alone: bool, as_json: bool) -> None:
    """Check a flow in YAML or JSON and make it the live revision; the next talk follows it.

    What changes a step or a text about money takes a second person, or --alone.
    """
    document, settings = read_flow(path), _settings()
    records = staff.records(settings)
    reason = notes or f"From the file {path.name}{', by one person' if alone else ''}."
    acting = Acting(staff.known_as(records, author), SystemClock().now(), reason)
    put = flow_proposals.publish_alone if alone else flow_revisions.publish_file
    revision = put(records, document, acting, world=pkgutil.resolve_name("bot.bootstrap:open_world")(settings))
    if as_json:
        click.echo(as_text({"flow": revision.flow, "revision": revision.revision}, ending=".json"), nl=False)
    else:
        click.echo(f"{revision.flow} is published as revision {revision.revision}.")


@flows.command("list")
def list_() -> None:
    """List every revision of every flow; the live one has a star."""
    with _records().begin() as work:
        for head in work.flows.heads():
            click.echo(f"{'*' if head.live else ' '} {head.flow} {head.revision}")


@flows.command()
@click.argument("name")
@click.option("--revision", type=int, help="A revision; the live one when not given.")
def show(name: str, revision: int | None) -> None:
    """Print a flow as YAML, ready to be edited and published."""
    click.echo(to_yaml(_document(name, revision)))


@flows.command()
@click.argument("name")
@click.option("--revision", type=int, help="A revision; the live one when not given.")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="A folder, with texts apart.")
@click.option("--json", "as_json", is_flag=True, help="As JSON instead of YAML.")
def export(name: str, revision: int | None, folder: Path | None, *, as_json: bool) -> None:
    """Print a flow whole, or write it into a folder: its logic, and a file of texts for each language.

    `flows check`, `flows diff` and `flows publish` read either.
    """
    flow_files.write_out(_document(name, revision), folder, ending=".json" if as_json else ".yaml")


@flows.command()
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")
def diff(before: str, after: str, *, as_json: bool) -> None:
    """Say in plain words what differs; exit code 1 when anything does.

    BEFORE and AFTER are files, or what is published: NAME, or NAME@REVISION.
    """
    flow_files.tell_differences(_read(before), _read(after), as_json=as_json)


flows.add_command(flow_files.check)
flows.add_command(flow_files.schema)


def _read(source: str) -> bytes:
    """The document of a file, or of what is published."""
    if Path(source).is_file():
        return read_flow(Path(source))
    if source.endswith(ENDINGS):
        raise InvalidError(f"There is no file {source}.")
    name, _, revision = source.partition("@")
    if revision and not revision.isdecimal():
        raise InvalidError(f"A revision is a number: {name}@{revision} is not one.")
    return _document(name, int(revision) if revision else None)


def _document(name: str, revision: int | None) -> bytes:
    """The document of a revision, or of the live one; raises `InvalidError` when there is none."""
    with _records().begin() as work:
        wanted = flows_service.live_revision(work, name) if revision is None else revision
        document = work.flows.documents(((name, wanted),)).get((name, wanted))
    if document is not None:
        return document
    raise InvalidError(f"There is no such flow or revision: {name}. `threadfare flows list` shows what there is.")


flows.add_command(rehearse)


def _records() -> Records:
    return staff.records(_settings())


def _settings() -> Settings:
    return load_settings(addresses(click.get_current_context().find_object(Path)), "release")
