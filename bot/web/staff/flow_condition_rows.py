"""Conditions as forms have them: groups of rows, each a field, an operator and a value of the field's kind.

A group is `{"group": "all", "parts": [...]}`: all, any, none, or not_all of its parts; a row is
`{"field": "trip.party", "op": "more", "value": "3"}`, with every value as somebody types it.
"""

from typing import Any

from bot.domain import typed
from bot.domain.flow.condition_words import operator_words
from bot.domain.flow.conditions import OPERATORS, PATTERNS
from bot.domain.flow.vocabulary import FieldFact, fact_of, operators_of

GROUPS = (
    ("all", "All of these"),
    ("any", "One of these"),
    ("none", "None of these"),
    ("not_all", "Not all of these"),
)
"""Kinds of groups, and what each is called."""
ALONE = frozenset({"present", "missing"})
"""Operators that take no value."""
_MANY = frozenset({"in", "not_in"})
_MORE = {"all": "all", "not_all": "all", "any": "any", "none": "any"}
_NEGATED = frozenset({"none", "not_all"})

Rows = dict[str, Any]


def as_rows(condition: Any) -> Rows:
    """The group of a condition as it stands in a document; one comparison alone is a group of one."""
    rows = _rows(condition if isinstance(condition, dict) else {})
    return rows if "group" in rows else {"group": "all", "parts": [rows]}


def _rows(data: dict[str, Any]) -> Rows:
    if "not" in data:
        inner = _rows(data["not"])
        turned = {"all": "not_all", "any": "none"}.get(inner.get("group", ""))
        return {**inner, "group": turned} if turned else {"group": "none", "parts": [inner]}
    for group in ("all", "any"):
        if group in data:
            return {"group": group, "parts": [_rows(part) for part in data[group]]}
    return {"field": data.get("field", ""), "op": data.get("op", "is"), "value": _typed(data.get("value"))}


def _typed(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def as_condition(rows: Any) -> dict[str, Any] | None:
    """The condition of a group, rows without a field left out; None when nothing is left."""
    if not isinstance(rows, dict):
        return None
    if "group" not in rows:
        return _compared(rows) if rows.get("field") else None
    group = rows["group"] if isinstance(rows["group"], str) and rows["group"] in _MORE else "all"
    listed = rows.get("parts")
    parts = [part for part in map(as_condition, listed if isinstance(listed, list) else []) if part is not None]
    if not parts:
        return None
    made = parts[0] if len(parts) == 1 else {_MORE[group]: parts}
    return {"not": made} if group in _NEGATED else made


def lacks_field(rows: Any) -> bool:
    """Whether a row within a group has a value, and no field to compare it with."""
    if not isinstance(rows, dict):
        return False
    parts = rows.get("parts")
    if isinstance(parts, list):
        return any(map(lacks_field, parts))
    return bool(rows.get("value")) and not rows.get("field")


def tidy(rows: Any) -> Rows:
    """A group of a form as it can be shown, whatever somebody wrote into the form by hand."""
    if not isinstance(rows, dict):
        return {"group": "all", "parts": []}
    if "group" not in rows and "parts" not in rows:
        return {name: str(rows.get(name, "")) for name in ("field", "op", "value")}
    listed = rows.get("parts")
    group = rows.get("group")
    parts = [tidy(part) for part in listed if isinstance(part, dict)] if isinstance(listed, list) else []
    return {"group": group if isinstance(group, str) and group in _MORE else "all", "parts": parts}


def _compared(row: Rows) -> dict[str, Any]:
    name, op, text = str(row["field"]).strip(), str(row.get("op") or "is"), str(row.get("value", "")).strip()
    if op in ALONE:
        return {"field": name, "op": op}
    value: Any = _one(fact_of(name), text)
    if op in _MANY:
        value = [part.strip() for part in text.split(",") if part.strip()]
    return {"field": name, "op": op, "value": value}


def _one(fact: FieldFact | None, text: str) -> Any:
    """What somebody typed in the kind of the field; what is none of it stays text, for the check to complain."""
    kind = fact.kind if fact else "text"
    if kind == "number":
        whole = typed.whole(text.removeprefix("-"))
        return text if whole is None else -whole if text.startswith("-") else whole
    if kind == "yes_no":
        return {"yes": True, "no": False}.get(text, text)
    return text


def operators(field: str) -> list[tuple[str, str]]:
    """What can be asked of a field, each with its words; everything while no field is chosen."""
    fact = fact_of(field) if field else None
    if fact is None or (fact.kind == "thing" and field.startswith("said.")):
        return [(op, operator_words(op)) for op in OPERATORS]
    return [(op, operator_words(op, fact.kind)) for op in operators_of(fact)]


def values(field: str, op: str) -> list[tuple[str, str]]:
    """What a value may be, where it is one of few; each with its words."""
    fact = fact_of(field) if field else None
    if op == "matches":
        return [(name, name) for name in PATTERNS]
    if fact is None or op in _MANY:
        return []
    if fact.kind == "yes_no":
        return [("yes", "yes"), ("no", "no")]
    return [(value, value.replace("_", " ")) for value in fact.values]


def hint(field: str, op: str) -> str:
    """How a value is written, as it stands in an empty field."""
    fact = fact_of(field) if field else None
    if op in _MANY:
        return "one, two, three"
    return _WRITTEN.get(fact.kind, "") if fact else ""


_WRITTEN = {"number": "3", "money": "EUR 300", "day": "2026-12-04", "place": "PAR"}
