"""Faults of a flow: what staff are told before a traveller would find it."""

from typing import Any

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.issues import issues

CATALOGUE = frozenset[str]().union(*catalogue.texts().values())


def _flow(nodes: dict[str, Any], **texts: str) -> Flow:
    return parse_flow(
        msgspec.json.encode(
            {"spec": 1, "flow": "tiny", "start": "a", "nodes": nodes, "texts": {"en": {"hi": "Hi", **texts}}}
        )
    )


def _sentences(nodes: dict[str, Any], **texts: str) -> list[str]:
    found = issues(_flow(nodes, **texts), languages=("en",), flows=frozenset())
    return [fault.sentence for fault in found if fault.blocks]


SAY = {"do": "say", "text": "hi"}
EXITS = {"yes": "a", "no": "a", "no_match": "a", "timeout": "a", "person": "a"}


def test_the_sample_flow_has_no_fault() -> None:
    """What ships can be published as it is, in both languages."""
    flow = parse_flow(catalogue.sample_flows()[0])
    assert issues(flow, languages=("en", "fr"), flows=frozenset(), catalogue=CATALOGUE) == ()


def test_a_flow_without_faults_has_none() -> None:
    """A sound flow is not complained about."""
    assert _sentences({"a": {"do": [SAY], "wait": {"for": "yes_no", "exits": EXITS}}}) == []


@pytest.mark.parametrize(
    ("nodes", "sentence"),
    [
        ({"b": {"do": [SAY]}}, "starts at 'a'"),
        ({"a": {"next": "b"}}, "leads to 'b'"),
        ({"a": {"wait": {"for": "yes_no", "exits": EXITS}, "next": "a"}}, "not both"),
        ({"a": {"wait": {"for": "moon", "exits": EXITS}}}, "Nobody can wait for 'moon'"),
        ({"a": {"wait": {"for": "yes_no", "exits": {"yes": "a", "no": "a"}}}}, "lacks the exits"),
        ({"a": {"wait": {"for": "yes_no", "exits": {**EXITS, "maybe": "a"}}}}, "never takes the exits maybe"),
        ({"a": {"cases": [{"when": {"field": "trip.origin"}, "to": "a"}]}}, "needs a way on"),
        ({"a": {"cases": [{"when": {"field": "trip.moon"}, "to": "a"}], "next": "a"}}, "no field 'trip.moon'"),
        ({"a": {"do": [{"do": "set_slot", "field": "basket.total"}]}}, "cannot be set"),
        ({"a": {"do": [{"do": "enter_flow", "flow": "bags"}]}}, "no flow 'bags'"),
        ({"a": {"do": [{"do": "say", "text": "bye"}]}}, "'bye' is missing"),
        ({"a": {"do": [{"do": "say", "text": "hi", "wishes": ["moon"]}]}}, "no wish 'moon'"),
        ({"a": {"do": [{"do": "say", "text": "hi", "wishes": ["trip"]}]}}, "'trip_button' is missing"),
        ({"a": {"do": [{"do": "show_trip", "part": "page", "text": "hi"}]}}, "needs a text and a button"),
        ({"a": {"do": [{"do": "show_trip", "part": "document", "text": "hi"}]}}, "needs a text and a button"),
        ({"a": {"do": [{"do": "list_trips", "text": "hi", "button": "x"}]}}, "'x' is missing"),
        ({"a": {"do": [{"do": "show_media", "kind": "image", "url": "http://x/a.png", "alt": "hi"}]}}, "https://"),
        (
            {"a": {"do": [{"do": "show_media", "kind": "image", "url": "https://x", "alt": "x"}]}},
            "'x' is missing",
        ),
        ({"a": {"do": [{"do": "look_up_trip", "text": "x"}]}}, "'x' is missing"),
        ({"a": {"do": [{"do": "ask", "text": "hi", "options": [{"text": "x", "value": "y"}]}]}}, "'x' is missing"),
    ],
)
def test_each_fault_is_named(nodes: dict[str, Any], sentence: str) -> None:
    """A fault that would strand a traveller blocks publishing, and says what it is."""
    assert any(sentence in found for found in _sentences(nodes))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("Hi {{ trip.moon }}", "no field 'trip.moon'"), ("Hi {{ trip.origin | shout }}", "no filter 'shout'")],
)
def test_a_text_with_an_unknown_field_or_filter_is_named(text: str, sentence: str) -> None:
    """A typing mistake in a text is found before a traveller reads it."""
    assert any(sentence in found for found in _sentences({"a": {"do": [SAY]}}, hi=text))


def test_a_node_that_no_path_reaches_is_told_but_does_not_block() -> None:
    """A half-built branch may be published; it does no harm."""
    found = issues(_flow({"a": {"do": [SAY]}, "b": {}}), languages=("en",), flows=frozenset())
    assert [(fault.where, fault.blocks) for fault in found] == [("b", False)]
