"""Conditions are trees of field, operator and value: data that staff edit, never code."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

DEEPEST = 4
"""Levels of a tree: what a person still reads at a glance."""
WIDEST = 20
"""Conditions in one tree, for the same reason."""

Value = str | int | bool | tuple[str, ...] | None


class Compare(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One comparison: `{"field": "trip.origin", "op": "missing"}`."""

    field: str
    op: str = "is"
    value: Value = None


class All(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every condition holds."""

    all: tuple["Condition", ...]


class AnyOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At least one condition holds."""

    any: tuple["Condition", ...]


class Not(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The condition does not hold."""

    negate: "Condition"


Condition = Compare | All | AnyOf | Not
"""Told apart by their keys; see `from_data`."""


def _less(left: Any, right: Any) -> bool:
    return left is not None and right is not None and bool(left < right)


OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda left, right: left == right,
    "is_not": lambda left, right: left != right,
    "missing": lambda left, _: left in (None, "", (), False),
    "present": lambda left, _: left not in (None, "", (), False),
    "in": lambda left, right: left in (right or ()),
    "not_in": lambda left, right: left not in (right or ()),
    "less": _less,
    "more": lambda left, right: _less(right, left),
    "at_least": lambda left, right: left is not None and right is not None and not _less(left, right),
    "at_most": lambda left, right: left is not None and right is not None and not _less(right, left),
}
"""What staff may compare with. A missing field makes every comparison of size false."""


def holds(condition: Condition, look_up: Callable[[str], Any]) -> bool:
    """Whether the tree holds for the values that `look_up` gives for field names."""
    match condition:
        case Compare(field, op, value):
            return OPERATORS[op](look_up(field), value)
        case All(parts):
            return all(holds(part, look_up) for part in parts)
        case AnyOf(parts):
            return any(holds(part, look_up) for part in parts)
        case _:
            return not holds(condition.negate, look_up)


def from_data(data: Any, *, depth: int = 1) -> Condition:
    """A condition from plain JSON data; raises `msgspec.ValidationError` with a sentence for staff."""
    if depth > DEEPEST:
        raise msgspec.ValidationError(f"A condition may be nested {DEEPEST} levels deep.")
    if not isinstance(data, dict):
        raise msgspec.ValidationError("A condition is an object.")
    if "all" in data or "any" in data:
        kind = "all" if "all" in data else "any"
        parts = data[kind]
        if set(data) != {kind} or not isinstance(parts, list) or not 0 < len(parts) <= WIDEST:
            raise msgspec.ValidationError(f"'{kind}' takes a list of one to {WIDEST} conditions and nothing beside it.")
        trees = tuple(from_data(part, depth=depth + 1) for part in parts)
        return All(trees) if kind == "all" else AnyOf(trees)
    if "not" in data:
        if set(data) != {"not"}:
            raise msgspec.ValidationError("'not' stands alone.")
        return Not(from_data(data["not"], depth=depth + 1))
    test = msgspec.convert(data, Compare)
    if test.op not in OPERATORS:
        raise msgspec.ValidationError(f"There is no operator {test.op!r}; there are {', '.join(OPERATORS)}.")
    return test


def to_data(condition: Condition) -> dict[str, Any]:
    """The plain JSON data of a condition."""
    match condition:
        case All(parts):
            return {"all": [to_data(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [to_data(part) for part in parts]}
        case Not(part):
            return {"not": to_data(part)}
        case _:
            return {key: value for key, value in msgspec.to_builtins(condition).items() if value is not None}


def fields_of(condition: Condition) -> tuple[str, ...]:
    """Every field that the tree looks at."""
    match condition:
        case All(parts) | AnyOf(parts):
            return tuple(field for part in parts for field in fields_of(part))
        case Not(part):
            return fields_of(part)
        case _:
            return (condition.field,)
