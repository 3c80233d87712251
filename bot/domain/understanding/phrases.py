"""Tables of phrases, found in tokens at one look-up a word."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from bot.domain.understanding.dates.tokens import Token, fold, tokenize

Value = TypeVar("Value")


class Hit(msgspec.Struct, Generic[Value], frozen=True):
    """A phrase found at tokens [start, end)."""

    value: Value
    start: int
    end: int


class PhraseTable(Generic[Value]):
    """Phrases of any number of words, each with a value; the longest phrase wins at each word.

    `words` are all words of all phrases, `values` all their values.
    """

    def __init__(self, phrases: Mapping[str, Value]) -> None:
        grouped: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for phrase, value in phrases.items():
            words = tuple(t.text for t in tokenize(fold(phrase)))
            grouped.setdefault(words[0], []).append((words[1:], value))
        self.words = frozenset(word for first, rest in grouped.items() for more, _ in rest for word in (first, *more))
        self.values = frozenset(phrases.values())
        self._by_first = {first: sorted(rest, key=lambda r: -len(r[0])) for first, rest in grouped.items()}

    def find(self, tokens: Sequence[Token]) -> list[Hit[Value]]:
        """Every phrase of the table in the tokens, in order, none overlapping."""
        hits: list[Hit[Value]] = []
        end = 0
        for at, token in enumerate(tokens):
            # Each message is read by dozens of tables, and most words begin no phrase of most of them.
            if token.text in self._by_first and at >= end and (hit := self.at(tokens, at)) is not None:
                hits.append(hit)
                end = hit.end
        return hits

    def at(self, tokens: Sequence[Token], at: int) -> Hit[Value] | None:
        """The longest phrase that begins at one token."""
        for rest, value in self._by_first.get(tokens[at].text, ()):
            end = at + 1 + len(rest)
            if end <= len(tokens) and all(tokens[at + 1 + i].text == word for i, word in enumerate(rest)):
                return Hit(value, at, end)
        return None


def joined(verbs: str, things: str) -> str:
    """Every verb before every thing, all written with bars between."""
    return "|".join(f"{verb} {thing}" for verb in verbs.split("|") for thing in things.split("|"))


def found_in_brief(
    phrases: PhraseTable[str], tokens: Sequence[Token], *, longest: int, without: frozenset[str]
) -> set[str]:
    """What a message of so many words means by a table; nothing when it is longer, or has a word that turns it."""
    words = [token.text for token in tokens if token.kind != "sign"]
    if len(words) > longest or without.intersection(words):
        return set()
    return {hit.value for hit in phrases.find(tokens)}


def table(by_value: Mapping[Value, str]) -> PhraseTable[Value]:
    """A table from values to phrases written with bars between."""
    return PhraseTable({phrase: value for value, phrases in by_value.items() for phrase in phrases.split("|")})
