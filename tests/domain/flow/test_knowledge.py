"""What is known at each step: what every path to it has asked, tested or set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.flow.conditions import All, AnyOf, Compare, Condition, Not, holds
from bot.domain.flow.knowledge import is_known, known_at, proved
from tests.builders.flows import ask, flow, shipped

_FACTS = ("trip.origin", "trip.destination", "basket.email")
_OPS = ("missing", "present", "is", "is_not", "less", "contains", "starts", "in", "matches")


def _tests() -> st.SearchStrategy[Condition]:
    values = st.sampled_from([None, "", "PAR", ("PAR",), ("", "PAR")])
    return st.builds(Compare, st.sampled_from(_FACTS), st.sampled_from(_OPS), values)


_TREES: st.SearchStrategy[Condition] = st.recursive(
    _tests(),
    lambda inner: st.one_of(
        st.builds(All, st.tuples(inner, inner)), st.builds(AnyOf, st.tuples(inner, inner)), st.builds(Not, inner)
    ),
    max_leaves=5,
)


@given(_TREES, st.fixed_dictionaries({name: st.sampled_from([None, "", "PAR", "x"]) for name in _FACTS}))
def test_what_a_condition_proves_is_so_whenever_it_holds(tree: Condition, facts: dict[str, str | None]) -> None:
    """Whatever the values are: a text that relies on a test never has a hole."""
    if holds(tree, facts.get):
        assert all(facts[name] for name in proved(tree) if name in facts)


def test_at_a_join_only_what_both_ways_know_is_known() -> None:
    """Whoever came by the other way did not tell."""
    nodes = {
        "a": ask("trip.origin", answered="b", changed="c"),
        "b": ask("contact.email", answered="d", changed="d"),
        "c": ask("contact.email", answered="d", changed="d"),
        "d": {"end": True},
    }
    known = known_at(flow(nodes))
    assert "trip.origin" in known["b"]
    assert "trip.origin" not in known["d"]
    assert "basket.email" not in known["d"]


def test_a_loop_forgets_what_its_way_back_forgets() -> None:
    """The first look is too hopeful, and is corrected until nothing changes."""
    nodes = {
        "a": ask("trip.origin", answered="b", changed="end"),
        "b": {"next": "c"},
        "c": ask(yes="d"),
        "d": {"do": [{"do": "set_slot", "field": "trip.origin"}], "next": "c"},
    }
    known = known_at(flow(nodes))
    assert ("trip.origin" in known["b"], "trip.origin" in known["c"]) == (True, False)


@pytest.mark.parametrize(
    ("step", "field", "known"),
    [
        ("review", "basket.total", True),
        ("review", "basket.email", True),
        ("offers", "trip.destination", True),
        ("price_changed", "basket.before", True),
        ("what_change", "trip.origin", False),
        ("hello", "brand.name", True),
    ],
)
def test_the_flow_that_ships_knows_what_it_tells(step: str, field: str, *, known: bool) -> None:
    """A total comes with the flight that was chosen; the name of the airline is always known."""
    assert is_known(field, known_at(shipped()["book"])[step]) is known


def test_what_nobody_declared_is_left_to_another_rule() -> None:
    """One fault is told once."""
    assert is_known("trip.moon", frozenset())
    assert is_known("said.minutes", frozenset())
