"""Conditions: what staff may rely on when they branch a flow."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.flow.conditions import (
    OPERATORS,
    All,
    AnyOf,
    Compare,
    Condition,
    Not,
    fields_of,
    from_data,
    holds,
    to_data,
)
from bot.domain.money import Money

FACTS = {"trip.origin": "PAR", "trip.depart": None, "basket.passengers_missing": 2, "trip.one_way": False}


def _holds(data: dict[str, Any]) -> bool:
    return holds(from_data(data), FACTS.get)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"field": "trip.origin", "op": "is", "value": "PAR"}, True),
        ({"field": "trip.origin", "op": "is_not", "value": "PAR"}, False),
        ({"field": "trip.depart", "op": "missing"}, True),
        ({"field": "trip.origin", "op": "present"}, True),
        ({"field": "trip.origin", "op": "in", "value": ["PAR", "LON"]}, True),
        ({"field": "trip.origin", "op": "not_in", "value": ["PAR"]}, False),
        ({"field": "basket.passengers_missing", "op": "more", "value": 1}, True),
        ({"field": "basket.passengers_missing", "op": "less", "value": 2}, False),
        ({"field": "basket.passengers_missing", "op": "at_least", "value": 2}, True),
        ({"field": "basket.passengers_missing", "op": "at_most", "value": 1}, False),
        ({"all": [{"field": "trip.origin", "op": "present"}, {"field": "trip.depart", "op": "missing"}]}, True),
        ({"any": [{"field": "trip.origin", "op": "missing"}, {"field": "trip.depart", "op": "missing"}]}, True),
        ({"not": {"field": "trip.origin", "op": "missing"}}, True),
    ],
)
def test_each_operator_compares_as_its_name_says(data: dict[str, Any], *, expected: bool) -> None:
    """What a condition says in the console is what it does."""
    assert _holds(data) is expected


@pytest.mark.parametrize("op", ["less", "more", "at_least", "at_most"])
def test_a_missing_field_is_neither_less_nor_more(op: str) -> None:
    """A value that is not there yet never makes a comparison of size true."""
    assert not _holds({"field": "trip.depart", "op": op, "value": 1})


@pytest.mark.parametrize(
    "data",
    [
        "trip.origin",
        {"field": "x", "op": "eval"},
        {"all": []},
        {"all": [{"field": "x"}], "field": "x"},
        {"not": {"field": "x"}, "op": "is"},
        {"field": "x", "value": 1.5},
        {"all": [{"all": [{"all": [{"all": [{"field": "x"}]}]}]}]},
        {"any": [{"field": "x"}] * 21},
    ],
)
def test_what_is_no_condition_is_refused(data: Any) -> None:
    """A tree that is too deep, too wide or not a tree is refused before it is stored."""
    with pytest.raises(msgspec.ValidationError):
        from_data(data)


_TESTS = st.builds(Compare, st.sampled_from(sorted(FACTS)), st.sampled_from(["missing", "present", "is"]))
_TREES: st.SearchStrategy[Condition] = st.recursive(
    _TESTS,
    lambda inner: st.one_of(
        st.builds(All, st.tuples(inner)), st.builds(AnyOf, st.tuples(inner, _TESTS)), st.builds(Not, inner)
    ),
    max_leaves=3,
)


@given(_TREES)
def test_a_condition_survives_being_stored(tree: Condition) -> None:
    """Writing a condition down and reading it again changes nothing."""
    try:
        again = from_data(to_data(tree))
    except msgspec.ValidationError as error:
        assert "deep" in str(error)  # noqa: PT017  trees deeper than staff may build are refused, nothing else is
    else:
        assert again == tree
        assert fields_of(again) == fields_of(tree)


@given(_TREES)
def test_not_turns_every_condition_around(tree: Condition) -> None:
    """A condition and its negation never agree."""
    assert holds(Not(tree), FACTS.get) is not holds(tree, FACTS.get)


@pytest.mark.parametrize(
    ("known", "op", "value", "expected"),
    [
        (Money(30_100, "EUR"), "more", "EUR 300", True),
        (Money(30_000, "EUR"), "more", "EUR 300", False),
        (Money(30_000, "EUR"), "at_least", "EUR 300.00", True),
        (Money(30_000, "EUR"), "at_most", "EUR 300", True),
        (Money(30_000, "USD"), "less", "EUR 900", False),
        (Money(30_000, "USD"), "more", "EUR 1", False),
        (Money(30_000, "USD"), "at_least", "EUR 1", False),
        (Money(30_000, "EUR"), "more", "300", False),
        (Money(30_000, "EUR"), "less", "EUR 300.1234", False),
        (Money(30_000, "JPY"), "more", "JPY 1.5", False),
        (date(2026, 12, 4), "less", "2026-12-05", True),
        (date(2026, 12, 4), "is", "2026-12-04", True),
        (date(2026, 12, 4), "at_least", "2026-12-04", True),
        (date(2026, 12, 4), "more", "tomorrow", False),
        (date(2026, 12, 4), "more", 3, False),
        ("Window seat", "contains", "WINDOW", True),
        ("Window seat", "starts", "win", True),
        ("Window seat", "contains", "", False),
        (7, "contains", "7", False),
        ("K7QM2X", "matches", "reference", True),
        ("K7QM2X!", "matches", "reference", False),
        ("K7QM2X", "matches", "(a+)+$", False),
        ("K7QM2X", "matches", ("reference",), False),
        (("a", "b"), "has", "a", True),
        ("ab", "has", "a", False),
        ("three", "less", 3, False),
    ],
)
def test_money_days_and_words_are_compared_as_what_they_are(known: Any, op: str, value: Any, *, expected: bool) -> None:
    """Two currencies are never compared, and what cannot be compared is neither less nor more: no turn ever breaks."""
    assert holds(Compare("x", op, value), {"x": known}.get) is expected


_ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.dates(), st.just((1,)), st.just(Money(1, "EUR"))
)


@given(_ANYTHING, st.sampled_from(sorted(OPERATORS)), st.one_of(st.none(), st.integers(), st.text(max_size=9)))
def test_no_value_ever_breaks_a_condition(known: Any, op: str, value: Any) -> None:
    """A flow that compares nonsense goes the other way; it does not end in an error."""
    assert holds(Compare("x", op, value), {"x": known}.get) in {True, False}


def test_a_tree_has_so_many_comparisons_and_no_more() -> None:
    """Ten in each of two branches are too many together when there are eleven in one."""
    two = [{"any": [{"field": "x"}] * 10}, {"any": [{"field": "x"}] * 10}]
    assert len(fields_of(from_data({"all": two}))) == 20
    two[0]["any"].append({"field": "x"})
    with pytest.raises(msgspec.ValidationError, match="20 comparisons"):
        from_data({"all": two})
