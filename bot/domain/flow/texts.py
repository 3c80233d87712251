"""Texts by language: words with declared fields in them, filled in through a whitelist of filters.

`{{ trip.origin | city }}` is all there is: no expressions, no loops, no template engine. A text is split once when
its flow is loaded and only joined afterwards.
"""

import re
from collections.abc import Callable
from typing import Any

import msgspec

LONGEST_TEXT = 2000
"""Characters in a text: what every channel can carry at once (Meta, Messenger Platform, Send API)."""

_FIELD = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z_]+)*)\s*((?:\|\s*[a-z_]+\s*)*)\}\}")


class Hole(msgspec.Struct, frozen=True):
    """A place in a text where a field goes, through filters in order."""

    field: str
    filters: tuple[str, ...] = ()


class Template(msgspec.Struct, frozen=True):
    """A text split into words and holes."""

    parts: tuple[str | Hole, ...]

    def holes(self) -> tuple[Hole, ...]:
        """Every hole in order."""
        return tuple(part for part in self.parts if isinstance(part, Hole))


def compile_text(text: str) -> Template:
    """Split a text; whatever is not a well-formed hole stays as it is written."""
    parts: list[str | Hole] = []
    end = 0
    for found in _FIELD.finditer(text):
        if found.start() > end:
            parts.append(text[end : found.start()])
        parts.append(Hole(found[1], tuple(name.strip() for name in found[2].split("|") if name.strip())))
        end = found.end()
    if end < len(text):
        parts.append(text[end:])
    return Template(tuple(parts))


def fill(template: Template, look_up: Callable[[str], Any], show: Callable[[str, Any], str]) -> str:
    """The text with its holes filled; a field without a value leaves nothing behind.

    `show` gives what a filter of that name makes of a value.
    """
    return "".join(part if isinstance(part, str) else _value(part, look_up, show) for part in template.parts)


def _value(hole: Hole, look_up: Callable[[str], Any], show: Callable[[str, Any], str]) -> str:
    value = look_up(hole.field)
    if value is None:
        return ""
    for name in hole.filters:
        value = show(name, value)
    return str(value)
