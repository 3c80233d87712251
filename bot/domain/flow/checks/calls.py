"""Rule 15: flows that are entered exist, do not enter one another in a circle, and are given what they need."""

from collections.abc import Iterator

from bot.domain.flow.actions.enter_flow import DEEPEST
from bot.domain.flow.checks.reads import inputs
from bot.domain.flow.checks.report import Checked, Issue
from bot.domain.flow.graph import circle, entered


def calls(checked: Checked) -> Iterator[Issue]:
    """Flows that are not there, circles of flows, flows too deep inside flows, and inputs that are not known."""
    flow, others = checked.flow, {**checked.around.others, checked.flow.name: checked.flow}
    called = {name: {other for _, other in entered(one)} for name, one in others.items()}
    round_trip = circle(called)
    for step, name in entered(flow):
        if name not in checked.flows:
            yield Issue(sentence=f"There is no flow {name!r}.", step=step)
        elif name == flow.name or (name in round_trip and flow.name in round_trip):
            told = " → ".join((*round_trip, round_trip[0]))
            yield Issue(sentence=f"Flows enter one another in a circle: {told}.", step=step)
        elif _depth(name, called) >= DEEPEST:
            yield Issue(sentence=f"Flows may be entered {DEEPEST} deep.", step=step)
    yield from inputs(checked, others)


def _depth(name: str, called: dict[str, set[str]]) -> int:
    """How deep flows go from one on, itself counted; as deep as allowed where they go round."""
    reached, depth = {name}, 0
    while reached and depth < DEEPEST:
        reached, depth = {other for one in reached for other in called.get(one, ())}, depth + 1
    return depth
