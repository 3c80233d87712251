"""Rule 15: whoever is led into another flow comes back from it."""

from bot.domain.flow.actions.enter_flow import DEEPEST
from bot.domain.flow.definition import Flow
from bot.domain.flow.issues import Around
from tests.builders.flows import TEXTS, flow, sentences


def _entering(name: str, *others: str) -> Flow:
    return flow({"a": {"do": [{"do": "enter_flow", "flow": other} for other in others], "next": "end"}}, name=name)


def _told(checked: Flow, *around: Flow) -> list[str]:
    names = frozenset(one.name for one in around)
    stands = Around(texts=TEXTS, others={one.name: one for one in around})
    return sentences(checked, 15, stands, flows=names)


def test_a_flow_that_is_not_there_is_told() -> None:
    """A name that nobody published leads nowhere."""
    assert _told(_entering("tiny", "bags")) == ["There is no flow 'bags'."]


def test_a_circle_of_flows_is_told_by_name() -> None:
    """The traveller would go deeper each time, until the engine gives up."""
    inner = _entering("inner", "tiny")
    (sentence,) = _told(_entering("tiny", "inner"), inner)
    assert "circle" in sentence
    assert {"tiny", "inner"} <= set(sentence.replace(".", "").split())


def test_a_flow_that_enters_itself_is_a_circle() -> None:
    """The shortest circle of all."""
    assert "circle" in _told(_entering("tiny", "tiny"))[0]


def test_flows_go_so_deep_and_no_deeper() -> None:
    """A traveller who is five flows deep does not know any more what was asked first."""
    chain = [_entering(f"f{depth}", f"f{depth + 1}") for depth in range(DEEPEST)]
    last = flow({}, name=f"f{DEEPEST}")
    assert _told(_entering("tiny", "f0"), *chain, last) == [f"Flows may be entered {DEEPEST} deep."]
    assert _told(_entering("tiny", "f1"), *chain, last) != _told(_entering("tiny", "f2"), *chain, last) == []


def test_two_ways_into_the_same_flow_are_no_circle() -> None:
    """A flow may be entered from many places."""
    bags, step = flow({}, name="bags"), {"do": [{"do": "enter_flow", "flow": "bags"}], "next": "b"}
    assert _told(flow({"a": step, "b": {**step, "next": "end"}}), bags) == []
