"""A message cut into its clauses: where a sentence ends, at commas, and before an "and" that begins a question."""

import re
import unicodedata
from collections.abc import Sequence

import msgspec

from bot.domain.understanding.dates.tokens import fold

_BEFORE_A_QUESTION = "and|but|also|et|mais|y|pero|und|aber"
_BEGINNINGS = (
    "can|could|may|do|does|is|are|will|would|should|what|whats|which|how|"
    "puis|peut|peux|est|quel|quelle|quels|quelles|comment|combien|faut|dois|"
    "puedo|puede|podemos|podria|cuanto|cuanta|cuantos|cuantas|cual|cuales|como|que|hay|"
    "kann|konnen|konnte|darf|durfen|ist|sind|was|wie|welche|welcher|welches|gibt|brauche|brauchen"
)
_CUT = re.compile(
    rf"(?P<end>[?!\n]+|(?<=[^\W\d]{{3}})\.(?=\s|$)|(?<=\d)\.(?=\s+(?:{_BEGINNINGS})\b)|\.{{2,}}|(?=¿))|"
    r"(?P<pause>[;:()]|,(?!\d)|\s[-–—]\s|[–—]\s)|"
    rf"(?P<turn>(?<=\s)(?=(?:{_BEFORE_A_QUESTION})\s+(?:{_BEGINNINGS})\b))"
)


class Clause(msgspec.Struct, frozen=True):
    """A clause at [start, end) of a message; `asks` when a question mark ends it, `whole` when it is a sentence."""

    text: str
    start: int
    end: int
    asks: bool = False
    whole: bool = False


def composed(text: str) -> str:
    """The text with composed letters, so that folding it letter by letter moves none."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def clauses(text: str) -> list[Clause]:
    """The clauses of a composed text that say something, in order."""
    found: list[Clause] = []
    start, begins = 0, True
    for cut in _CUT.finditer(_level(text)):
        ends = cut.lastgroup == "end"
        if text[start : cut.start()].strip():
            asks = "?" in cut[0]
            found.append(Clause(text[start : cut.start()], start, cut.end(), asks, begins and ends))
            begins = ends
        start = cut.end()
    if text[start:].strip():
        found.append(Clause(text[start:], start, len(text), whole=begins))
    return found


def without(text: str, taken: Sequence[Clause]) -> str:
    """The text without some of its clauses, and without the signs and small words that joined them to the rest."""
    rest, start = [], 0
    for clause in sorted(taken, key=lambda one: one.start):
        rest.append(text[start : clause.start])
        start = clause.end
    return " ".join("".join((*rest, text[start:])).split()).strip(" ,;:–—-¿")


def _level(text: str) -> str:
    """The text in small letters without accents, each letter in its place."""
    if text.isascii():
        return text.lower()
    return "".join(letter.lower() if letter.isascii() else (fold(letter)[:1] or letter) for letter in text)
