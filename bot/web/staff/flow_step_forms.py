"""A step as its form has it, and the step of a form: every value as somebody types it, and back.

The form knows one way on for each step: it waits, goes on by conditions, tries several ways, or ends the flow.
"""

from collections.abc import Mapping
from typing import Any

from bot.domain import typed
from bot.domain.flow.vocabulary import fact_of
from bot.domain.flow.waits import ALWAYS, SUBJECTS, subject_of
from bot.web.staff import flow_condition_rows as conditions
from bot.web.staff.flow_action_fields import BY_NAME, Field

Sheet = dict[str, Any]
Node = dict[str, Any]

GOES = (
    ("wait", "Wait for an answer"),
    ("on", "Go on, by conditions or at once"),
    ("split", "Try several ways (A/B)"),
    ("end", "End the flow"),
)
"""How a step goes on, and what each is called."""
UNITS = (("1", "seconds"), ("60", "minutes"), ("3600", "hours"), ("86400", "days"))
"""Seconds of a unit, and what it is called."""
_DAY = 24 * 3600
_KEPT = "text:"
WORDS = "text"
"""The subject of a wait that keeps words in a note."""
NO_FIELD = "Condition {} does not say yet what it looks at. Choose a field for each of its rows, or remove the row."


def sheet_of(node: Mapping[str, Any]) -> Sheet:
    """A step of a document as its form shows it."""
    wait, split = node.get("wait") or {}, node.get("split") or {}
    return {
        "do": [_action_row(action) for action in node.get("do", ())],
        "goes": "wait" if wait else "split" if split else "end" if node.get("end") else "on",
        "wait": _wait_rows(wait),
        "cases": [
            {"when": conditions.as_rows(case.get("when")), "to": case.get("to", "")} for case in node.get("cases", ())
        ],
        "next": node.get("next", ""),
        "split": {
            "name": split.get("name", ""),
            "ways": [{name: str(value) for name, value in way.items()} for way in split.get("ways", ())],
        },
    }


def node_of(sheet: Sheet) -> Node:
    """The step of a form, without what is empty and what belongs to another way on."""
    node: Node = {}
    if do := [made for made in map(_action, _rows(sheet.get("do"))) if made]:
        node["do"] = do
    match sheet.get("goes"):
        case "wait":
            node["wait"] = _wait(_inner(sheet.get("wait")))
        case "split":
            node["split"] = _split(_inner(sheet.get("split")))
        case "end":
            node["end"] = True
        case _:
            if cases := [made for made in map(_case, _rows(sheet.get("cases"))) if made]:
                node["cases"] = cases
            if on := str(sheet.get("next", "")):
                node["next"] = on
    return node


def unfinished(sheet: Sheet) -> str:
    """Why a form cannot be saved yet, "" when it can: what somebody has begun would be left out without a word."""
    if sheet.get("goes") in {"wait", "split", "end"}:
        return ""
    for number, row in enumerate(_rows(sheet.get("cases")), 1):
        is_empty = conditions.as_condition(row.get("when")) is None
        if conditions.lacks_field(row.get("when")) or (is_empty and row.get("to")):
            return NO_FIELD.format(number)
    return ""


def tidy(data: Mapping[str, Any]) -> Sheet:
    """The sheet of a posted form as it can be shown, whatever somebody wrote into the form by hand."""
    wait, split = _inner(data.get("wait")), _inner(data.get("split"))
    return {
        "do": [_plain(row) for row in _rows(data.get("do"))],
        "goes": str(data.get("goes", "")),
        "wait": {**_plain(wait), "exits": _plain(_inner(wait.get("exits")))},
        "cases": [
            {"when": conditions.tidy(row.get("when")), "to": str(row.get("to", ""))} for row in _rows(data.get("cases"))
        ],
        "next": str(data.get("next", "")),
        "split": {"name": str(split.get("name", "")), "ways": [_plain(row) for row in _rows(split.get("ways"))]},
    }


def _plain(row: Mapping[str, Any]) -> Sheet:
    """A row with words, several values, and rows of words."""
    return {
        name: [one if isinstance(one, str) else _plain(one) for one in value if isinstance(one, str | dict)]
        if isinstance(value, list)
        else str(value)
        for name, value in row.items()
        if not isinstance(value, dict)
    }


