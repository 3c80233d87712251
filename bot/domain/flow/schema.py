"""The JSON Schema of flow documents, made from the types that read them, for editors of text."""

from typing import Any

import msgspec

from bot.domain.flow.conditions import DEEPEST, OPERATORS, WIDEST, Compare
from bot.domain.flow.definition import RawFlow
from bot.domain.flow.migrations import SPEC
from bot.domain.flow.texts import LONGEST_TEXT
from bot.domain.flow.waits import SUBJECTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NAME = "^[a-z][a-z0-9_]{0,59}$"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a flow in the newest version of the specification.

    What leads where is not a matter of form: the rules of `bot.domain.flow.checks` look at that.
    """
    made: dict[str, Any] = msgspec.json.schema(RawFlow)
    types = {**made["$defs"], **_conditions()}
    flow, node, wait = types["RawFlow"], types["RawNode"], types["Wait"]
    flow["properties"]["spec"] = {"const": SPEC}
    flow["properties"]["nodes"]["propertyNames"] = {"pattern": _NAME}
    flow["properties"]["texts"]["additionalProperties"]["additionalProperties"] = {
        "type": "string",
        "maxLength": LONGEST_TEXT,
    }
    node["properties"]["cases"]["items"] = {
        "type": "object",
        "required": ["when", "to"],
        "additionalProperties": False,
        "properties": {"when": {"$ref": "#/$defs/Condition"}, "to": {"type": "string"}},
    }
    wait["properties"]["for"] = {"anyOf": [{"enum": sorted(SUBJECTS)}, {"pattern": "^text:[a-z_]+$", "type": "string"}]}
    return {"$schema": DIALECT, "title": "A flow of Threadfare", "$ref": made["$ref"], "$defs": types}


def _conditions() -> dict[str, Any]:
    """Conditions, which are told apart by their keys; their depth is checked when they are read."""
    compare: dict[str, Any] = msgspec.json.schema(Compare)["$defs"]["Compare"]
    compare["properties"]["op"] = {"enum": sorted(OPERATORS), "default": "is"}
    several = {"type": "array", "minItems": 1, "maxItems": WIDEST, "items": {"$ref": "#/$defs/Condition"}}
    trees = (("all", several), ("any", several), ("not", {"$ref": "#/$defs/Condition"}))
    shapes = [_only(key, inner) for key, inner in trees]
    return {
        "Compare": compare,
        "Condition": {
            "description": f"A tree of comparisons, {DEEPEST} levels deep at most, with {WIDEST} comparisons at most.",
            "anyOf": [{"$ref": "#/$defs/Compare"}, *shapes],
        },
    }


def _only(key: str, inner: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": [key], "additionalProperties": False, "properties": {key: inner}}
