"""Conditions are trees of field, operator and value: data that staff edit, never code."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.money import Money, parse_money

DEEPEST = 4
"""Levels of a tree: what a person still reads at a glance."""
WIDEST = 20
"""Comparisons in one tree, for the same reason."""

PATTERNS: Mapping[str, re.Pattern[str]] = {
    "digits": re.compile(r"\d{1,40}"),
    "letters": re.compile(r"[^\W\d_]{1,200}"),
    "reference": re.compile(r"[A-Za-z0-9]{5,8}"),
    "flight": re.compile(r"[A-Za-z][A-Za-z0-9] ?\d{1,4}"),
    "email": re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,60}"),
}
"""Shapes that the operator `matches` knows by name: staff write no patterns of their own, some of which never end."""

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
    """Whether one is less than the other; what cannot be compared, as two currencies, is neither less nor more."""
    try:
        return left is not None and right is not None and bool(left < right)
    except (TypeError, InvalidError):
        return False


def _at_least(left: Any, right: Any) -> bool:
    """Not less, of things that can be compared at all."""
    return left is not None and right is not None and (_less(right, left) or bool(left == right))


def _among(left: Any, right: Any) -> bool:
    """Whether something is one of a list; a value alone is a list of one, and never the letters of a word."""
    return left in right if isinstance(right, tuple) else bool(right) and bool(left == right)


def _text(left: Any, right: Any) -> tuple[str, str]:
    """Both as texts without case; "" for what is no text, so that nothing is found in it."""
    return (left.casefold() if isinstance(left, str) else "", right.casefold() if isinstance(right, str) else "")


def _contains(left: Any, right: Any) -> bool:
    whole, part = _text(left, right)
    return bool(part) and part in whole


def _starts(left: Any, right: Any) -> bool:
    whole, part = _text(left, right)
    return bool(part) and whole.startswith(part)


def _matches(left: Any, right: Any) -> bool:
    pattern = PATTERNS.get(right) if isinstance(right, str) else None
    return pattern is not None and isinstance(left, str) and pattern.fullmatch(left) is not None


OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda left, right: left == right,
    "is_not": lambda left, right: left != right,
    "missing": lambda left, _: left in (None, "", (), False),
    "present": lambda left, _: left not in (None, "", (), False),
    "in": _among,
    "not_in": lambda left, right: not _among(left, right),
    "less": _less,
    "more": lambda left, right: _less(right, left),
    "at_least": _at_least,
    "at_most": lambda left, right: _at_least(right, left),
    "contains": _contains,
    "starts": _starts,
    "matches": _matches,
    "has": lambda left, right: isinstance(left, tuple) and right in left,
}
"""What staff may compare with. A missing field makes every comparison of size false."""


def as_kind(known: Any, value: Value) -> Any:
    """The value of a condition in the kind of what is known: a day for "2026-12-04", money for "EUR 300".

    None when it is written as neither, which makes every comparison of size false.
    """
    if isinstance(known, Money):
        return money_of(value)
    if isinstance(known, date):
        return day_of(value)
    return value


def money_of(value: Value) -> Money | None:
    """Money from "EUR 300" or "EUR 300.50", None when it is written otherwise."""
    currency, _, amount = value.partition(" ") if isinstance(value, str) else ("", "", "")
    if not re.fullmatch(r"[A-Z]{3}", currency) or not re.fullmatch(r"\d{1,9}(\.\d{1,3})?", amount):
        return None
    try:
        return parse_money(amount, currency)
    except InvalidError:
        return None


def day_of(value: Value) -> date | None:
    """A day from "2026-12-04", None when it is written otherwise."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def holds(condition: Condition, look_up: Callable[[str], Any]) -> bool:
    """Whether the tree holds for the values that `look_up` gives for field names."""
    match condition:
        case Compare(field, op, value):
            known = look_up(field)
            return OPERATORS[op](known, as_kind(known, value))
        case All(parts):
            return all(holds(part, look_up) for part in parts)
        case AnyOf(parts):
            return any(holds(part, look_up) for part in parts)
        case _:
            return not holds(condition.negate, look_up)


def from_data(data: Any) -> Condition:
    """A condition from plain JSON data; raises `msgspec.ValidationError` with a sentence for staff."""
    condition = _tree(data, 1)
    if len(fields_of(condition)) > WIDEST:
        raise msgspec.ValidationError(f"A condition may have {WIDEST} comparisons.")
    return condition


def _tree(data: Any, depth: int) -> Condition:
    if depth > DEEPEST:
        raise msgspec.ValidationError(f"A condition may be nested {DEEPEST} levels deep.")
    if not isinstance(data, dict):
        raise msgspec.ValidationError("A condition is an object.")
    if "all" in data or "any" in data:
        kind = "all" if "all" in data else "any"
        parts = data[kind]
        if set(data) != {kind} or not isinstance(parts, list) or not 0 < len(parts) <= WIDEST:
            raise msgspec.ValidationError(f"'{kind}' takes a list of one to {WIDEST} conditions and nothing beside it.")
        trees = tuple(_tree(part, depth + 1) for part in parts)
        return All(trees) if kind == "all" else AnyOf(trees)
    if "not" in data:
        if set(data) != {"not"}:
            raise msgspec.ValidationError("'not' stands alone.")
        return Not(_tree(data["not"], depth + 1))
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
