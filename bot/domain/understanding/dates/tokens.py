"""Text into tokens: folded words, numbers and signs, each with its place in the text."""

import re
import unicodedata

import msgspec

_LIGATURES = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "’": "'", "‘": "'", "–": "-", "—": "-", "→": "-", "➔": "-"}
)
_ENDINGS = (
    r"\s?(?:st|nd|rd|th)|er|re|ere|eme|ieme|e|ter|tes|ten|tem|te|sten|ster|ste|"
    r"ro|ero|ra|era|do|da|to|ta|mo|ma|vo|va|no|na"
)
_TOKEN = re.compile(
    rf"(?P<ordinal>\d{{1,2}}(?:(?:{_ENDINGS})|\.(?:o|er|ero|ra|era|do|da))(?![a-z])|\d{{1,2}}\.?\s?[ºª°])|"
    r"(?P<word>2m(?:ain|oro|orrow|rw|oz)\b|[a-z]+)|(?P<number>'\d\d\b|\d+)|(?P<sign>[^\s'])"
)
_NEVER = frozenset('¿¡"()>')
_DIGITS = re.compile(r"\d+")
_MOST_DIGITS = 18
"""Digits that are read of a number: Python refuses to read thousands, and nothing here is counted in trillions."""


class Token(msgspec.Struct, frozen=True):
    """A folded piece of text at [start, end); `kind` is ordinal, word, number or sign."""

    text: str
    kind: str
    start: int
    end: int

    @property
    def number(self) -> int:
        """The number that a token of kind number or ordinal holds; of one that is too long, its beginning."""
        found = _DIGITS.search(self.text)
        return int(found.group()[:_MOST_DIGITS]) if found else 0


def fold(text: str) -> str:
    """Lower-case the text without accents, one character for each character of the NFC form where that is possible."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    spread = unicodedata.normalize("NFD", lowered)
    return "".join(c for c in spread if not unicodedata.combining(c)).translate(_LIGATURES)


def tokenize(folded: str) -> list[Token]:
    """Tokens of an already folded text; a hyphen inside a word ("week-end") is not a token."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(folded):
        text, (start, end) = found[0], found.span()
        if text in _NEVER or (text == "-" and _inside_word(folded, start)):
            continue
        tokens.append(Token(text, found.lastgroup or "sign", start, end))
    return tokens


def _inside_word(folded: str, at: int) -> bool:
    return 0 < at < len(folded) - 1 and folded[at - 1].isalpha() and folded[at + 1].isalpha()
