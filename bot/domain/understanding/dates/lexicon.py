"""Words into symbols: the alphabet in which the grammar of dates is written, one table for each language.

Symbols: n number up to 31, N other two digits, y year, # any other number, o ordinal, q cardinal word, 1 weak one,
p about so many, l "and a half"; M month, W weekday, K feast, r day told from today; d w m a Q g units of day, week,
month, year, quarter, night, k weekend, s season; x next, X following, U coming, J the one after next, 0 this, L last,
P past, V every, Y not; z "from now", A after, B before, S the German "vor" (ago, before), D the day after or before
another, C closest, F from (1 when a stay begins), f of or from (1 when it holds an article), I in, i on, T to, O or,
& and, u for, v between, t article; b c e beginning, middle and end, R rest, E end of a unit, H part of the day; j words
with which a sentence goes on after a day; _ words without weight, left out; . , - / themselves; ! other signs; ~ other
words.
A phrase may stand for several signs, its values then divided by commas ("ow" for "first half=1,2").
"""

import functools

import msgspec

from bot.domain.understanding.dates import numerals, words_de, words_en, words_es, words_fr
from bot.domain.understanding.dates.settle import Doubt, settle
from bot.domain.understanding.dates.signs import Sign, Value
from bot.domain.understanding.dates.tokens import Token

LANGUAGES = ("en", "fr", "es", "de")
_TABLES = {"en": words_en, "fr": words_fr, "es": words_es, "de": words_de}
_SIGNS = {".": ".", ",": ",", "-": "-", "/": "/", "&": "&"}
_TRIGGERS = frozenset("MWrdwmaQgksxXUJELhbceKDR")
_GOING_ON = "j"
_LAST_DAY = 31
_FEAST_DIGITS = 4
_LONG_NAME = 5
_CENTURY = 2000

Entry = tuple[str, str, tuple[Value, ...]]
"""A phrase with its symbols and the value of each."""


class Lexicon(msgspec.Struct, frozen=True):
    """The words of one language by their first token, longest phrase first.

    `names` are those that typos are put right to, `doubles` what names of two things may be ("mar"), `telling` the
    first words of all phrases but those with which a sentence merely goes on.
    """

    language: str
    phrases: dict[str, tuple[tuple[tuple[str, ...], str, tuple[Value, ...]], ...]]
    weak: frozenset[str]
    doubles: dict[str, tuple[tuple[str, Value], ...]]
    triggers: frozenset[str]
    telling: frozenset[str]
    names: tuple[str, ...]
    months: frozenset[str]
    weekdays: frozenset[str]


def _valued(entry: str) -> tuple[str, tuple[Value, ...]]:
    phrase, _, raw = entry.partition("=")
    return phrase, tuple(map(_value, raw.split(",")))


def _value(raw: str) -> Value:
    return int(raw) if raw.lstrip("-").isdigit() and len(raw) < _FEAST_DIGITS else raw


def _entries(language: str) -> list[Entry]:
    words = _words(language)
    taken = {phrase for phrase, _, _ in words}
    return words + [entry for entry in _numbers(language) if entry[0] not in taken]


def _words(language: str) -> list[Entry]:
    table = _TABLES[language]
    entries = [
        (phrase, symbol, value)
        for symbol, phrases in table.WORDS.items()
        for phrase, value in map(_valued, phrases.split("|"))
    ]
    return entries + _named("M", table.MONTHS, 1) + _named("W", table.WEEKDAYS, 0)


def _named(symbol: str, names: tuple[str, ...], first: int) -> list[Entry]:
    return [(word, symbol, (number,)) for number, words in enumerate(names, first) for word in words.split()]


def _doubles(language: str) -> dict[str, tuple[tuple[str, Value], ...]]:
    """Short names of months that are weekdays or numbers, too."""
    table = _TABLES[language]
    months = {word: number for word, _, (number,) in _named("M", table.MONTHS, 1)}
    others = _named("W", table.WEEKDAYS, 0) + [entry for entry in _numbers(language) if entry[1] == "q"]
    return {word: (("M", months[word]), (symbol, value)) for word, symbol, (value,) in others if word in months}


def _numbers(language: str) -> list[Entry]:
    tables = (("o", numerals.ordinals), ("q", numerals.cardinals), ("y", numerals.years))
    return [(word, symbol, (number,)) for symbol, spell in tables for word, number in spell(language).items()]


@functools.cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; an unknown language reads as English."""
    language = language if language in _TABLES else "en"
    grouped: dict[str, list[tuple[tuple[str, ...], str, tuple[Value, ...]]]] = {}
    entries = _entries(language)
    for phrase, symbols, values in entries:
        first, *rest = phrase.split()
        grouped.setdefault(first, []).append((tuple(rest), symbols, values))
    return Lexicon(
        language=language,
        phrases={first: tuple(sorted(options, key=lambda o: -len(o[0]))) for first, options in grouped.items()},
        weak=_TABLES[language].WEAK,
        doubles=_doubles(language),
        triggers=frozenset(phrase.split()[0] for phrase, symbols, _ in entries if not _TRIGGERS.isdisjoint(symbols)),
        telling=frozenset(phrase.split()[0] for phrase, symbols, _ in entries if symbols != _GOING_ON),
        months=frozenset(phrase for phrase, symbol, _ in entries if symbol == "M"),
        weekdays=frozenset(phrase for phrase, symbol, _ in entries if symbol == "W"),
        names=tuple(
            {
                phrase
                for phrase, symbol, _ in entries
                if symbol in "MWr" and " " not in phrase and len(phrase) >= _LONG_NAME
            }
        ),
    )


def encode(tokens: list[Token], words: Lexicon) -> list[Sign]:
    """The signs of a tokenized text, phrases as one sign."""
    signs: list[Sign] = []
    doubts: list[Doubt] = []
    at = 0
    texts = [t.text for t in tokens]
    while at < len(tokens):
        token = tokens[at]
        if token.kind != "word":
            signs.append(_plain(token))
            at += 1
            continue
        length, symbols, values = _phrase(texts, at, words)
        if length == 1 and (token.text in words.weak or token.text in words.doubles):
            doubts.append(Doubt(len(signs), token.text in words.weak, words.doubles.get(token.text, ())))
        if symbols != "_":
            end = tokens[at + length - 1].end
            signs += [Sign(s, v, token.start, end) for s, v in zip(symbols, values, strict=True)]
        at += length
    return settle(signs, doubts) if doubts else signs


def _phrase(texts: list[str], at: int, words: Lexicon) -> tuple[int, str, tuple[Value, ...]]:
    for rest, symbols, values in words.phrases.get(texts[at], ()):
        if not rest or tuple(texts[at + 1 : at + 1 + len(rest)]) == rest:
            return 1 + len(rest), symbols, values
    return 1, "~", (0,)


def _plain(token: Token) -> Sign:
    if token.kind == "sign":
        return Sign(_SIGNS.get(token.text, "!"), 0, token.start, token.end)
    number, digits = token.number, len(token.text)
    if token.text.startswith("'"):
        return Sign("y", _CENTURY + number, token.start, token.end)
    if token.kind == "ordinal":
        symbol = "o" if 1 <= number <= _LAST_DAY else "#"
    elif digits <= 2:  # noqa: PLR2004 a day, a month or a short year
        symbol = "n" if 1 <= number <= _LAST_DAY else "N"
    else:
        symbol = "y" if digits == 4 and 1900 <= number <= 2100 else "#"  # noqa: PLR2004 years that people write
    return Sign(symbol, number, token.start, token.end)
