"""The parts of a flow document that are edited one by one: a step, its place, its label, a text in a language.

A part has a name, such as `step:ask_origin`, `place:ask_origin`, `label:ask_origin`, `layout:ask_origin`,
`text:en:hello`, `start`, `order` or `rest:slots`, and a value of plain JSON; None says that it is not there.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Document = Mapping[str, Any]
"""A flow as its JSON has it, in the shape of `bot.domain.flow.definition`."""

LABEL = "label"
_OWN = frozenset({"nodes", "texts", "layout", "start", "flow", "spec"})
_LAST = ("order", "place")
"""What says where steps stand is put back after the steps themselves."""


def read(document: Document, part: str) -> Any:
    """The value of a part, None when it is not there."""
    kind, _, name = part.partition(":")
    match kind:
        case "step":
            return document["nodes"].get(name)
        case "place":
            return _before(document, name)
        case "label":
            return document.get("layout", {}).get(name, {}).get(LABEL)
        case "layout":
            kept = {key: value for key, value in document.get("layout", {}).get(name, {}).items() if key != LABEL}
            return kept or None
        case "text":
            language, _, key = name.partition(":")
            return document["texts"].get(language, {}).get(key)
        case "order":
            return list(document["nodes"])
        case _:
            return document.get(name or kind)


def write(document: Document, values: Mapping[str, Any]) -> Document:
    """The document with other values of some parts; None takes a part out."""
    for part in sorted(values, key=lambda one: one.partition(":")[0] in _LAST):
        document = _written(document, part, values[part])
    return document


def differing(before: Document, after: Document) -> tuple[str, ...]:
    """Every part that two documents have otherwise, where steps stand apart."""
    was, now = _all(before), _all(after)
    return tuple(part for part in dict.fromkeys((*was, *now)) if was.get(part) != now.get(part))


def same(before: Document, after: Document) -> bool:
    """Whether two documents are one, also in the order in which steps stand in the outline."""
    return before == after and list(before["nodes"]) == list(after["nodes"])


def moved(names: Iterable[str], step: str, after: str) -> tuple[str, ...]:
    """Names with one of them right after another, "" for the first; at the end when that other is not there."""
    others = [name for name in names if name != step]
    at = (others.index(after) + 1 if after in others else len(others)) if after else 0
    return (*others[:at], step, *others[at:])


def _written(document: Document, part: str, value: Any) -> Document:
    kind, _, name = part.partition(":")
    match kind:
        case "step":
            return {**document, "nodes": _with(document["nodes"], name, value)}
        case "place":
            return document if value is None or name not in document["nodes"] else _placed(document, name, value)
        case "label" | "layout":
            return {**document, "layout": _laid(document.get("layout", {}), kind, name, value)}
        case "text":
            language, _, key = name.partition(":")
            words = _with(document["texts"].get(language, {}), key, value)
            return {**document, "texts": _with(document["texts"], language, words or None)}
        case "order":
            nodes = document["nodes"]
            names = dict.fromkeys((*(one for one in value if one in nodes), *nodes))
            return {**document, "nodes": {one: nodes[one] for one in names}}
        case _:
            return _with(document, name or kind, value)


def _placed(document: Document, step: str, after: str) -> Document:
    nodes = document["nodes"]
    return {**document, "nodes": {name: nodes[name] for name in moved(nodes, step, after)}}


def _laid(layout: Mapping[str, Any], kind: str, step: str, value: Any) -> dict[str, Any]:
    kept = layout.get(step, {})
    if kind == "label":
        laid = _with(kept, LABEL, value)
    else:
        laid = {**(value or {}), **({LABEL: kept[LABEL]} if LABEL in kept else {})}
    return _with(layout, step, laid or None)


def _with(values: Mapping[str, Any], name: str, value: Any) -> dict[str, Any]:
    if value is None:
        return {key: kept for key, kept in values.items() if key != name}
    return {**values, name: value}


def _before(document: Document, step: str) -> str | None:
    before = ""
    for name in document["nodes"]:
        if name == step:
            return before
        before = name
    return None


def _all(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = {f"step:{name}": node for name, node in document["nodes"].items()}
    for name, laid in document.get("layout", {}).items():
        found[f"label:{name}"] = laid.get(LABEL)
        found[f"layout:{name}"] = {key: value for key, value in laid.items() if key != LABEL} or None
    for language, words in document["texts"].items():
        found |= {f"text:{language}:{key}": text for key, text in words.items()}
    found["start"] = document.get("start")
    found |= {f"rest:{name}": value for name, value in document.items() if name not in _OWN}
    return found
