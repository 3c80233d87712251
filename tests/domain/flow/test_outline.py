"""The outline: every step once, in its order, and as deep as the ways that lead to it."""

from itertools import pairwise

from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.outline import DEEPEST, nested, outline, walk
from tests.builders.flows import shipped


def flow_of(nodes: str) -> Flow:
    """A flow of nodes in JSON."""
    return parse_flow(f'{{"spec":2,"flow":"f","start":"a","nodes":{nodes},"texts":{{}}}}'.encode())


def levels(flow: Flow) -> dict[str, int]:
    """How deep each step stands."""
    return {line.step: line.level for line in outline(flow)}


def test_what_an_exit_leads_to_stands_below_and_what_follows_beside() -> None:
    """A question with its answers below it, and the step that is next on the same line."""
    wait = '{"wait":{"for":"yes_no","exits":{"yes":"b","no":"c"}}}'
    flow = flow_of(f'{{"a":{{"next":"q"}},"q":{wait},"b":{{"next":"d"}},"c":{{"end":true}},"d":{{"end":true}}}}')
    assert levels(flow) == {"a": 0, "q": 0, "b": 1, "c": 1, "d": 1}


def test_ways_back_change_nothing() -> None:
    """A step is not pushed down by what comes after it."""
    flow = flow_of('{"a":{"next":"b"},"b":{"cases":[{"when":{"field":"trip.origin","op":"missing"},"to":"a"}]}}')
    assert levels(flow) == {"a": 0, "b": 0}


def test_a_step_says_how_it_goes_on() -> None:
    """It waits, decides, tries ways, ends, or hands over."""
    kinds = {line.step: line.kind for line in outline(shipped()["book"])}
    assert [kinds[step] for step in ("hello", "ask_origin", "hello_long", "person", "done")] == [
        "conditions",
        "wait",
        "on",
        "person",
        "end",
    ]


def test_the_flows_that_ship_nest_whole() -> None:
    """Each step stands in it once, in order, never more than one deeper than the line before."""
    for flow in shipped().values():
        lines = outline(flow)
        assert tuple(walk(nested(lines))) == lines
        assert [line.step for line in lines] == list(flow.nodes)
        assert all(after.level <= before.level + 1 for before, after in pairwise(lines))
        assert max(line.level for line in lines) <= DEEPEST
