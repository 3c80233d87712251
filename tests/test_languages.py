"""Every table of words has all four languages, with the same keys and the same values to fill in."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import bot
from bot.adapters.data import catalogue
from bot.domain.understanding.dates.lexicon import LANGUAGES

LETTERS = Path(__file__).parents[1] / "templates" / "mail"
_OLDER = frozenset({"bot.domain.payment.consent._FIRST", "bot.domain.payment.mandate._FIRST"})
"""Wordings that were shown before Spanish and German were spoken: nobody ever saw them in another language."""
_OLD_VERSIONS = re.compile(r"bot\.domain\.payment\.(consent\._VERSIONS\[[0-2]\]|mandate\._VERSIONS\[0\])")
"""The same, in the tables that are read."""
_HOLE = re.compile(r"\{[^{}]*\}")


def _modules() -> list[str]:
    found = pkgutil.walk_packages(bot.__path__, "bot.")
    kept = ("bot.domain.", "bot.services.", "bot.web.", "bot.sandbox.", "bot.adapters.channels.")
    return [one.name for one in found if one.name.startswith(kept)]


def _tables(value: Any, name: str, depth: int = 0) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each mapping by language in a value, with the way to it."""
    if depth > 3 or _OLD_VERSIONS.fullmatch(name):
        return
    if isinstance(value, Mapping):
        if {"en", "fr"} <= value.keys() and all(isinstance(key, str) and len(key) <= 2 for key in value):
            yield name, value
            return
        for key, inner in value.items():
            yield from _tables(inner, f"{name}[{key!r}]", depth + 1)
    elif isinstance(value, tuple):
        for at, inner in enumerate(value):
            yield from _tables(inner, f"{name}[{at}]", depth + 1)


def _all_tables() -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    seen: set[int] = set()
    for module in _modules():
        for name, value in vars(importlib.import_module(module)).items():
            way = f"{module}.{name}"
            if way not in _OLDER:
                tables = dict(_tables(value, way))
                found |= {one: table for one, table in tables.items() if id(table) not in seen}
                seen |= {id(table) for table in tables.values()}
    return found


TABLES = _all_tables()
WORDS = {way: table for way, table in TABLES.items() if all(isinstance(one, Mapping) for one in table.values())}


def _holes(value: Any) -> list[str]:
    """What a sentence leaves open; of a pair such as one and many, what both do."""
    texts = value if isinstance(value, tuple) else (value,)
    return sorted({hole for text in texts if isinstance(text, str) for hole in _HOLE.findall(text)})


def test_the_tables_are_found() -> None:
    """The test would say nothing if it looked nowhere."""
    assert len(WORDS) > 15
    assert any(way.endswith(".CHAT_WORDS") for way in WORDS)


@pytest.mark.parametrize("way", TABLES)
def test_no_table_lacks_one_of_the_four_languages(way: str) -> None:
    """A traveller who writes Spanish or German is never answered in English because a table was forgotten."""
    assert set(LANGUAGES) - TABLES[way].keys() == set()


@pytest.mark.parametrize("way", WORDS)
def test_each_language_of_a_table_says_the_same(way: str) -> None:
    """The same sentences with the same facts in them, none of them left in English."""
    first = WORDS[way]["en"]
    for language, words in WORDS[way].items():
        assert words.keys() == first.keys(), language
        assert {key: _holes(words[key]) for key in words} == {key: _holes(first[key]) for key in first}, language
        long = {key for key, text in words.items() if isinstance(text, str) and len(text) > 25}
        assert language == "en" or {key for key in long if words[key] == first[key]} == set()


def test_the_catalogue_the_flows_and_the_notices_are_in_all_four() -> None:
    """What is said in a thread, and the news after a platform's window."""
    assert catalogue.texts().keys() == set(LANGUAGES)
    for name, form in catalogue.notices().items():
        assert form.texts.keys() == set(LANGUAGES), name


def test_every_letter_is_written_in_all_four() -> None:
    """A mail comes in the language of the talk."""
    names = {language: {path.name for path in (LETTERS / language).iterdir()} for language in LANGUAGES}
    assert all(names[language] == names["en"] for language in LANGUAGES)
