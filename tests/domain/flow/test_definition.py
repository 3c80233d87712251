"""Flow documents: what is accepted, and how a refusal reads."""

from typing import Any

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.errors import InvalidError
from bot.domain.flow.definition import LARGEST, MOST_NODES, parse_flow
from bot.domain.flow.migrations import migrate

GOOD: dict[str, Any] = {
    "spec": 2,
    "flow": "tiny",
    "start": "a",
    "nodes": {"a": {"do": [{"do": "say", "text": "hi"}]}},
    "texts": {"en": {"hi": "Hi {{ brand.name }}"}},
}


def _parse(**changes: Any) -> Any:
    return parse_flow(msgspec.json.encode({**GOOD, **changes}))


def test_a_small_flow_is_read() -> None:
    """The least that is a flow is one node with something to say."""
    flow = _parse()
    assert flow.name == "tiny"
    assert flow.text("hi", "en") is not None
    assert flow.text("hi", "fr") is None


def test_the_sample_flow_is_read() -> None:
    """What ships with the program is a flow."""
    assert parse_flow(catalogue.sample_flows()[0]).name == "book"


@pytest.mark.parametrize(
    "changes",
    [
        {"spec": 3},
        {"spec": "1"},
        {"nodes": {"a": {"do": [{"do": "eval", "code": "1"}]}}},
        {"nodes": {"a": {"do": [{"do": "say"}]}}},
        {"nodes": {"a": {"wait": {"for": "yes_no"}}}},
        {"nodes": {"a": {"cases": [{"when": {"field": "x", "op": "~"}, "to": "a"}], "next": "a"}}},
        {"nodes": {"a": {"surprise": 1}}},
        {"texts": {"en": {"hi": "x" * 2001}}},
        {"nodes": {f"n{number}": {} for number in range(MOST_NODES + 1)}},
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(changes: dict[str, Any]) -> None:
    """A document that cannot be walked is refused where it is wrong."""
    with pytest.raises(InvalidError, match=r"\w+ .*\."):
        _parse(**changes)


@pytest.mark.parametrize("document", [b"", b"[]", b"{", b'"x"', b"\xff", b"{}", b" " * (LARGEST + 1)])
def test_what_is_no_document_is_refused(document: bytes) -> None:
    """Anything else than a flow is refused without a crash."""
    with pytest.raises(InvalidError):
        parse_flow(document)


def test_yaml_and_json_are_the_same_flow() -> None:
    """Staff may write either."""
    document = catalogue.sample_flows()[0]
    assert catalogue.to_json(catalogue.to_yaml(document).encode()) == document


@pytest.mark.parametrize("text", [b"a: [", b"- 1", b"just words"])
def test_yaml_that_is_no_flow_is_refused(text: bytes) -> None:
    """A file that is not a flow gets a sentence."""
    with pytest.raises(InvalidError):
        catalogue.to_json(text)


def test_a_document_of_today_is_not_changed_by_migrations() -> None:
    """Migrations touch old documents only."""
    assert migrate(dict(GOOD)) == GOOD


def test_a_document_of_the_first_version_says_now_where_it_ends() -> None:
    """What ended by leading nowhere ends by saying so; a hand-over needs no such word."""
    nodes = {
        "a": {"next": "b"},
        "b": {"do": [{"do": "hand_over", "text": "hi"}]},
        "c": {"do": [{"do": "say", "text": "hi"}]},
        "d": {"wait": {"for": "yes_no", "exits": {}}},
    }
    new = migrate({**GOOD, "spec": 1, "nodes": nodes})
    assert new["spec"] == 2
    assert [name for name, node in new["nodes"].items() if node.get("end")] == ["c"]


def test_a_document_that_is_no_flow_at_all_is_left_to_whoever_reads_it() -> None:
    """A migration never crashes on what it was given."""
    assert migrate({"spec": 1, "nodes": "x"}) == {"spec": 2, "nodes": "x"}
    assert migrate({"spec": 1, "nodes": {"a": 1, "b": {"do": 2}}})["nodes"] == {"a": 1, "b": {"do": 2, "end": True}}


def test_a_refusal_names_the_step() -> None:
    """Whoever edits a file of a thousand lines finds the one that is wrong."""
    nodes = {**GOOD["nodes"], "b": {"surprise": 1}}
    with pytest.raises(InvalidError, match=r"step 'b'.*surprise"):
        _parse(nodes=nodes)
    case = {"when": {"field": "x", "op": "~"}, "to": "a"}
    with pytest.raises(InvalidError, match="step 'b': Case 2: There is no operator"):
        _parse(nodes={"b": {"cases": [{"when": {"field": "x"}, "to": "b"}, case], "next": "b"}})
    with pytest.raises(InvalidError, match="unknown field `go`"):
        _parse(nodes={"b": {"cases": [{"when": {"field": "x"}, "go": "b"}], "next": "b"}})


def test_how_many_nodes_there_are_is_told() -> None:
    """Ten thousand steps are refused before they are read."""
    with pytest.raises(InvalidError, match="1000 nodes; this one has 10000"):
        _parse(nodes={f"n{number}": {} for number in range(10_000)})
