"""Rules 1, 3, 4, 6 and 7: what staff are told of ways that lead nowhere, round and round, or two ways at once."""

from typing import Any

import pytest

from tests.builders.flows import EXITS, SAY, ask, flow, found, sentences


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        ({"wait": {"for": "yes_no", "exits": dict(EXITS)}, "next": "end"}, "a wait or ways on"),
        ({"split": {"name": "x", "ways": []}, "next": "end"}, "a split or other ways on"),
        ({"cases": [{"when": {"field": "trip.origin", "op": "missing"}, "to": "end"}]}, "a router needs a way on"),
        ({"end": True, "next": "end"}, "ends the flow leads nowhere else"),
        ({"do": [{"do": "enter_flow", "flow": "x"}, SAY], "next": "end"}, "enters another flow does so last"),
        ({"do": [{"do": "enter_flow", "flow": "x"}] * 2, "next": "end"}, "enters another flow does so last"),
        ({**ask(), "do": [{"do": "enter_flow", "flow": "x"}]}, "then leads on by “next” alone"),
    ],
)
def test_a_step_leads_on_in_one_way_only(node: dict[str, Any], sentence: str) -> None:
    """Nobody has to guess which of two ways a traveller takes."""
    assert any(sentence in told.lower() for told in sentences(flow({"a": node}), 1))


def test_a_way_to_a_step_that_is_not_there_names_both() -> None:
    """A step that was deleted is missed where it was led to."""
    (issue,) = found(flow({"a": {"next": "gone"}}), 3)
    assert (issue.step, issue.blocks, "'gone'" in issue.sentence) == ("a", True, True)


def test_a_flow_that_starts_nowhere_is_told() -> None:
    """The first step of all has to be there."""
    assert "starts at 'gone'" in sentences(flow({}, start="gone"), 3)[0]


def test_a_step_that_nothing_reaches_is_a_warning() -> None:
    """A half-built branch may be published."""
    (issue,) = found(flow({"a": {"next": "end"}, "b": {"do": [SAY], "end": True}, "person": {"end": True}}), 4)[:1]
    assert (issue.step, issue.severity) == ("b", "warning")


def test_a_circle_without_a_wait_is_told_step_by_step() -> None:
    """The engine would give up after its most steps, and the traveller would hear that we are lost."""
    (sentence,) = sentences(flow({"a": {"next": "b"}, "b": {"next": "c"}, "c": {"next": "b"}}), 6)
    assert "b → c → b" in sentence


def test_a_circle_with_a_question_in_it_is_none() -> None:
    """Asking again until it is understood is what flows do."""
    assert sentences(flow({"a": {"next": "b"}, "b": ask(no_match="a")}), 6) == []


def test_a_circle_behind_a_split_is_found() -> None:
    """A trial is a way on like any other."""
    ways = [{"name": "x", "weight": 50, "to": "a"}, {"name": "y", "weight": 50, "to": "end"}]
    assert sentences(flow({"a": {"split": {"name": "t", "ways": ways}}}), 6) != []


def test_a_step_that_leads_nowhere_says_that_it_ends() -> None:
    """A forgotten way on is no end; a hand-over is one."""
    assert [issue.step for issue in found(flow({"a": {"do": [SAY]}}), 7)] == ["a"]
    assert found(flow({"a": {"do": [SAY], "end": True}}), 7) == []
