"""Old flow documents are brought to today's shape by small steps, one for each version of the specification."""

from collections.abc import Callable
from typing import Any

import msgspec

SPEC = 2
"""The version of the specification that this program writes."""

_ON = ("wait", "cases", "next")
"""What leads on from a node of the first version."""


def _say_where_it_ends(document: dict[str, Any]) -> dict[str, Any]:
    """From 1 to 2: a node that led nowhere ended the flow; now it says so, unless a person takes over there."""
    nodes = document.get("nodes")
    if not isinstance(nodes, dict):
        return document
    return {
        **document,
        "nodes": {name: _ended(node) if isinstance(node, dict) else node for name, node in nodes.items()},
    }


def _ended(node: dict[str, Any]) -> dict[str, Any]:
    actions = node.get("do")
    did = actions if isinstance(actions, list) else []
    goes = any(isinstance(action, dict) and action.get("do") == "hand_over" for action in did)
    return node if goes or any(node.get(key) for key in _ON) else {**node, "end": True}


STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _say_where_it_ends}
"""Version -> the step that makes the next version of it."""


def migrate(document: dict[str, Any]) -> dict[str, Any]:
    """The document in today's shape; raises `msgspec.ValidationError` for a version that nobody knows."""
    version = document.get("spec")
    if not isinstance(version, int) or not 1 <= version <= SPEC:
        raise msgspec.ValidationError(f"'spec' must be a number from 1 to {SPEC}.")
    for step in range(version, SPEC):
        document = {**STEPS[step](document), "spec": step + 1}
    return document