def exits_of(sheet: Sheet) -> tuple[str, ...]:
    """The exits that the wait of a form can take, in the order in which they are told; those it has come last."""
    wait = _inner(sheet.get("wait"))
    known = subject_of(str(wait.get("for", "")))
    offered = [option.get("value", "") for action in _rows(sheet.get("do")) for option in _rows(action.get("options"))]
    own = offered if wait.get("for") == "choice" else []
    has = [name for name, to in _inner(wait.get("exits")).items() if to]
    return tuple(name for name in dict.fromkeys((*(known.exits if known else ()), *own, *ALWAYS, *has)) if name)


def subjects() -> tuple[str, ...]:
    """Everything that a step may wait for."""
    return tuple(SUBJECTS)


def _rows(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _inner(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _action_row(action: Mapping[str, Any]) -> Sheet:
    shape = BY_NAME.get(str(action.get("do")))
    row: Sheet = {"do": action.get("do", "")}
    for field in shape.fields if shape else ():
        value = action.get(field.name)
        match field.takes:
            case "keys":
                row[field.name] = ", ".join(value or ())
            case "options":
                row[field.name] = [dict(option) for option in value or ()]
            case "wishes":
                row[f"{field.name}[]"] = list(value or ())
            case _:
                row[field.name] = _typed(value)
    return row


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _action(row: Sheet) -> Node | None:
    shape = BY_NAME.get(str(row.get("do")))
    if shape is None:
        return None
    made: Node = {"do": shape.name}
    for field in shape.fields:
        value = _value(field, row)
        if value or value is False or (isinstance(value, int) and field.takes == "value"):
            made[field.name] = value
        elif not field.optional:
            made[field.name] = ""
    return made


def _value(field: Field, row: Sheet) -> Any:
    typed_in = row.get(field.name, "")
    match field.takes:
        case "keys":
            return [part.strip() for part in str(typed_in).split(",") if part.strip()]
        case "options":
            return [made for made in map(_option, _rows(typed_in)) if made]
        case "wishes":
            return row.get(f"{field.name}[]", [])
        case "value":
            return _set_value(str(row.get("field", "")).strip(), str(typed_in).strip())
        case _:
            return str(typed_in).strip()


def _set_value(field: str, text: str) -> str | int | bool:
    """What a field is set to, in its own kind; "" clears it."""
    fact = fact_of(field)
    if fact is not None and fact.kind == "yes_no" and text in {"yes", "no"}:
        return text == "yes"
    number = typed.whole(text) if fact is not None and fact.kind in {"number", "list"} else None
    return text if number is None else number


def _option(row: Sheet) -> Node | None:
    made = {name: str(row.get(name, "")).strip() for name in ("text", "value", "words")}
    if not made["text"] and not made["value"]:
        return None
    return made if made["words"] else {name: made[name] for name in ("text", "value")}


def _case(row: Sheet) -> Node | None:
    condition, to = conditions.as_condition(row.get("when")), str(row.get("to", ""))
    return {"when": condition, "to": to} if condition is not None else None


def _wait_rows(wait: Mapping[str, Any]) -> Sheet:
    subject, seconds = str(wait.get("for", "")), int(wait.get("timeout", _DAY))
    unit = next((one for one in ("86400", "3600", "60") if seconds % int(one) == 0), "1")
    return {
        "for": WORDS if subject.startswith(_KEPT) else subject,
        "note": subject.removeprefix(_KEPT) if subject.startswith(_KEPT) else "",
        "exits": dict(wait.get("exits", {})),
        "time": str(seconds // int(unit)),
        "unit": unit,
        "ring": "yes" if wait.get("ring") else "",
    }


def _wait(rows: Sheet) -> Node:
    subject, note = str(rows.get("for", "")), str(rows.get("note", "")).strip()
    made: Node = {
        "for": f"{_KEPT}{note}" if subject == WORDS and note else subject,
        "exits": {name: to for name, to in _inner(rows.get("exits")).items() if to},
    }
    unit = typed.whole(str(rows.get("unit", "1"))) or 1
    seconds = (typed.whole(str(rows.get("time", ""))) or 0) * unit
    if seconds != _DAY:
        made["timeout"] = seconds
    return {**made, "ring": True} if rows.get("ring") == "yes" else made


def _split(rows: Sheet) -> Node:
    ways = [
        {"name": str(row.get("name", "")).strip(), "weight": _weight(row), "to": str(row.get("to", ""))}
        for row in _rows(rows.get("ways"))
        if row.get("name") or row.get("to")
    ]
    return {"name": str(rows.get("name", "")).strip(), "ways": ways}


def _weight(row: Sheet) -> int:
    return typed.whole(str(row.get("weight", ""))) or 0
