"""Mistyped names of months, weekdays and of today's neighbours, put right by the smallest edit."""

from collections.abc import Sequence

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.domain.understanding.dates.lexicon import Lexicon
from bot.domain.understanding.dates.tokens import Token
from bot.domain.understanding.word_lists import word_set

_SHORTEST, _LONG = 5, 7
_INNOCENT = word_set(
    "match marche marches marcha marchas lindo lundy julie julia martin marta maria april's today's "
    "morgan moren demand demands mando "
    "tomorrows manual avril domino freida friend friends vienes viene vendre vendra vendu sunny sundae monde "
    "mondes montage matin marred "
    "fevers jenny junior janvier"
)


def corrected(tokens: Sequence[Token], words: Lexicon) -> list[Token] | None:
    """The tokens with mistyped names of dates put right, None when there is nothing to put right."""
    found = False
    result: list[Token] = []
    for token in tokens:
        name = _guess(token, words)
        found = found or name is not None
        result.append(token if name is None else msgspec.structs.replace(token, text=name))
    return result if found else None


def _guess(token: Token, words: Lexicon) -> str | None:
    text = token.text
    if token.kind != "word" or len(text) < _SHORTEST or text in words.phrases or text in _INNOCENT:
        return None
    choices = [name for name in words.names if name[0] == text[0]]
    guess = process.extractOne(text, choices, scorer=OSA.distance, score_cutoff=2)
    if guess is None:
        return None
    name, distance, _ = guess
    return name if distance == 1 or min(len(text), len(name) - 1) >= _LONG else None
