"""`threadfare flows rehearse`: plays golden conversations against a flow in a file, for those who keep flows in git."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.adapters.data.catalogue import sample_flows, texts
from bot.adapters.data.flow_files import read_flow
from bot.adapters.data.places import gazetteer
from bot.adapters.data.sample_network import sample_airports
from bot.adapters.data.talks import sample_talks
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.rehearsal.drafted import with_draft
from bot.domain.rehearsal.golden import Golden, Verdict, judged
from bot.domain.rehearsal.talk_text import format_talk, parse_talk
from bot.domain.world import Brand, World
from bot.services.goldens import check

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_ANY = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("path", type=_FILE, metavar="FLOW")
@click.argument("talks", nargs=-1, type=_ANY)
@click.option("--beside", multiple=True, type=_FILE, help="Another flow that this one enters; the samples are there.")
@click.option("--accept", is_flag=True, help="Write what is said now into the files: the new words were meant.")
@click.option("--airline", nargs=2, default=("Threadfare Air", "TF"), show_default=True, help="Its name and code.")
@click.option("--served", help="IATA codes of airports that it serves, with commas; the sample airline's.")
def rehearse(
    path: Path,
    talks: tuple[Path, ...],
    *,
    beside: tuple[Path, ...],
    accept: bool,
    airline: tuple[str, str],
    served: str | None,
) -> None:
    """Play TALKS, files or folders of .talk files, on the flow in the file FLOW; those that ship, when none is given.

    Prints the first difference of each that goes otherwise, and exits with 1 then. Nothing outside is asked or changed:
    clock, flights, people and payments of a golden conversation are its own.
    """
    draft = parse_flow(read_flow(path))
    codes = frozenset(one.strip() for one in (served or "").upper().split(",") if one.strip())
    world = with_draft(_world(Brand(*airline, "Europe/Paris", tuple(texts())), codes, beside), draft)
    wrong = 0
    for name, file, golden in _talks(talks, draft.name):
        check(golden, world)
        verdict = judged(golden, world)
        click.echo(_report(name, verdict, accepted=accept and verdict.whole))
        wrong += verdict.difference is not None and not (accept and verdict.whole)
        if accept and verdict.whole and verdict.difference is not None and file is not None:
            file.write_text(format_talk(verdict.now), encoding="utf-8")
    if wrong:
        raise SystemExit(1)


def _talks(paths: tuple[Path, ...], flow: str) -> Iterator[tuple[str, Path | None, Golden]]:
    """Each talk of the flow with its name and its file, None for one that ships."""
    if not paths:
        yield from ((name, None, golden) for name, golden in sample_talks().items() if golden.flow == flow)
        return
    for path in paths:
        for file in sorted(path.glob("*.talk")) if path.is_dir() else [path]:
            try:
                golden = parse_talk(file.read_text(encoding="utf-8"))
            except (InvalidError, UnicodeDecodeError) as error:
                raise InvalidError(f"{file}: {error}") from error
            if golden.flow == flow:
                yield str(file), file, golden


def _world(brand: Brand, codes: frozenset[str], beside: tuple[Path, ...]) -> World:
    documents = (*sample_flows(), *(read_flow(path) for path in beside))
    flows: dict[str, dict[int, Flow]] = {}
    for document in documents:
        flow = parse_flow(document, revision=1)
        flows[flow.name] = {1: flow}
    return World(
        brand=brand,
        places=gazetteer(codes or frozenset(sample_airports())),
        flows=flows,
        live=dict.fromkeys(flows, 1),
        texts=texts(),
        airlines={brand.code: brand.name},
    )


def _report(name: str, verdict: Verdict, *, accepted: bool) -> str:
    told = verdict.difference
    if told is None:
        return f"ok  {name}"
    where = f"act {told.number} ({told.act})" + (f", at {told.step}" if told.step else "")
    return f"{'new' if accepted else 'NOT'} {name}: {where}: {told.sentence}"
