"""Flows that enter a flow are found however many lie between."""

from bot.domain.flow.definition import Flow
from bot.domain.flow.entering import entered_by, entering
from tests.builders.flows import flow


def test_flows_are_found_through_others_and_in_circles() -> None:
    """Welcome enters bags, bags enters fees, and fees comes back to bags; help enters nobody."""
    welcome, bags, fees, alone = _enters("welcome", "bags"), _enters("bags", "fees"), _enters("fees", "bags"), flow({})
    flows = (welcome, bags, fees, alone)
    assert entering("fees", flows) == ("bags", "welcome")
    assert entering("bags", flows) == ("fees", "welcome")
    assert entering("welcome", flows) == ()
    assert entering("nobody", flows) == ()
    assert entered_by(welcome) == {"bags"}


def _enters(name: str, other: str) -> Flow:
    return flow(
        {"a": {"do": [{"do": "say", "text": "hi"}, {"do": "enter_flow", "flow": other}], "end": True}}, name=name
    )
