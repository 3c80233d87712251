"""A flow as a graph: where each step may lead, by what, and what is reached from where."""

from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from bot.domain.flow.definition import EnterFlowAction, Flow, HandOverAction, Node


class Edge(msgspec.Struct, frozen=True):
    """A way from one step to another: by the exit of a wait, the number of a case, a way of a split, or just on.

    `kind` is exit, case, way or next; `word` is the name of the exit or way, or the number of the case.
    """

    source: str
    kind: str
    word: str
    to: str


def edges(name: str, node: Node) -> Iterator[Edge]:
    """Every way out of a step, in the order in which they are tried."""
    if node.wait:
        yield from (Edge(name, "exit", word, to) for word, to in node.wait.exits.items())
    yield from (Edge(name, "case", str(number), case.to) for number, case in enumerate(node.cases, 1))
    if node.split:
        yield from (Edge(name, "way", way.name, way.to) for way in node.split.ways)
    if node.next:
        yield Edge(name, "next", "", node.next)


def ways(node: Node) -> tuple[str, ...]:
    """Every node that a node may lead to."""
    exits = node.wait.exits.values() if node.wait else ()
    split = node.split.ways if node.split else ()
    on = (node.next,) if node.next else ()
    return (*exits, *(case.to for case in node.cases), *(way.to for way in split), *on)


def all_edges(flow: Flow) -> tuple[Edge, ...]:
    """Every way of the flow."""
    return tuple(edge for name, node in flow.nodes.items() for edge in edges(name, node))


def reachable(flow: Flow, *, without: Collection[str] = ()) -> frozenset[str]:
    """The steps that some path from the start reaches, of those paths that pass none of some steps."""
    return reached_from((flow.start,), {name: ways(node) for name, node in flow.nodes.items() if name not in without})


def reached_from(starts: Iterable[str], leads: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """What is reached from some places by a table of where each leads; places that it does not hold are no places."""
    seen: set[str] = set()
    ahead = list(starts)
    while ahead:
        name = ahead.pop()
        if name in leads and name not in seen:
            seen.add(name)
            ahead += leads[name]
    return frozenset(seen)


def stops(node: Node) -> bool:
    """Whether the walk stops at a step: it waits there, or a person has the thread from there on."""
    return node.wait is not None or any(isinstance(action, HandOverAction) for action in node.do)


def circle(leads: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """One circle among places, in order, or nothing when there is none."""
    state: dict[str, int] = {}
    for root in leads:
        path: list[str] = []
        ahead: list[tuple[str, bool]] = [(root, False)]
        while ahead:
            name, is_left = ahead.pop()
            if is_left:
                state[name] = 2
                path.pop()
            elif state.get(name) == 1:
                return tuple(path[path.index(name) :])
            elif name in leads and name not in state:
                state[name] = 1
                path.append(name)
                ahead.append((name, True))
                ahead += [(to, False) for to in leads[name]]
    return ()


def entered(flow: Flow) -> Iterator[tuple[str, str]]:
    """Every step that enters another flow, with the name of that flow."""
    for name, node in flow.nodes.items():
        yield from ((name, action.flow) for action in node.do if isinstance(action, EnterFlowAction))
