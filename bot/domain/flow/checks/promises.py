"""Rule 22: whoever asks for a person gets one, and nobody passes the welcome without what people have to be told.

Source: EU AI Act, art. 50 (1): people are told that they write with a machine, at the latest at the first contact.
"""

from collections.abc import Iterable, Iterator

from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.definition import AskAction, Flow, HandOverAction, Node, SayAction
from bot.domain.flow.graph import reached_from, stops, ways
from bot.domain.flow.sides import PERSON, WELCOME

_UNANSWERED = ("person", "no_match", "timeout", "answered")
"""Exits by which nobody chose to do without a person."""


def promises(checked: Checked) -> Iterator[Issue]:
    """Ends of the way to a person at which nobody was called, and ways through the welcome on which nothing is told."""
    if checked.flow.name == PERSON:
        yield from _without_a_person(checked.flow)
    if checked.flow.name == WELCOME:
        yield from _untold(checked.flow)


def _without_a_person(flow: Flow) -> Iterator[Issue]:
    waits = (node.wait for node in flow.nodes.values() if node.wait)
    starts = {flow.start, *(wait.exits[word] for wait in waits for word in _UNANSWERED if word in wait.exits)}
    for name in _walked(flow, starts, until={name for name, node in flow.nodes.items() if stops(node)}):
        if not ways(flow.nodes[name]):
            sentence = "Who asked for a person comes to an end here, and nobody was called."
            yield Issue(sentence=sentence, step=name, fix="Hand over before it ends.")
    calls = {name for name, node in flow.nodes.items() if any(isinstance(one, HandOverAction) for one in node.do)}
    reached = reached_from((flow.start,), {name: ways(node) for name, node in flow.nodes.items()})
    if not calls & reached:
        yield Issue(sentence="Nothing in this flow calls a person.", step=flow.start, fix="Add a step that hands over.")


def _untold(flow: Flow) -> Iterator[Issue]:
    told = {name for name, node in flow.nodes.items() if node.locked and _tells(node)}
    for name in _walked(flow, (flow.start,), until=told):
        node = flow.nodes[name]
        if stops(node) or not ways(node):
            sentence = "Somebody gets here who was not told that they write with a machine."
            yield Issue(sentence=sentence, step=name, fix="Lead through a locked step that says it.")


def _tells(node: Node) -> bool:
    return any(isinstance(action, SayAction | AskAction) for action in node.do)


def _walked(flow: Flow, starts: Iterable[str], *, until: set[str]) -> tuple[str, ...]:
    """The steps that are reached from some others without coming to one of those at which the search ends."""
    leads = {name: ways(node) for name, node in flow.nodes.items() if name not in until}
    return tuple(sorted(reached_from(starts, leads)))
