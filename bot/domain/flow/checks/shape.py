"""Rules 1, 3, 4, 6 and 7: what leads where, and that it leads to an end and not round and round."""

from collections.abc import Iterator

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import EnterFlowAction, Node
from bot.domain.flow.graph import all_edges, circle, reachable, stops, ways


def form(checked: Checked) -> Iterator[Issue]:
    """Rule 1: what the schema cannot say of a step: it has one thing that leads on, and says when nothing does."""
    for name, node in checked.flow.nodes.items():
        if node.wait and (node.cases or node.next or node.split):
            yield Issue(sentence="A node has a wait or ways on, not both.", step=name)
        if node.split and (node.cases or node.next):
            yield Issue(sentence="A node has a split or other ways on, not both.", step=name)
        if node.cases and not node.next:
            yield Issue(sentence="A router needs a way on for when no case holds.", step=name, fix="Add “next”.")
        if node.end and ways(node):
            yield Issue(sentence="A node that ends the flow leads nowhere else.", step=name)
        yield from (Issue(sentence=told, step=name, fix="Give it a step of its own.") for told in _entering(node))


def _entering(node: Node) -> Iterator[str]:
    """A flow is entered last, and what comes after it is where "next" leads: the rest would never be done."""
    at = [number for number, action in enumerate(node.do, 1) if isinstance(action, EnterFlowAction)]
    if at and (at != [len(node.do)] or node.wait or node.cases or node.split):
        yield "A step that enters another flow does so last, and then leads on by “next” alone."


def edges(checked: Checked) -> Iterator[Issue]:
    """Rule 3: every way leads to a step that is there."""
    flow = checked.flow
    if flow.start not in flow.nodes:
        yield Issue(sentence=f"The flow starts at {flow.start!r}, which is not there.")
    for edge in all_edges(flow):
        if edge.to not in flow.nodes:
            yield Issue(sentence=f"It leads to {edge.to!r}, which is not there.", step=edge.source)


def reached(checked: Checked) -> Iterator[Issue]:
    """Rule 4: every step is reached by some path. A half-built branch does no harm: it is only told."""
    for name in sorted(set(checked.flow.nodes) - reachable(checked.flow)):
        yield Issue(sentence="No path reaches this node.", step=name, blocks=False, fix="Lead to it, or take it out.")


def circles(checked: Checked) -> Iterator[Issue]:
    """Rule 6: nobody goes round without being asked anything; the engine would give up after its most steps."""
    nodes = checked.flow.nodes
    found = circle({name: () if stops(node) else ways(node) for name, node in nodes.items()})
    if found:
        round_trip = " → ".join((*found, found[0]))
        yield Issue(sentence=f"This goes round without waiting for the traveller: {round_trip}.", step=found[0])


def ends(checked: Checked) -> Iterator[Issue]:
    """Rule 7: a step that leads nowhere says that the flow ends there."""
    for name, node in checked.flow.nodes.items():
        if _is_dead(node):
            yield Issue(sentence="The talk stops here by mistake.", step=name, fix="Lead on, or say that it ends here.")


def _is_dead(node: Node) -> bool:
    return not (node.end or ways(node) or stops(node))
