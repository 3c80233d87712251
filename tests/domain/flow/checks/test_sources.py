"""Rule 21: no answer goes out for which nobody stands."""

from typing import Any

import pytest

from tests.builders.flows import flow, sentences


def _answers(**action: Any) -> list[str]:
    return sentences(flow({"a": {"do": [{"do": "answer", "text": "hi", **action}], "next": "end"}}), 21)


def test_an_answer_without_a_source_is_told() -> None:
    """An airline is bound by what its bot says."""
    assert _answers() == ["The answer 'hi' names no source."]
    assert _answers(wishes=["trip"]) == ["The answer 'hi' names no source."]


@pytest.mark.parametrize("action", [{"source": "hi"}, {"wishes": ["person"]}])
def test_a_source_or_a_person_will_do(action: dict[str, Any]) -> None:
    """What is not known is told by a person."""
    assert _answers(**action) == []
