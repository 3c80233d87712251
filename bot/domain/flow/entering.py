"""Which flows enter a flow, by themselves or through others: what is changed there may change what they say."""

from collections.abc import Iterable

from bot.domain.flow.action_values import EnterFlowAction
from bot.domain.flow.definition import Flow


def entered_by(flow: Flow) -> frozenset[str]:
    """The names of the flows that a flow enters by itself."""
    actions = (action for node in flow.nodes.values() for action in node.do)
    return frozenset(action.flow for action in actions if isinstance(action, EnterFlowAction))


def entering(name: str, flows: Iterable[Flow]) -> tuple[str, ...]:
    """The names of the flows that enter one, directly or through others, by name; never its own."""
    enters = {flow.name: entered_by(flow) for flow in flows}
    found, before = {name}, set[str]()
    while found != before:
        before = set(found)
        found |= {other for other, entered in enters.items() if entered & before}
    return tuple(sorted(found - {name}))
