"""Old flow documents are brought to today's shape by small steps, one for each version of the specification."""

from collections.abc import Callable
from typing import Any

import msgspec

SPEC = 1
"""The version of the specification that this program writes."""

STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Version -> the step that makes the next version of it."""


def migrate(document: dict[str, Any]) -> dict[str, Any]:
    """The document in today's shape; raises `msgspec.ValidationError` for a version that nobody knows."""
    version = document.get("spec")
    if not isinstance(version, int) or not 1 <= version <= SPEC:
        raise msgspec.ValidationError(f"'spec' must be a number from 1 to {SPEC}.")
    for step in range(version, SPEC):
        document = STEPS[step](document)
    return document
