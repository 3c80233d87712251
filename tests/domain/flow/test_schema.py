"""The JSON Schema: an editor that follows it accepts what we accept, and complains of what we refuse."""

import re
from typing import Any, get_args

import msgspec
import pytest

from bot.adapters.data import catalogue
from bot.domain.flow.conditions import OPERATORS
from bot.domain.flow.definition import Action
from bot.domain.flow.schema import schema
from tests.builders.flows import END, ask, document

SCHEMA = schema()


def _accepts(rule: dict[str, Any], value: Any) -> bool:
    """Whether a value follows a rule: as much of JSON Schema as ours is made of."""
    if "$ref" in rule:
        return _accepts(SCHEMA["$defs"][rule["$ref"].rpartition("/")[2]], value)
    if "anyOf" in rule:
        return any(_accepts(one, value) for one in rule["anyOf"])
    if "const" in rule or "enum" in rule:
        return value in rule.get("enum", [rule.get("const")])
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    if "type" in rule and not isinstance(value, kinds[rule["type"]]):
        return False
    if isinstance(value, dict):
        return _accepts_object(rule, value)
    if isinstance(value, list):
        most = rule.get("maxItems", len(value))
        return rule.get("minItems", 0) <= len(value) <= most and all(_accepts(rule.get("items", {}), v) for v in value)
    if isinstance(value, str):
        return len(value) <= rule.get("maxLength", len(value)) and bool(re.search(rule.get("pattern", ""), value))
    return True


def _accepts_object(rule: dict[str, Any], value: dict[str, Any]) -> bool:
    known, more = rule.get("properties", {}), rule.get("additionalProperties", True)
    names = rule.get("propertyNames", {}).get("pattern", "")
    if not set(rule.get("required", ())) <= set(value) or not all(re.search(names, key) for key in value):
        return False
    for key, inner in value.items():
        if key in known and not _accepts(known[key], inner):
            return False
        if key not in known and (more is False or (isinstance(more, dict) and not _accepts(more, inner))):
            return False
    return True


@pytest.mark.parametrize("sample", catalogue.sample_flows())
def test_what_ships_follows_the_schema(sample: bytes) -> None:
    """An editor has nothing to complain of."""
    assert _accepts(SCHEMA, msgspec.json.decode(sample))


@pytest.mark.parametrize(
    "change",
    [
        {"spec": 1},
        {"surprise": 1},
        {"start": 1},
        {"nodes": {"A": {}}},
        {"nodes": {"a": {"surprise": 1}}},
        {"nodes": {"a": {"do": [{"do": "eval"}]}}},
        {"nodes": {"a": {"do": [{"do": "say"}]}}},
        {"nodes": {"a": {"cases": [{"when": {"field": "x", "op": "~"}, "to": "b"}]}}},
        {"nodes": {"a": {"cases": [{"when": {"all": []}, "to": "b"}]}}},
        {"nodes": {"a": {"cases": [{"when": {"all": [{"field": "x"}], "field": "y"}, "to": "b"}]}}},
        {"nodes": {"a": {"cases": [{"to": "b"}]}}},
        {"nodes": {"a": {"wait": {"for": "moon", "exits": {}}}}},
        {"nodes": {"a": {"split": {"name": "t"}}}},
        {"texts": {"en": {"hi": "x" * 2001}}},
    ],
)
def test_what_we_would_refuse_does_not_follow_it(change: dict[str, Any]) -> None:
    """The editor says so while it is typed."""
    assert not _accepts(SCHEMA, document({}) | change)


def test_everything_that_a_flow_may_have_follows_it() -> None:
    """Splits, ends, needs, notes, and conditions in conditions."""
    when = {"all": [{"field": "x"}, {"any": [{"not": {"field": "y", "op": "in", "value": ["a"]}}]}]}
    nodes = {
        "b": {"cases": [{"when": when, "to": "end"}], "next": "end"},
        "c": {"split": {"name": "t", "ways": [{"name": "x", "weight": 100, "to": "a"}]}},
        "d": ask("text:wish", answered="end"),
        "e": {**END, "locked": True},
    }
    assert _accepts(SCHEMA, document(nodes, needs=["trip.origin"], fallback={"de": "en"}, layout={"x": 1}))


def test_every_action_and_operator_can_be_completed() -> None:
    """What an editor offers is what there is."""
    named = {rule["properties"]["do"]["enum"][0] for rule in SCHEMA["$defs"].values() if _is_action(rule)}
    assert named == {str(kind.__struct_config__.tag) for kind in get_args(Action)}
    assert SCHEMA["$defs"]["Compare"]["properties"]["op"]["enum"] == sorted(OPERATORS)


def _is_action(rule: dict[str, Any]) -> bool:
    return "enum" in rule.get("properties", {}).get("do", {})
