"""Flows that come from outside and go there: refused with the reason where they cannot be, and always written alike.

A document is written with its keys in one order, whatever order it came in, so that two versions of it differ where
they differ. Texts can stand apart from the logic, one file a language, for those who translate.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow import migrations
from bot.domain.flow.checks.names import is_language, is_name
from bot.domain.flow.checks.report import Around, Checked
from bot.domain.flow.checks.rules import RULES
from bot.domain.flow.definition import LARGEST, MOST_NODES, parse_flow

Document = dict[str, Any]

DEEPEST = 20
"""Levels of a document: a flow has fifteen at most."""
MOST_VALUES = 60_000
"""Values in a document: a thousand steps with texts in four languages have fewer."""
_NAMES = 2
"""The rule about names, which is the one that is asked before a document is taken in at all."""
_ORDER = ("spec", "flow", "start", "needs", "fallback", "nodes", "texts", "layout")
_NODE = ("locked", "do", "cases", "split", "wait", "next", "end")
_LARGEST_NUMBER = 2**53
_ALLOWED = "\n\t"
_SHOWN = 60


def taken_in(data: Any) -> bytes:
    """The JSON document of plain data that came from outside; raises `InvalidError` that says what is wrong and where.

    Names are plain words after it; everything else in it is text and nothing more.
    """
    if not isinstance(data, dict):
        raise InvalidError("A flow is an object with spec, flow, start, nodes and texts.")
    steps = data.get("nodes")
    if isinstance(steps, dict) and len(steps) > MOST_NODES:
        raise InvalidError(f"A flow may have {MOST_NODES} nodes; this one has {len(steps)}.")
    for number, fault in enumerate(_faults(data)):
        if fault:
            raise InvalidError(fault)
        if number > MOST_VALUES:
            raise InvalidError(f"A flow may have {MOST_VALUES} values in all.")
    try:
        document = msgspec.json.encode(canonical(migrations.migrate(data)))
    except msgspec.ValidationError as error:
        raise InvalidError(f"The flow cannot be read: {error}") from error
    flow = parse_flow(document)
    checked = Checked(flow, (), frozenset(), frozenset(), Around())
    for issue in RULES[_NAMES].check(checked):
        raise InvalidError(f"{issue.where}: {issue.sentence} {issue.fix}".strip())
    return document


def _faults(data: Any) -> Iterator[str]:
    """For each value of plain data why it cannot be in a flow, "" where it can; nothing is followed too deep."""
    ahead: list[tuple[Any, str, int]] = [(data, "$", 0)]
    while ahead:
        value, where, depth = ahead.pop()
        if depth > DEEPEST:
            yield f"{where}: nested deeper than {DEEPEST} levels."
        elif isinstance(value, dict):
            yield next((f"{where}: {fault}" for key in value if (fault := _key(key))), "")
            ahead += [(inner, f"{where}.{str(key)[:_SHOWN]}", depth + 1) for key, inner in value.items()]
        elif isinstance(value, list):
            yield ""
            ahead += [(inner, f"{where}[{index}]", depth + 1) for index, inner in enumerate(value)]
        else:
            fault = _text(value) if isinstance(value, str) else _plain(value)
            yield f"{where}: {fault}" if fault else ""


def _key(key: Any) -> str:
    if isinstance(key, bool):
        return f"A bare {'yes' if key else 'no'} is no name in YAML: write it in quotes."
    if not isinstance(key, str):
        return f"{key!r} is no name: write it in quotes."
    return _text(key)


def _text(text: str) -> str:
    """Why a text cannot be kept: it has signs that no platform shows; all others are text and nothing more."""
    if text.isascii() and text.isprintable():
        return ""
    for at, sign in enumerate(text):
        if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _ALLOWED:
            return f"Sign {at + 1} (U+{ord(sign):04X}) cannot be shown."
    return ""


def _plain(value: Any) -> str:
    if value is None or isinstance(value, bool | float):
        return ""
    if isinstance(value, int):
        return "" if abs(value) < _LARGEST_NUMBER else "The number is too large."
    return f"A {type(value).__name__} is no value: write it in quotes."


def canonical(document: Document) -> Document:
    """The document with its keys in the order in which they are always written; steps stay in theirs.

    Languages stand by their codes, texts of all of them in the order of the language that was first.
    """
    texts, nodes = document.get("texts"), document.get("nodes")
    changed: Document = {}
    if isinstance(nodes, dict):
        changed["nodes"] = {
            name: _sorted(node, _NODE) if isinstance(node, dict) else node for name, node in nodes.items()
        }
    if isinstance(texts, dict) and all(isinstance(words, dict) for words in texts.values()):
        changed["texts"] = _aligned(texts)
    return _sorted({**document, **changed}, _ORDER)


def _sorted(data: Document, order: tuple[str, ...]) -> Document:
    """The object with known keys first; a key that nobody knows comes last, for whoever reads it to refuse."""
    known = [key for key in order if key in data]
    return {key: data[key] for key in (*known, *(key for key in data if key not in order))}


def _aligned(texts: Mapping[str, Document]) -> dict[str, Document]:
    every = dict.fromkeys(key for words in texts.values() for key in words)
    return {language: {key: words[key] for key in every if key in words} for language, words in sorted(texts.items())}


def tidied(document: bytes) -> Document:
    """The plain data of a document that was kept, in today's shape and with its keys in their order."""
    return canonical(migrations.migrate(msgspec.json.decode(document, type=dict[str, Any])))


def apart(document: bytes) -> dict[str, Document]:
    """The documents of a flow with its texts apart, by what the file of each is called but for its ending.

    Raises `InvalidError` for names that are no plain words: they would be paths.
    """
    data = tidied(document)
    name, texts = str(data["flow"]), data.get("texts", {})
    if not is_name(name) or not all(is_language(language) for language in texts):
        raise InvalidError("The name of the flow or of a language cannot be the name of a file.")
    logic = {key: value for key, value in data.items() if key != "texts"}
    return {name: logic, **{f"{name}.{language}": words for language, words in texts.items()}}


def together(logic: Any, texts: Mapping[str, Any]) -> Any:
    """The plain data of a flow from its logic and its texts by language; nothing else is added or taken away."""
    if not isinstance(logic, dict):
        return logic
    return canonical({**logic, "texts": {**logic.get("texts", {}), **texts}}) if texts else logic


def bounded(size: int) -> None:
    """Raise `InvalidError` for a file of so many bytes that is too large to be a flow, before anybody reads it."""
    if size > LARGEST:
        raise InvalidError(f"A flow may have {LARGEST // 1024} KiB; this file has {size // 1024}.")
