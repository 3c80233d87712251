"""Texts by language: words with declared fields in them, filled in through a whitelist of filters.

`{{ trip.origin | city }}` is a field, `{trip.passengers, plural, one {# seat} other {# seats}}` words that depend on a
number (`bot.domain.flow.plurals`), and that is all there is: no expressions, no loops, no template engine. A text is
split once when its flow is loaded and only joined afterwards.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow import plurals

LONGEST_TEXT = 2000
"""Characters in a text: what every channel can carry at once (Meta, Messenger Platform, Send API)."""

_FIELD = re.compile(r"\{\{\s*([a-z_]+(?:\.[a-z_]+)*)\s*((?:\|\s*[a-z_]+\s*)*)\}\}")
_NUMBER = "#"


class Hole(msgspec.Struct, frozen=True):
    """A place in a text where a field goes, through filters in order."""

    field: str
    filters: tuple[str, ...] = ()


class Plural(msgspec.Struct, frozen=True):
    """A place in a text whose words depend on a number; each form has its category, or "=0", and its parts."""

    field: str
    forms: tuple[tuple[str, tuple[str | Hole, ...]], ...]


class Template(msgspec.Struct, frozen=True):
    """A text split into words, holes and plurals."""

    parts: tuple[str | Hole | Plural, ...]

    def holes(self) -> tuple[Hole, ...]:
        """Every hole in order, those in the forms of plurals among them."""
        return tuple(hole for part in self.parts for hole in _holes(part))

    def plurals(self) -> tuple[Plural, ...]:
        """Every plural in order."""
        return tuple(part for part in self.parts if isinstance(part, Plural))

    def fields(self) -> frozenset[str]:
        """Every field that the text needs, those that are only counted among them."""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return _NONE
        return frozenset(hole.field for hole in self.holes()) | {plural.field for plural in self.plurals()}


_NONE = frozenset[str]()


def _holes(part: str | Hole | Plural) -> Iterator[Hole]:
    if isinstance(part, Hole):
        yield part
    elif isinstance(part, Plural):
        yield from (inner for _, parts in part.forms for inner in parts if isinstance(inner, Hole))


@lru_cache(maxsize=8192)
def compile_text(text: str) -> Template:
    """Split a text, once for all documents that have it.

    Whatever is neither a well-formed hole nor a well-formed plural stays as it is written.
    """
    if ", plural" not in text and ",plural" not in text:
        return Template(tuple(_split(text)))
    parts: list[str | Hole | Plural] = []
    end = 0
    for found in plurals.find(text):
        parts += _split(text[end : found.start])
        parts.append(Plural(found.field, tuple((name, tuple(_split(words))) for name, words in found.forms)))
        end = found.end
    return Template((*parts, *_split(text[end:])))


def compile_texts(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Template]]:
    """Every text of every language, split; raises `InvalidError` when one is too long."""
    for language, words in texts.items():
        for key, text in words.items():
            if len(text) > LONGEST_TEXT:
                raise InvalidError(f"The text {key!r} in {language} is longer than {LONGEST_TEXT} characters.")
    return {language: {key: compile_text(text) for key, text in words.items()} for language, words in texts.items()}


def _split(text: str) -> Iterator[str | Hole]:
    end = 0
    for found in _FIELD.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        yield Hole(found[1], tuple(name.strip() for name in found[2].split("|") if name.strip()))
        end = found.end()
    if end < len(text):
        yield text[end:]


def written(template: Template) -> str:
    """The text as it is written, its fields and plurals in the usual spacing: compiled again it is the same."""
    return "".join(_written(part) for part in template.parts)


def _written(part: str | Hole | Plural) -> str:
    if isinstance(part, str):
        return part
    if isinstance(part, Hole):
        return f"{{{{ {' | '.join((part.field, *part.filters))} }}}}"
    forms = " ".join(f"{name} {{{''.join(map(_written, parts))}}}" for name, parts in part.forms)
    return f"{{{part.field}, plural, {forms}}}"


Show = Callable[[str, Any], str]
LookUp = Callable[[str], Any]


def fill(template: Template, look_up: LookUp, show: Show, *, language: str = "en") -> str:
    """The text with its holes filled; a field without a value leaves nothing behind.

    A value that ends in a full stop, such as "6 déc.", ends its sentence as well: no second one follows.
    `show` gives what a filter of that name makes of a value; `language` is that of the text, for its plurals.
    """
    text, value = "", ""
    for part in _chosen(template, look_up, language):
        if isinstance(part, str):
            text += part[1:] if value.endswith(".") and part.startswith(".") else part
            value = ""
        else:
            value = _value(part, look_up, show)
            text += value
    return text


def _chosen(template: Template, look_up: LookUp, language: str) -> Iterator[str | Hole]:
    """Words and holes, of each plural those of the form that its number takes."""
    for part in template.parts:
        if isinstance(part, Plural):
            yield from _form(part, plurals.count(look_up(part.field)), language)
        else:
            yield part


def _form(plural: Plural, number: int, language: str) -> Iterator[str | Hole]:
    forms = dict(plural.forms)
    exact, category = forms.get(f"={number}"), plurals.category(number, language)
    parts = exact if exact is not None else forms.get(category, forms[plurals.OTHER])
    yield from (part.replace(_NUMBER, str(number)) if isinstance(part, str) else part for part in parts)


def _value(hole: Hole, look_up: LookUp, show: Show) -> str:
    value = look_up(hole.field)
    if value is None:
        return ""
    for name in hole.filters:
        value = show(name, value)
    return str(value)
