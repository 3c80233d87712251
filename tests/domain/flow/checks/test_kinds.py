"""Rule 9: a condition that cannot mean what it says is refused before it silently never holds."""

from typing import Any

import pytest

from tests.builders.flows import END, ask, flow, sentences


def _asked(**test: Any) -> list[str]:
    return sentences(flow({"a": {"cases": [{"when": test, "to": "end"}], "next": "end"}}), 9)


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ({"field": "trip.moon", "op": "missing"}, "no field 'trip.moon'"),
        ({"field": "trip.origin", "op": "more", "value": 3}, "cannot be compared by 'more'"),
        ({"field": "talk.misses", "op": "more", "value": "two"}, "a whole number"),
        ({"field": "talk.misses", "op": "is", "value": True}, "a whole number"),
        ({"field": "trip.depart", "op": "less", "value": "soon"}, "2026-12-04"),
        ({"field": "basket.total", "op": "more", "value": 300}, "EUR 300"),
        ({"field": "basket.total", "op": "more", "value": "300 EUR"}, "EUR 300"),
        ({"field": "trip.one_way", "op": "is", "value": "yes"}, "yes or no"),
        ({"field": "trip.origin", "op": "in", "value": "PAR"}, "a list"),
        ({"field": "trip.origin", "op": "missing", "value": "PAR"}, "takes no value"),
        ({"field": "talk.channel", "op": "is", "value": "telex"}, "is never 'telex'"),
        ({"field": "slots.wish", "op": "matches", "value": "(a+)+"}, "no pattern"),
        ({"not": {"any": [{"field": "trip.moon"}, {"field": "trip.origin", "op": "present"}]}}, "no field"),
    ],
)
def test_what_cannot_hold_is_told(test: dict[str, Any], told: str) -> None:
    """Each kind of field takes its own comparisons and values."""
    assert any(told in sentence for sentence in _asked(**test))


@pytest.mark.parametrize(
    "test",
    [
        {"field": "trip.depart", "op": "at_least", "value": "2026-12-04"},
        {"field": "basket.total", "op": "more", "value": "EUR 300.50"},
        {"field": "trip.origin", "op": "in", "value": ["PAR", "LON"]},
        {"field": "slots.wish", "op": "matches", "value": "email"},
        {"field": "said.restarted", "op": "present"},
        {"field": "trip.cabin", "op": "is", "value": "business"},
    ],
)
def test_what_can_hold_is_left_alone(test: dict[str, Any]) -> None:
    """A condition that the form offers is a condition that works."""
    assert _asked(**test) == []


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ({"do": "set_slot", "field": "basket.total", "value": "1"}, "cannot be set"),
        ({"do": "set_slot", "field": "trip.one_way", "value": "perhaps"}, "cannot hold"),
        ({"do": "set_slot", "field": "slots.pay_url", "value": "https://evil.example"}, "the program's own"),
        ({"do": "set_slot", "field": "slots.split.greeting", "value": "long"}, "cannot be called"),
        ({"do": "say", "text": "hi", "wishes": ["moon"]}, "no wish 'moon'"),
        ({"do": "show_trip", "part": "page", "text": "hi"}, "needs a text and a button"),
    ],
)
def test_an_action_that_cannot_be_done_is_told(action: dict[str, Any], told: str) -> None:
    """What only the program may write is not set by a flow."""
    assert told in sentences(flow({"a": {"do": [action], "next": "end"}}), 9)[0]


def test_what_a_flow_needs_are_fields() -> None:
    """A slip in a declaration is found like one in a condition."""
    assert sentences(flow({"a": END}, needs=["trip.moon"]), 9) == ["There is no field 'trip.moon'."]


@pytest.mark.parametrize("note", ["pay_url", "disowned", "Wish", "split.greeting", ""])
def test_what_a_traveller_writes_is_kept_in_notes_of_the_flow_alone(note: str) -> None:
    """Nobody can type the address of the page on which they pay."""
    assert sentences(flow({"a": ask(f"text:{note}", answered="end")}), 9) != []
    assert sentences(flow({"a": ask("text:wish", answered="end")}), 9) == []
