"""Flows as graphs: where each step leads, what is reached, and what goes round."""

from bot.domain.flow.graph import all_edges, circle, edges, entered, reachable, reached_from, stops, ways
from tests.builders.flows import ask, flow

WAYS = [{"name": "x", "weight": 50, "to": "b"}, {"name": "y", "weight": 50, "to": "end"}]
FLOW = flow(
    {
        "a": {"split": {"name": "t", "ways": WAYS}},
        "b": {"cases": [{"when": {"field": "trip.origin", "op": "missing"}, "to": "c"}], "next": "end"},
        "c": ask(),
        "d": {"do": [{"do": "enter_flow", "flow": "bags"}], "next": "end"},
    }
)


def test_every_way_says_by_what_it_is_taken() -> None:
    """An exit, a case, a way of a trial, or just on."""
    told = {(edge.kind, edge.word, edge.to) for edge in (*edges("a", FLOW.nodes["a"]), *edges("b", FLOW.nodes["b"]))}
    assert told == {("way", "x", "b"), ("way", "y", "end"), ("case", "1", "c"), ("next", "", "end")}
    assert ("exit", "yes", "end") in {(edge.kind, edge.word, edge.to) for edge in edges("c", FLOW.nodes["c"])}
    assert ways(FLOW.nodes["a"]) == ("b", "end")


def test_what_no_way_leads_to_is_not_reached() -> None:
    """Also when a step is gone around on purpose."""
    assert reachable(FLOW) == {"a", "b", "c", "end", "person"}
    assert reachable(FLOW, without={"b"}) == {"a", "end"}
    assert reached_from(("x",), {}) == frozenset()


def test_a_walk_stops_at_questions_and_at_people() -> None:
    """Everywhere else it goes on at once."""
    assert {name for name, node in FLOW.nodes.items() if stops(node)} == {"c", "person"}


def test_a_circle_is_told_in_order_and_only_where_there_is_one() -> None:
    """Two ways to the same place are none."""
    assert circle({"a": ["b"], "b": ["c"], "c": ["b"]}) == ("b", "c")
    assert circle({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == ()
    assert circle({"a": ["a"]}) == ("a",)


def test_a_long_row_of_steps_is_no_problem() -> None:
    """A thousand steps are walked without running out of room."""
    row = {str(number): [str(number + 1)] for number in range(5000)}
    assert circle(row) == ()
    assert len(reached_from(("0",), row)) == 5000


def test_flows_that_are_entered_are_told_with_their_step() -> None:
    """And every way of the flow is known at once."""
    assert list(entered(FLOW)) == [("d", "bags")]
    assert len(all_edges(FLOW)) == 2 + 2 + 5 + 1
