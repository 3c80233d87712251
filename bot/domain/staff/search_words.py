"""How talk is found again: words in small plain letters, the same for what was said and for what is looked for."""

import unicodedata
from itertools import islice

LONGEST_WORD = 40
MOST_WORDS = 300
"""Different words of one message that are kept: more than any channel carries."""
MOST_TERMS = 8
"""Words of a question that count."""

_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n"}
)


def folded(text: str) -> str:
    """Small letters without accents: "Zürich" and "zurich" are one word, "Straße" and "strasse" too."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


def words(text: str) -> tuple[str, ...]:
    """The different words of a text, in order, at most 300; signs part words."""
    plain = "".join(sign if sign.isalnum() else " " for sign in folded(text))
    found = dict.fromkeys(word[:LONGEST_WORD] for word in plain.split())
    return tuple(islice(found, MOST_WORDS))


def terms(question: str) -> tuple[str, ...]:
    """The words of a question, each of which must begin a word of what was said; () finds nothing."""
    return words(question)[:MOST_TERMS]


def pieces(text: str, wanted: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """A text in pieces, each with whether it is one of the wanted words and is to be marked."""
    found: list[tuple[str, bool]] = []
    for word, is_word in _split(text):
        marked = is_word and folded(word).startswith(wanted) if wanted else False
        if found and found[-1][1] == marked:
            found[-1] = (found[-1][0] + word, marked)
        else:
            found.append((word, marked))
    return tuple(found)


def excerpt(text: str, wanted: tuple[str, ...], *, longest: int = 160) -> str:
    """At most so many signs of a text around the first wanted word, on one line."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    before = 0
    for piece, marked in pieces(line, wanted):
        if marked:
            break
        before += len(piece)
    begin = max(0, min(before - longest // 3, len(line) - longest))
    shown = line[begin : begin + longest].strip()
    return f"{'…' if begin else ''}{shown}{'…' if begin + longest < len(line) else ''}"


def _split(text: str) -> list[tuple[str, bool]]:
    parts: list[tuple[str, bool]] = []
    for sign in text:
        is_word = sign.isalnum() or bool(unicodedata.combining(sign))
        if parts and parts[-1][1] == is_word:
            parts[-1] = (parts[-1][0] + sign, is_word)
        else:
            parts.append((sign, is_word))
    return parts
