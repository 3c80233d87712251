"""Rule 2: names are plain words, because they become links, file names and words between people."""

from typing import Any

import pytest

from bot.domain.flow.checks.names import is_language, is_name
from tests.builders.flows import SAY, flow, sentences

HOSTILE = ("../etc/passwd", "<script>", "A", "a b", "é", "a" * 61, "", "a\n", "{{ x }}", "1st", "__proto__")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_step_or_text_cannot_be_called_so(name: str) -> None:
    """What is no plain word is refused wherever it stands."""
    assert not is_name(name)
    assert sentences(flow({name: {"end": True}}), 2) != []
    texts = {"en": {"hi": "Hi", name: "x"}, "fr": {"hi": "Salut"}}
    assert sentences(flow({}, texts=texts), 2) != []


def test_a_flow_and_a_language_have_names_like_that_too() -> None:
    """They become names of files."""
    assert sentences(flow({}, name="../up"), 2) != []
    assert sentences(flow({}, texts={"en": {"hi": "Hi"}, "../fr": {"hi": "x"}}), 2) != []
    assert (is_language("pt_BR"), is_language("fr"), is_language("french!")) == (True, True, False)


@pytest.mark.parametrize(
    "node",
    [
        {"do": [{"do": "set_slot", "field": "slots.A b", "value": "x"}], "end": True},
        {"split": {"name": "A", "ways": []}},
        {"split": {"name": "t", "ways": [{"name": "x", "weight": 50, "to": "end"}] * 2}},
    ],
)
def test_notes_and_ways_have_names_of_their_own(node: dict[str, Any]) -> None:
    """What is counted or kept under a name has to be told from others."""
    assert sentences(flow({"a": node}), 2) != []


def test_plain_names_are_fine() -> None:
    """Nobody is bothered who writes as everybody does."""
    ways = [{"name": "short", "weight": 40, "to": "end"}, {"name": "long", "weight": 60, "to": "b"}]
    nodes = {"a": {"split": {"name": "greeting", "ways": ways}}, "b": {"do": [SAY], "end": True}}
    assert sentences(flow(nodes), 2) == []


def test_a_long_name_is_not_repeated_whole() -> None:
    """The list of faults stays readable."""
    assert len(sentences(flow({"x" * 5000: {"end": True}}), 2)[0]) < 100
