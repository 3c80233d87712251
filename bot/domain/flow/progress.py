"""How far a talk has come in its flow: which of the steps that lead to its end it stands at."""

import msgspec

from bot.domain.conversation.state import Position
from bot.domain.flow.definition import Flow

_FORWARD = frozenset({"answered", "filled", "known", "chosen", "yes", "found", "one", "paid"})
"""Exits that lead on; all others lead back, aside or to a person."""


class Place(msgspec.Struct, frozen=True):
    """Where a talk stands: for what it waits, in which revision of which flow, and at which of how many steps.

    `step` and `steps` are 0 at a wait that is no step of the way, as a question what to change.
    """

    flow: str
    revision: int
    node: str
    subject: str
    step: int = 0
    steps: int = 0


def place_of(position: Position, flow: Flow) -> Place | None:
    """The place of a talk in its flow, None when it waits for nothing there."""
    node = flow.nodes.get(position.node)
    if node is None or node.wait is None:
        return None
    steps = steps_of(flow)
    step = steps.index(position.node) + 1 if position.node in steps else 0
    return Place(position.flow, position.revision, position.node, node.wait.subject, step, len(steps) if step else 0)


def steps_of(flow: Flow) -> list[str]:
    """The nodes that wait on the way from the start: each before those to which it leads, circles apart."""
    done, seen = list[str](), {flow.start}
    path = [(flow.start, _ways_on(flow, flow.start))]
    while path:
        name, ahead = path[-1]
        if ahead:
            to = ahead.pop()
            if to not in seen:
                seen.add(to)
                path.append((to, _ways_on(flow, to)))
        else:
            path.pop()
            done.append(name)
    return [name for name in reversed(done) if name in flow.nodes and flow.nodes[name].wait is not None]


def _ways_on(flow: Flow, name: str) -> list[str]:
    node = flow.nodes.get(name)
    if node is None:
        return []
    exits = [to for name, to in node.wait.exits.items() if name in _FORWARD] if node.wait is not None else []
    return [to for to in (*(case.to for case in node.cases), node.next, *exits) if to]
