"""`threadfare diagram`: the machines and the flows as Mermaid diagrams, printed from their tables."""

import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from bot.adapters.data.catalogue import sample_flows, to_json
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.transitions import mermaid

MACHINES: Mapping[str, tuple[str, str]] = {
    "ownership": ("bot.domain.conversation.handover:OWNERSHIP", "bot"),
    "order": ("bot.domain.booking.order:ORDER", "requested"),
    "checkout": ("bot.domain.checkout_case:CHECKOUT", "holding"),
    "setup": ("bot.domain.payment.setup:SETUP", "created"),
    "approval": ("bot.domain.staff.approval:APPROVAL", "asked"),
    "payment": ("bot.domain.payment.payment:PAYMENT", "created"),
}
"""Machines by name: where the table is, and its first state."""


@click.command()
@click.argument("name", required=False)
@click.option("--flow", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A flow's file.")
def diagram(name: str | None, path: Path | None) -> None:
    """Print one machine, a flow that ships with the program, or --flow FILE; without a name, list what there is."""
    if path:
        click.echo(flow_diagram(parse_flow(to_json(path.read_bytes()))))
        return
    flows = {flow.name: flow for flow in map(parse_flow, sample_flows())}
    if name and name in MACHINES:
        click.echo(machine_diagram(name))
    elif name in flows:
        click.echo(flow_diagram(flows[name]))
    elif name:
        raise InvalidError(f"There is no machine or flow {name!r}; there are {', '.join([*MACHINES, *flows])}.")
    else:
        click.echo("\n".join([*MACHINES, *flows]))


def machine_diagram(name: str) -> str:
    """The Mermaid state diagram of one machine."""
    path, start = MACHINES[name]
    return mermaid(pkgutil.resolve_name(path), start=start)


def flow_diagram(flow: Flow) -> str:
    """The Mermaid flowchart of a flow: what each step does, and where it leads."""
    return "\n".join(["flowchart TD", f"    begin(( )) --> {flow.start}", *_steps(flow), *_arrows(flow)])


def _steps(flow: Flow) -> Iterator[str]:
    for name, node in flow.nodes.items():
        did = ", ".join(str(action.__struct_config__.tag) for action in node.do)
        yield f'    {name}["{name}{f"<br/>{did}" if did else ""}"]'


def _arrows(flow: Flow) -> Iterator[str]:
    for name, node in flow.nodes.items():
        together: dict[str, list[str]] = {}
        for word, target in node.wait.exits.items() if node.wait else ():
            together.setdefault(target, []).append(word)
        for number, case in enumerate(node.cases, start=1):
            together.setdefault(case.to, []).append(f"case {number}")
        for way in node.split.ways if node.split else ():
            together.setdefault(way.to, []).append(f"{way.weight} % {way.name}")
        if node.next:
            together.setdefault(node.next, []).append("else" if node.cases else "then")
        yield from (f'    {name} -->|"{", ".join(words)}"| {target}' for target, words in together.items())
