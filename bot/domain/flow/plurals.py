"""Plurals of texts: `{trip.passengers, plural, one {# seat} other {# seats}}`, by the rules of each language.

It is the smallest part of ICU's message format and nothing else of it: one field, its forms by category or by an exact
number (`=0`), `#` where the number goes, and fields in the forms as in any text; no plural inside a plural. Categories
are those of Unicode's CLDR, as Babel has them.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
from babel import Locale, UnknownLocaleError

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""Names of forms; besides them a form may stand for one exact number, as `=0`."""
OTHER = "other"
_HEAD = re.compile(r"\{\s*([a-z_]+(?:\.[a-z_]+)*)\s*,\s*plural\s*,")
_FORM = re.compile(r"\s*(=\d{1,4}|zero|one|two|few|many|other)\s*\{")
_END = re.compile(r"\s*\}")
_COUNTED = 200
"""Numbers that are tried to see which forms a language needs: nobody counts more of anything in a chat."""


class Found(msgspec.Struct, frozen=True):
    """A plural as it stands in a text: from where to where, its field, and each form with its words."""

    start: int
    end: int
    field: str
    forms: tuple[tuple[str, str], ...]


def find(text: str) -> Iterator[Found]:
    """Every well-formed plural of a text, in order; what is not well-formed stays words."""
    at, closing = 0, _closings(text)
    while (head := _HEAD.search(text, at)) is not None:
        found = _read(text, head, closing)
        if found is not None:
            yield found
        at = found.end if found is not None else head.end()


def looks_broken(words: str) -> bool:
    """Whether words that were left over begin a plural that was never finished, or not as one is written."""
    return _HEAD.search(words) is not None


def _read(text: str, head: re.Match[str], closing: Mapping[int, int]) -> Found | None:
    forms: list[tuple[str, str]] = []
    at = head.end()
    while (form := _FORM.match(text, at)) is not None:
        end = closing.get(form.end() - 1, -1)
        if end < 0:
            return None
        forms.append((form[1], text[form.end() : end]))
        at = end + 1
    last = _END.match(text, at)
    names = [name for name, _ in forms]
    if last is None or OTHER not in names or len(set(names)) != len(names):
        return None
    return Found(head.start(), last.end(), head[1], tuple(forms))


def _closings(text: str) -> Mapping[int, int]:
    """Where each brace that opens closes again, if it does: found in one walk, however many there are."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for index, sign in enumerate(text):
        if sign == "{":
            opened.append(index)
        elif sign == "}" and opened:
            found[opened.pop()] = index
    return found


def category(number: int, language: str) -> str:
    """The category of a number in a language; "other" for a language that nobody knows."""
    rules = _locale(language)
    return str(rules.plural_form(number)) if rules is not None else OTHER


@cache
def needed(language: str) -> frozenset[str]:
    """The categories that a text of a language must have a form for, as far as people count in a chat."""
    return frozenset(category(number, language) for number in range(_COUNTED)) | {OTHER}


@cache
def known(language: str) -> frozenset[str]:
    """The categories that a language has at all."""
    rules = _locale(language)
    return frozenset(rules.plural_form.tags) | {OTHER} if rules is not None else frozenset({OTHER})


def count(value: Any) -> int:
    """How many a value is: a number itself, people of a party, else how many things there are; nought for nothing."""
    if value is None or isinstance(value, str):
        return int(value) if value and value.isdecimal() else 0
    if isinstance(value, int):
        return int(value)
    travellers = getattr(value, "travellers", None)
    return travellers if isinstance(travellers, int) else len(value) if isinstance(value, tuple) else 1


@cache
def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None
