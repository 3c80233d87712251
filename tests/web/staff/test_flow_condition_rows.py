"""The builder of conditions: what is built is what was meant, and comes back as it was."""

from typing import Any

import pytest

from bot.domain.flow.conditions import OPERATORS, from_data
from bot.domain.flow.vocabulary import catalogue
from bot.web.staff.flow_condition_rows import as_condition, as_rows, hint, operators, values

NONE_OF_TWO = {
    "not": {"any": [{"field": "trip.cabin", "op": "is", "value": "first"}, {"field": "trip", "op": "present"}]}
}


@pytest.mark.parametrize(
    "condition",
    [
        {"field": "trip.origin", "op": "missing"},
        {"all": [{"field": "trip.origin", "op": "missing"}, {"field": "trip.one_way", "op": "is", "value": False}]},
        {"any": [{"field": "trip.passengers", "op": "more", "value": 3}, NONE_OF_TWO]},
        NONE_OF_TWO,
        {
            "not": {
                "all": [
                    {"field": "trip.origin", "op": "in", "value": ["PAR", "LYS"]},
                    {"field": "trip", "op": "present"},
                ]
            }
        },
        {"field": "basket.total", "op": "at_least", "value": "EUR 300"},
        {"field": "trip.depart", "op": "less", "value": "2026-12-04"},
        {"not": {"field": "talk.channel", "op": "is", "value": "whatsapp"}},
    ],
)
def test_a_condition_comes_back_as_it_was(condition: dict[str, Any]) -> None:
    """Groups in groups, and every value in its kind."""
    assert as_condition(as_rows(condition)) == condition
    from_data(as_condition(as_rows(condition)))


def test_rows_without_a_field_and_empty_groups_are_left_out() -> None:
    """A group of one is that one; nothing at all is no condition."""
    row = {"field": "trip.origin", "op": "missing", "value": "left over"}
    assert as_condition({"group": "any", "parts": [{"field": ""}, row]}) == {"field": "trip.origin", "op": "missing"}
    assert as_condition({"group": "all", "parts": [{}]}) is None
    assert as_condition({"group": "none", "parts": [{"group": "all", "parts": []}]}) is None
    assert as_condition("nonsense") is None


def test_what_is_no_value_of_the_field_stays_as_it_was_typed() -> None:
    """So that the check can say what is wrong with it."""
    row = {"field": "trip.passengers", "op": "more", "value": "many"}
    assert as_condition(row) == row
    assert as_condition({**row, "value": "-2"}) == {**row, "value": -2}


def test_operators_are_those_of_the_kind_in_its_words() -> None:
    """A day is before another; all are offered until a field is chosen."""
    assert ("less", "is before") in operators("trip.depart")
    assert operators("trip") == [("present", "is known"), ("missing", "is not known")]
    assert len(operators("")) == len(OPERATORS)


def test_every_field_has_operators_and_few_values_are_a_choice() -> None:
    """Yes or no, cabins, patterns; a list is typed with commas, money with its currency."""
    assert all(operators(fact.name) for fact in catalogue())
    assert values("trip.one_way", "is") == [("yes", "yes"), ("no", "no")]
    assert [value for value, _ in values("trip.cabin", "is")][:2] == ["economy", "premium"]
    assert ("email", "email") in values("basket.given", "matches")
    assert (values("trip.cabin", "in"), hint("trip.cabin", "in")) == ([], "one, two, three")
    assert hint("basket.total", "less") == "EUR 300"
