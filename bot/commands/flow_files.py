"""`threadfare flows check|diff|export|schema`: for people who keep flows in git. Nothing here needs a database.

Exit codes are those of git and of compilers: 0 is well, 1 is faults or differences, 2 is input that cannot be read.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
import msgspec

from bot.adapters.data.catalogue import sample_flows, texts
from bot.adapters.data.flow_files import as_text, read_flow, write_flow
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.differences import Difference
from bot.domain.flow.document_differences import document_differences
from bot.domain.flow.issues import Around, Issue, issues
from bot.domain.flow.schema import schema as schema_of
from bot.domain.flow.transfer import tidied

FAULTS = 1
"""The exit code for faults that block, and for flows that differ."""

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")


@click.command()
@click.argument("paths", type=_FILE, nargs=-1, required=True)
@click.option("--language", "languages", multiple=True, help="A language that must be whole; else all.")
@click.option("--host", "hosts", multiple=True, help="A host of ours for files; else any.")
@_JSON
def check(paths: tuple[Path, ...], languages: tuple[str, ...], hosts: tuple[str, ...], *, as_json: bool) -> None:
    """Check flows in files by all rules, as a publication does; they may enter one another, and those that ship.

    What ships counts as the live revision, as far as no file words it anew. Teams and golden conversations are looked
    at when a flow is published. Exit code 1 says that one of them could not be published.
    """
    files = {path: parse_flow(read_flow(path)) for path in paths}
    shipped = {flow.name: flow for flow in map(parse_flow, sample_flows())}
    words = texts()
    found: dict[str, tuple[Issue, ...]] = {}
    others = {**{flow.name: flow for flow in files.values()}, **shipped}
    for path, flow in files.items():
        found[path.name] = issues(
            flow,
            languages=languages or tuple(words),
            flows=frozenset(others),
            catalogue=frozenset[str]().union(*words.values()),
            around=Around(texts=words, others=others, hosts=frozenset(hosts) if hosts else None),
        )
    _tell_issues(found, as_json=as_json)
    if any(issue.blocks for rows in found.values() for issue in rows):
        sys.exit(FAULTS)


def _tell_issues(found: dict[str, tuple[Issue, ...]], *, as_json: bool) -> None:
    if as_json:
        rows = [{"file": name, "severity": one.severity, **_row(one)} for name, many in found.items() for one in many]
        _print_json(rows)
        return
    for name, many in found.items():
        for one in many:
            place = "".join(f" {part}" for part in (one.step, one.language, one.channel) if part)
            click.echo(f"{name}:{place}: {one.severity} {one.rule}: {one.sentence}")
        if not many:
            click.echo(f"{name}: no faults.")


def tell_differences(before: bytes, after: bytes, *, as_json: bool) -> None:
    """Print in plain words what differs between two documents, and exit with 1 when anything does."""
    found = document_differences(before, after)
    if as_json:
        _print_json([_row(one) for one in found])
    else:
        click.echo("\n".join(_lines(found)) or "Nothing differs.")
    if found:
        sys.exit(FAULTS)


def _lines(found: Iterable[Difference]) -> Iterable[str]:
    for one in found:
        yield one.sentence
        yield from (f"  - {line}" for line in one.before.splitlines())
        yield from (f"  + {line}" for line in one.after.splitlines())


@click.command()
@click.option("--to", "path", type=click.Path(dir_okay=False, path_type=Path), help="A file to write instead.")
def schema(path: Path | None) -> None:
    """Print the JSON Schema of a flow, with which an editor checks and completes a file as it is typed."""
    text = as_text(schema_of(), ending=".json")
    if path is None:
        click.echo(text, nl=False)
    else:
        path.write_text(text, encoding="utf-8")


def write_out(document: bytes, folder: Path | None, *, ending: str) -> None:
    """Print a flow, or write it with its texts apart into a folder, which is made where there is none."""
    if folder is None:
        click.echo(as_text(tidied(document), ending=ending), nl=False)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = write_flow(document, folder, ending=ending)
    except OSError as error:
        raise InvalidError(f"{folder} cannot be written to: {error.strerror}.") from error
    click.echo("\n".join(str(path) for path in written))


def _row(value: Issue | Difference) -> dict[str, Any]:
    """A value as JSON tells it, without what it does not say."""
    row: dict[str, Any] = msgspec.to_builtins(value)
    return {key: inner for key, inner in row.items() if inner != ""}


def _print_json(rows: Any) -> None:
    click.echo(as_text(rows, ending=".json"), nl=False)
