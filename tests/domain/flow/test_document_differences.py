"""What differs between two documents: nothing is published that nobody was told of."""

from typing import Any

import msgspec
import pytest

from bot.domain.errors import InvalidError
from bot.domain.flow.document_differences import document_differences
from tests.builders.flows import SAY, document

PLAIN = document({})


def told(before: Any, after: Any) -> list[tuple[str, str, str, str]]:
    """Where and how two documents differ, with the words before and after."""
    found = document_differences(msgspec.json.encode(before), msgspec.json.encode(after))
    return [(one.step, one.sentence, one.before, one.after) for one in found]


def test_what_travellers_meet_is_told_before_labels_and_the_map() -> None:
    """A label is read by staff, so it is told; where steps stand is told once for all of them."""
    labelled = document({"a": {"do": [SAY], "next": "end"}}, layout={"a": {"label": "Greet", "x": 1}, "end": {"x": 2}})
    assert told(PLAIN, labelled) == [
        ("a", "a: adds: say “hi”.", "", ""),
        ("a", "a: is called “Greet” by staff.", "", "Greet"),
        ("", "Steps stand elsewhere on the map.", "", ""),
    ]
    assert told(labelled, {**labelled, "layout": {"a": {"x": 1}, "end": {"x": 2}}}) == [
        ("a", "a: has no label any more.", "Greet", "")
    ]


def test_the_same_said_in_an_older_specification_is_no_difference() -> None:
    """A flow that was published by an older program is compared as it is understood today."""
    nodes = {name: {key: one for key, one in node.items() if key != "end"} for name, node in PLAIN["nodes"].items()}
    assert told({**PLAIN, "spec": 1, "nodes": nodes}, PLAIN) == []


def test_a_flow_that_is_new_is_told_whole() -> None:
    """Each of its steps and texts."""
    sentences = [one.sentence for one in document_differences(None, msgspec.json.encode(PLAIN))]
    assert "The step a is added." in sentences
    assert "The text hi (fr) is new." in sentences


def test_a_document_that_cannot_be_read_is_told_so() -> None:
    """Not taken for one without differences."""
    with pytest.raises(InvalidError, match="cannot be read"):
        document_differences(None, b'{"spec": 2}')
