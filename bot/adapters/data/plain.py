"""Plain data from JSON or YAML text of people: bounded before it is read, with what is wrong and where.

YAML can do more than a document needs, and some of it is an attack: an alias makes a circle or a billion of one line, a
tag makes things, a key that stands twice hides the first. None of them is taken. JSON is read by its own reader first.
"""

import json
from collections import Counter
from collections.abc import Hashable
from typing import Any

import yaml

from bot.domain.errors import InvalidError

LARGEST = 512 * 1024
"""Bytes of a document, as for a flow (`bot.domain.flow.definition`)."""
DEEPEST = 40
"""Levels of a document."""
MOST_EVENTS = 100_000
"""Parts of a document as YAML counts them: beginnings, ends and words."""

_Fast: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The reader in C, where the library was built with it: ten times as fast."""


class _Loader(_Fast):  # type: ignore[misc]  # whichever of the two there is
    """Takes each key of a mapping once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002  PyYAML's signature
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                line, column = key.start_mark.line + 1, key.start_mark.column + 1
                raise InvalidError(f"Line {line}, column {column}: {key.value[:60]!r} stands twice.")
            seen.add(str(key.value))
        return dict(super().construct_mapping(node, deep=deep))


def plain_yaml(document: bytes) -> Any:
    """Plain data from YAML or JSON text; raises `InvalidError` that says what is wrong, and where."""
    if len(document) > LARGEST:
        raise InvalidError(f"The file has {len(document) // 1024} KiB; it may have {LARGEST // 1024}.")
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidError(f"The file is not text in UTF-8: see byte {error.start + 1}.") from error
    try:
        return _json(text) if text.lstrip()[:1] in {"{", "["} else _yaml(text)
    except RecursionError as error:
        raise InvalidError(f"The file is nested deeper than {DEEPEST} levels.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "its beginning"
        raise InvalidError(f"The file is not YAML: {error.problem or error.context} at {where}.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidError(f"The file is not YAML: {error}") from error


def _json(text: str) -> Any:
    """JSON by its own reader; what is no JSON may still be YAML, which begins with a brace, too."""
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError:
        return _yaml(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise InvalidError(f"{twice[:60]!r} stands twice in one object.")
    return made


def _yaml(text: str) -> Any:
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_Fast)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise InvalidError(f"Line {line}: anchors and aliases (& and *) are not taken; write it out.")
        if depth > DEEPEST:
            raise InvalidError(f"Line {line}: nested deeper than {DEEPEST} levels.")
        if number > MOST_EVENTS:
            raise InvalidError(f"Line {line}: the file has more than {MOST_EVENTS} parts.")
    return yaml.load(text, Loader=_Loader)  # noqa: S506  a safe loader, made stricter  # nosec B506
