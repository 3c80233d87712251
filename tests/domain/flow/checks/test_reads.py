"""Rule 8: nothing is told before it is known; a traveller never reads an empty hole."""

from typing import Any

from bot.domain.flow.issues import Around
from tests.builders.flows import TEXTS, ask, flow, found, sentences

CITY = {
    "en": {"hi": "Hi", "to": "To {{ trip.destination | city }}"},
    "fr": {"hi": "x", "to": "À {{ trip.destination | city }}"},
}
TELL: dict[str, Any] = {"do": [{"do": "say", "text": "to"}], "end": True}


def test_a_field_that_nobody_asked_for_is_told_once() -> None:
    """One row, with the step, the text and what would mend it."""
    (issue,) = found(flow({"a": {"next": "b"}, "b": TELL}, texts=CITY), 8)
    assert (issue.step, issue.text, issue.language, issue.blocks) == ("b", "to", "en", True)
    assert "To (trip.destination)" in issue.sentence
    assert issue.fix


def test_an_answer_makes_a_field_known() -> None:
    """After the question it may be told."""
    asked = ask("trip.destination", answered="b", changed="end")
    assert sentences(flow({"a": asked, "b": TELL}, texts=CITY), 8) == []


def test_a_path_around_the_question_is_found() -> None:
    """What is known on one path only is not known."""
    asked = ask("trip.destination", answered="b", changed="b")
    assert sentences(flow({"a": asked, "b": TELL}, texts=CITY), 8) != []


def test_a_test_makes_a_field_known_on_its_way() -> None:
    """A router that looks first is enough, on the way that says so and on the other one."""
    missing = {"field": "trip.destination", "op": "missing"}
    present = {"field": "trip.destination", "op": "present"}
    router = {"cases": [{"when": missing, "to": "end"}], "next": "b"}
    assert sentences(flow({"a": router, "b": TELL}, texts=CITY), 8) == []
    router = {"cases": [{"when": present, "to": "b"}], "next": "end"}
    assert sentences(flow({"a": router, "b": TELL}, texts=CITY), 8) == []
    router = {"cases": [{"when": {"any": [present, missing]}, "to": "b"}], "next": "end"}
    assert sentences(flow({"a": router, "b": TELL}, texts=CITY), 8) != []


def test_what_is_forgotten_is_not_known_any_more() -> None:
    """A step that clears a field does so for every step after it."""
    asked = ask("trip.destination", answered="clear", changed="end")
    clear = {"do": [{"do": "set_slot", "field": "trip.destination"}], "next": "b"}
    assert sentences(flow({"a": asked, "clear": clear, "b": TELL}, texts=CITY), 8) != []


def test_an_action_that_would_give_up_is_found() -> None:
    """A search without a day cannot be made; a checkout without a flight neither."""
    told = sentences(flow({"a": {"do": [{"do": "search_flights"}], "next": "end"}}), 8)
    assert any("trip.depart" in sentence and "'search_flights'" in sentence for sentence in told)


def test_a_note_is_known_once_it_is_set() -> None:
    """Flows may keep words of their own."""
    texts = {"en": {"hi": "{{ slots.wish }}"}, "fr": {"hi": "{{ slots.wish }}"}}
    kept = ask("text:wish", answered="b", no_match="c", timeout="c", person="c")
    nodes = {
        "a": kept,
        "b": {"do": [{"do": "say", "text": "hi"}], "end": True},
        "c": {"end": True},
        "end": {"end": True},
    }
    kept["do"] = []
    nodes["person"] = {"end": True}
    assert sentences(flow(nodes, texts=texts), 8) == []
    nodes["a"] = {"do": [{"do": "set_slot", "field": "slots.wish", "value": "x"}], "next": "b"}
    assert sentences(flow(nodes, texts=texts), 8) == []


def test_a_flow_that_needs_something_may_rely_on_it() -> None:
    """What is declared is known from the start, and asked of whoever enters the flow (rule 15)."""
    inner = flow({"a": TELL}, name="inner", texts=CITY, needs=["trip.destination"])
    assert sentences(inner, 8) == []
    enters = {"do": [{"do": "enter_flow", "flow": "inner"}], "next": "end"}
    around = Around(texts=TEXTS, others={"inner": inner})
    outer = flow({"a": enters})
    assert "needs it" in sentences(outer, 15, around, flows=frozenset({"inner"}))[0]
    asked = ask("trip.destination", answered="b", changed="end")
    assert sentences(flow({"a": asked, "b": enters}), 15, around, flows=frozenset({"inner"})) == []
