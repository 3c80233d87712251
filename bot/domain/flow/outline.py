"""A flow as an outline: its steps in their order, each as deep as the ways that lead to it.

Theory. A step stands one level below the nearest step before it that leads to it by an exit, a condition or a trial,
and beside the one that just leads on to it. A level is never more than one deeper than the line before, so that the
lines nest, and never more than some levels, so that they stay readable.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec

from bot.domain.flow.definition import Flow, HandOverAction, Node
from bot.domain.flow.graph import all_edges

DEEPEST = 4
"""Levels below the first."""

Kind = Literal["wait", "conditions", "trial", "person", "end", "on"]


class Line(msgspec.Struct, frozen=True):
    """One step of the outline: its name, how deep it stands, and how it goes on."""

    step: str
    level: int
    kind: Kind


class Branch(msgspec.Struct, frozen=True):
    """A line with the lines below it."""

    line: Line
    below: tuple["Branch", ...] = ()


def outline(flow: Flow) -> tuple[Line, ...]:
    """Every step of a flow in its order, with its level."""
    places = {name: place for place, name in enumerate(flow.nodes)}
    parents = _parents(flow, places)
    levels: dict[str, int] = {}
    last = -1
    for name in flow.nodes:
        parent, deeper = parents.get(name, ("", 0))
        last = min(levels.get(parent, 0) + deeper, last + 1, DEEPEST)
        levels[name] = last
    return tuple(Line(name, levels[name], kind_of(node)) for name, node in flow.nodes.items())


def nested(lines: tuple[Line, ...]) -> tuple[Branch, ...]:
    """The lines of an outline, each with those below it."""
    found, _ = _nested(lines, 0, 0)
    return found


def kind_of(node: Node) -> Kind:
    """How a step goes on."""
    if node.wait:
        return "wait"
    if node.split:
        return "trial"
    if any(isinstance(action, HandOverAction) for action in node.do):
        return "person"
    if node.cases:
        return "conditions"
    return "on" if node.next else "end"


def _parents(flow: Flow, places: Mapping[str, int]) -> dict[str, tuple[str, int]]:
    """For each step the nearest step before it that leads to it, and how much deeper it stands than that one."""
    found: dict[str, tuple[str, int]] = {}
    for edge in all_edges(flow):
        if places.get(edge.to, -1) <= places[edge.source]:
            continue
        known = found.get(edge.to)
        if known is None or places[known[0]] <= places[edge.source]:
            found[edge.to] = (edge.source, int(edge.kind != "next"))
    return found


def _nested(lines: tuple[Line, ...], at: int, level: int) -> tuple[tuple[Branch, ...], int]:
    found: list[Branch] = []
    while at < len(lines) and lines[at].level >= level:
        below, after = _nested(lines, at + 1, level + 1)
        found.append(Branch(lines[at], below))
        at = after
    return tuple(found), at


def walk(branches: tuple[Branch, ...]) -> Iterator[Line]:
    """The lines again, in their order."""
    for branch in branches:
        yield branch.line
        yield from walk(branch.below)
