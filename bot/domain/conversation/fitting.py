"""Makes words fit a platform's limits: counted as it counts, cut between words and never inside a character.

Platforms say "characters" and do not say which; UTF-16 units are the strictest common reading (an emoji counts two),
so that what fits here fits everywhere. Where a platform counts bytes, `octets` measures.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

_ELLIPSIS = "…"
_JOINER = "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAGS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_SPACING_MARKS = frozenset("\u0e33\u0eb3\u200c\uff9e\uff9f")
"""Signs that belong to what is before them though Unicode calls them no marks: Thai and Lao "am", the non-joiner, and
the voice marks of narrow Katakana."""
_INITIALS = (range(0x1100, 0x1160), range(0xA960, 0xA980))
_JAMO = (range(0x1160, 0x1200), range(0xD7B0, 0xD800))
"""First consonants, and then vowels and finals, of Korean syllables that are written sign by sign."""
_SYLLABLES = range(0xAC00, 0xD7A4)
_PREFIXES = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3"
    "\U0001193f\U00011941\U00011a3a\U00011a84\U00011a85\U00011a86\U00011a87\U00011a88\U00011a89\U00011d46\U00011f02"
)
"""Signs that belong to what comes after them, as the Arabic sign below a number."""
_VIRAMA = 9
"""The combining class of the sign that binds two consonants of an Indic script."""
_BORDERS = (re.compile(r"\n\s*\n\s*"), re.compile(r"(?<=[.!?…。！？])\s+|\n+"), re.compile(r"\s+"))
"""Where a text may be cut: between paragraphs, else between sentences or lines, else between words."""
_WORTH = 3
"""A border in the first third of a piece is passed over for a weaker one further on."""


def units(text: str) -> int:
    """How many UTF-16 units a text has."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def octets(text: str) -> int:
    """How many bytes a text has in UTF-8."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


Measure = Callable[[str], int]


def clip(text: str, most: int) -> str:
    """The text, with an ellipsis in the end if it had to be cut to that many units."""
    if units(text) <= most:
        return text
    return text[: _reach(text, most - 1, units)].rstrip() + _ELLIPSIS


def split(text: str, most: int, measure: Measure = units) -> tuple[str, ...]:
    """The text in pieces of at most that much, cut at paragraphs, sentences or words where it can be."""
    return tuple(_pieces(text.strip(), most, measure))


def _pieces(text: str, most: int, measure: Measure) -> Iterator[str]:
    while measure(text) > most:
        reach = _reach(text, most, measure)
        end, begin = _border(text, reach)
        yield text[:end]
        text = text[begin:]
    if text:
        yield text


def _border(text: str, reach: int) -> tuple[int, int]:
    """Where the piece ends and where the next begins."""
    for border in _BORDERS:
        cuts = [found.span() for found in border.finditer(text, 0, reach + 1) if _is_cut(text, found.end())]
        if cuts and cuts[-1][0] > reach // _WORTH:
            return cuts[-1]
    return reach, reach


def _is_cut(text: str, index: int) -> bool:
    """Whether a piece may begin there: no mark is parted from the blank that carries it."""
    return index == len(text) or not _continues(text, index)


def _reach(text: str, most: int, measure: Measure) -> int:
    """How many code points of the text fit without cutting a character that a reader sees; at least one."""
    count = end = fitting = 0
    for index, character in enumerate(text):
        if index and not _continues(text, index):
            end = index
        count += measure(character)
        if count > most:
            break
        fitting = index + 1
    return end or max(1, fitting)


def _continues(text: str, index: int) -> bool:
    """Whether the code point belongs to the character before it (after Unicode Standard Annex 29)."""
    here, before = text[index], text[index - 1]
    code = ord(here)
    if before == "\r" and here == "\n":
        return True
    if unicodedata.category(before) == "Cc" or unicodedata.category(here) == "Cc":
        return False
    if _JOINER in (here, before) or here in _SPACING_MARKS or before in _PREFIXES or _extends(here):
        return True
    if code in _FLAGS and ord(before) in _FLAGS:
        return _flags_before(text, index) % 2 == 1
    return _is_korean(ord(before), code) or (here.isalpha() and _is_bound(text, index))


def _extends(sign: str) -> bool:
    code = ord(sign)
    return code in _SKIN_TONES or code in _TAGS or unicodedata.category(sign) in {"Mn", "Me", "Mc"}


def _is_korean(before: int, code: int) -> bool:
    """Whether two signs are of one Korean syllable."""
    if any(code in jamo for jamo in _JAMO):
        return True
    begun = any(before in initials for initials in _INITIALS)
    return begun and (code in _SYLLABLES or any(code in initials for initials in _INITIALS))


def _is_bound(text: str, index: int) -> bool:
    """Whether the marks before a letter bind it to the consonant before them."""
    at = index - 1
    while at and unicodedata.combining(text[at]) != _VIRAMA and _is_loose(text[at]):
        at -= 1
    return unicodedata.combining(text[at]) == _VIRAMA


def _is_loose(sign: str) -> bool:
    return sign == _JOINER or sign in _SPACING_MARKS or _extends(sign)


def _flags_before(text: str, index: int) -> int:
    count = 0
    while count < index and ord(text[index - 1 - count]) in _FLAGS:
        count += 1
    return count
