"""What differs between two revisions, in words: what an approver reads before a traveller does."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.adapters.data import catalogue
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.differences import differences
from tests.builders.flows import END, SAY, ask, flow, shipped

BOOK = catalogue.sample_flows()[0]
MISSING = {"field": "trip.origin", "op": "missing"}


def _told(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return [one.sentence for one in differences(flow(before), flow(after))]


def _wait(**wait: Any) -> dict[str, Any]:
    node = ask()
    exits = {**node["wait"]["exits"], **wait.pop("exits", {})}
    return {**node, "wait": {**node["wait"], **wait, "exits": exits}}


def test_the_same_flow_differs_by_nothing() -> None:
    """And two ways of writing it are the same flow."""
    assert differences(parse_flow(BOOK), parse_flow(catalogue.to_json(catalogue.to_yaml(BOOK).encode()))) == ()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"b": END}, {}, "The step b is removed."),
        ({"b": {**END, "locked": True}}, {}, "The step b is removed. It was locked."),
        ({}, {"b": END}, "The step b is added."),
        ({"b": END, "c": END}, {"c": END, "b": END}, "The step c is moved after person."),
        ({"b": END}, {"b": {**END, "locked": True}}, "b: is locked."),
        ({"b": {"do": [SAY]}}, {"b": END}, "b: ends the flow."),
        ({"b": END}, {"b": {"do": [SAY], "next": "a"}}, "b: leads on to a instead of nowhere."),
        ({"b": END}, {"b": {"end": True}}, "b: takes out: say “hi”."),
        ({"b": {"end": True}}, {"b": END}, "b: adds: say “hi”."),
        (
            {"b": {"do": [{**SAY, "wishes": ["trip"]}], "end": True}},
            {"b": END},
            "b: say “hi”: wishes trip → nothing.",
        ),
        ({"b": END}, {"b": {"do": [{"do": "check_out"}], "end": True}}, "b: adds: check out."),
        ({"b": END}, {"b": {"do": [{"do": "say", "text": "ho"}], "end": True}}, "b: say “ho”: text hi → ho."),
        (
            {"b": {"do": [{"do": "check_out"}], "end": True}},
            {"b": {"do": [{"do": "check_out", "text": "ho"}], "end": True}},
            "b: check out “ho”: text nothing → ho.",
        ),
        ({"b": END}, {"b": _wait()}, "b: waits for yes_no now."),
        ({"b": _wait()}, {"b": END}, "b: does not wait for yes_no any more."),
        ({"b": _wait()}, {"b": ask("trip.origin")}, "b: waits for trip.origin instead of yes_no."),
        ({"b": _wait()}, {"b": _wait(exits={"yes": "a"})}, "b: after “yes” it goes to a instead of to end."),
        ({"b": _wait()}, {"b": _wait(exits={"change": "a"})}, "b: after “change” it goes to a instead of nowhere."),
        ({"b": _wait()}, {"b": _wait(timeout=90, ring=True)}, "b: waits 90 s and rings instead of 24 h."),
        ({"b": _wait()}, {"b": _wait(timeout=120)}, "b: waits 2 min instead of 24 h."),
        (
            {"b": {"next": "a"}},
            {"b": {"cases": [{"when": MISSING, "to": "end"}], "next": "a"}},
            "b: if From is not known, it goes to end.",
        ),
        (
            {"b": {"cases": [{"when": MISSING, "to": "end"}], "next": "a"}},
            {"b": {"cases": [{"when": MISSING, "to": "a"}], "next": "a"}},
            "b: if From is not known, it goes to a instead of end.",
        ),
        (
            {"b": {"cases": [{"when": MISSING, "to": "end"}], "next": "a"}},
            {"b": {"next": "a"}},
            "b: no longer asks whether From is not known.",
        ),
        (
            {"b": {"next": "a"}},
            {"b": {"split": {"name": "t", "ways": [{"name": "x", "weight": 100, "to": "a"}]}}},
            "b: tries several ways as “t”: 100 % x to a.",
        ),
    ],
)
def test_each_change_is_one_sentence(before: dict[str, Any], after: dict[str, Any], told: str) -> None:
    """It names the step, and says what was and what is."""
    assert told in _told(before, after)


def test_what_goes_is_told_as_well_as_what_comes() -> None:
    """Undoing a change is a change."""
    split = {"split": {"name": "t", "ways": [{"name": "x", "weight": 100, "to": "a"}]}}
    assert "b: does not try several ways any more." in _told({"b": split}, {"b": {"next": "a"}})
    assert "b: is no longer locked." in _told({"b": {**END, "locked": True}}, {"b": END})
    assert "b: does not end the flow any more." in _told({"b": END}, {"b": {"do": [SAY]}})


def test_the_same_questions_in_another_order_are_told() -> None:
    """The first case that holds is taken, so that their order matters."""
    cases = [{"when": MISSING, "to": "end"}, {"when": {"not": MISSING}, "to": "a"}]
    before, after = {"cases": cases, "next": "end"}, {"cases": cases[::-1], "next": "end"}
    assert _told({"b": before}, {"b": after}) == ["b: asks the same in another order."]


def test_a_text_is_told_by_language_with_both_its_wordings() -> None:
    """An approver sees what travellers will read, in each language."""
    document = msgspec.json.decode(BOOK)
    document["texts"]["fr"]["ask_origin"] = "D'où ?"
    del document["texts"]["en"]["done"]
    document["texts"]["en"]["new"] = "New"
    found = differences(parse_flow(BOOK), parse_flow(msgspec.json.encode(document)))
    assert [one.sentence for one in found] == [
        "The text done (en) is removed.",
        "The text new (en) is new.",
        "The text ask_origin (fr) changes.",
    ]
    assert (found[2].before, found[2].after) == ("D'où partez-vous ?", "D'où ?")


def test_what_is_said_of_the_flow_as_a_whole_is_told() -> None:
    """Where it starts, what it needs, and which language stands in."""
    before, after = flow({"b": END}), flow({"b": END}, start="b", needs=["trip.origin"], fallback={"de": "en"})
    told = [one.sentence for one in differences(before, after)]
    assert told == [
        "The flow starts at b instead of a.",
        "It needs trip.origin; it needed nothing.",
        "Where a text has no de, en stands in for it.",
    ]
    back = [one.sentence for one in differences(after, before)]
    assert "Where a text has no de, no language stands in for it any more." in back


def test_a_new_flow_is_told_step_by_step() -> None:
    """Nothing of it was there before."""
    told = {one.kind for one in differences(None, shipped()["my_trip"])}
    assert told == {"added", "text"}


_NODES = st.dictionaries(st.sampled_from(["b", "c", "d"]), st.sampled_from([END, {"next": "a"}, {"do": [SAY]}]))


def _same(one: Flow, other: Flow) -> bool:
    return list(one.nodes.items()) == list(other.nodes.items()) and one.texts == other.texts


@given(_NODES, _NODES)
def test_two_flows_differ_exactly_when_something_is_told(before: dict[str, Any], after: dict[str, Any]) -> None:
    """No change goes live without having been read."""
    one, other = flow(before), flow(after)
    assert (differences(one, other) == ()) is _same(one, other)
