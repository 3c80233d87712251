"""Rule 22: neither a person nor the word that this is a machine is lost by a change of a flow."""

from typing import Any

import msgspec
import pytest

from bot.domain.flow.sides import PERSON, WELCOME
from tests.builders.flows import flow, sentences, shipped

NOBODY = "Who asked for a person comes to an end here, and nobody was called."
NOTHING = "Nothing in this flow calls a person."
UNTOLD = "Somebody gets here who was not told that they write with a machine."
SAYS = {"do": "say", "text": "hi"}
CALLS = {"do": "hand_over", "text": "hi"}


def told(nodes: dict[str, Any], name: str) -> list[str]:
    """What the rule says of the steps of a flow of that name, which begins at `a`."""
    return sentences(msgspec.structs.replace(flow(nodes), name=name), 22)


def asks(**exits: str) -> dict[str, Any]:
    """A step that asks what it is about, and where its exits lead."""
    ways = {"answered": "b", "no_match": "b", "timeout": "b", "person": "b", **exits}
    return {"do": [{"do": "ask", "text": "hi"}], "wait": {"for": "text:why", "exits": ways}}


@pytest.mark.parametrize("name", [PERSON, WELCOME])
def test_the_flows_that_ship_keep_it(name: str) -> None:
    """As they come."""
    assert sentences(shipped()[name], 22) == []


def test_the_way_to_a_person_calls_one() -> None:
    """A flow that only says that all are busy would leave nobody a person, wherever they ask."""
    assert told({"a": {"do": [SAYS], "end": True}}, PERSON) == [NOBODY, NOTHING]
    assert told({"a": {"do": [CALLS]}}, PERSON) == []


@pytest.mark.parametrize("word", ["answered", "no_match", "timeout", "person"])
def test_whatever_is_answered_to_a_question_before_a_person_is_called(word: str) -> None:
    """Silence and words that are not understood, too."""
    nodes = {"a": asks(**{word: "c"}), "b": {"do": [CALLS]}, "c": {"do": [SAYS], "end": True}}
    assert told(nodes, PERSON) == [NOBODY]


def test_who_chooses_to_do_without_a_person_may() -> None:
    """An option of the question leads back."""
    exits = {"calls": "b", "leave": "c", "no_match": "b", "timeout": "b", "person": "b"}
    options = [{"text": "hi", "value": "calls"}, {"text": "hi", "value": "leave"}]
    question = {"do": [{"do": "ask", "text": "hi", "options": options}], "wait": {"for": "choice", "exits": exits}}
    assert told({"a": question, "b": {"do": [CALLS]}, "c": {"do": [SAYS], "end": True}}, PERSON) == []


def test_nobody_passes_the_welcome_untold() -> None:
    """Neither by a step that is not locked, nor around the locked one."""
    case = {"when": {"field": "profile.returning", "op": "present"}, "to": "b"}
    locked = {"do": [SAYS], "locked": True, "end": True}
    assert told({"a": {"do": [SAYS], "end": True}}, WELCOME) == [UNTOLD]
    assert told({"a": {"cases": [case], "next": "c"}, "b": {"end": True}, "c": locked}, WELCOME) == [UNTOLD]
    assert told({"a": {"cases": [case], "next": "c"}, "b": {"next": "c"}, "c": locked}, WELCOME) == []


def test_other_flows_owe_neither() -> None:
    """They are theirs alone."""
    assert told({"a": {"do": [SAYS], "end": True}}, "book") == []
