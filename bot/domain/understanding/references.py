"""A booking reference and a surname out of what somebody typed: "K7QM2X Durand", "réf K7QM2X au nom de Durand"."""

import re
import unicodedata
from itertools import pairwise

import msgspec

from bot.domain.booking.references import LOCATOR_LENGTHS
from bot.domain.understanding.dates.tokens import fold
from bot.domain.understanding.word_lists import word_set

LONGEST = 160
"""Characters of a message that may hold a reference; a longer one tells a story."""
LONGEST_SURNAME = 60

_USUAL = 6
_NAME_LEAD = re.compile(
    r"\b(?:au nom d(?:e\b|['’])|(?:mon |le )?nom(?: de famille)?\b(?: est\b)?|je m['’]appelle\b|je suis\b|c['’]est\b|"
    r"(?:under|in) the name(?: of)?\b|(?:(?:my|the) )?(?:last |family |sur)?name\b(?: is\b|['’]s\b)?|it['’]s\b|"
    r"a nombre de\b|(?:mi |el )?apellidos?\b(?: es\b)?|me llamo\b|auf den namen\b|(?:mein |der )?(?:nach)?name\b"
    r"(?: ist\b)?|ich hei(?:ß|ss)e\b|"
    r"i['’]m\b)\s*[:=]?\s*",
    re.IGNORECASE,
)
_CODE_LEAD = re.compile(
    r"\b(?:(?:booking|reservation|confirmation) (?:code|number|no|ref(?:erence)?)|r[ée]f(?:[ée]rence)?|pnr|locator|"
    r"record locator|(?:code|num[ée]ro) de r[ée]servation|dossier|"
    r"(?:c[oó]digo|n[uú]mero|referencia|localizador)(?: de(?: la)? reserva)?|"
    r"buchungs(?:nummer|code)|buchungsreferenz)\b"
    r"(?: (?:de|of) (?:(?:la|ma|my|the) )?(?:r[ée]servation|dossier|booking)\b)?"
    r"[\s.:#°=-]*(?:(?:is|est|es|ist|number|num[ée]ro)\b[\s:]*)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\s,;:/|()«»\"“”?!]+")
_SIGNS = re.compile(r"[,;:/|()«»\"“”?!#=]")
_QUOTES = ".-'’‘"
_EDGES = word_set(
    "my is it its the a an and for on with of here this please i am booking trip reservation ticket find show "
    "et pour avec est c voici ma mon la le un une par svp cherche trouver billet voyage madame monsieur mme mr mrs "
    "mi es la el los y para con aqui esta soy reserva viaje billete busco encontrar senor senora meine mein ist das "
    "und fur mit hier bitte bin buchung reise ticket suche finden herr frau"
)
"""Words around a reference that are no surname at its edge."""


class Reference(msgspec.Struct, frozen=True):
    """What was found in a message.

    `locator` is as typed, in capitals and without hyphens; `surname` as typed; `sure` says that it is written as a
    reference or introduced as one, so that nothing else can be meant.
    """

    locator: str = ""
    surname: str = ""
    sure: bool = False


_Found = tuple[int, int, str, bool]
"""Where a locator stands, the locator, and whether it is one for sure."""


def read_reference(text: str, *, asked: bool) -> Reference:
    """The reference and the surname of a message.

    Asked for one, any word of the length of a locator may be it; not asked, only one that a word such as "reference"
    introduces.
    """
    plain = _plain(text)
    found = _introduced(plain, asked=asked) or (_likeliest(plain) if asked else None)
    if found is None:
        return Reference()
    start, end, locator, sure = found
    return Reference(locator, _surname(f"{plain[:start]}|{plain[end:]}"), sure)


def read_surname(text: str) -> str:
    """The surname that somebody typed when asked for it, "" when there is no letter in it."""
    return _surname(_plain(text))


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    return plain if len(plain) <= LONGEST else ""


def _introduced(plain: str, *, asked: bool) -> _Found | None:
    for lead in _CODE_LEAD.finditer(plain):
        word = _WORD.match(plain, lead.end())
        locator = _locator(word[0]) if word else ""
        if word and locator and (asked or _is_mixed(locator) or (word[0].isupper() and len(locator) == _USUAL)):
            return lead.start(), word.end(), locator, True
    return None


def _likeliest(plain: str) -> _Found | None:
    """The likeliest locator; the first of several alike, because it is asked for first."""
    words = list(_WORD.finditer(plain))
    made = [(one.start(), one.end(), locator) for one in words if (locator := _locator(one[0]))]
    mixed = [one for one in made if _is_mixed(one[2])] or _joined(words)
    if mixed:
        return (*mixed[0], True)
    shouted = [one for one in made if plain[one[0] : one[1]].isupper()]
    usual = [one for one in made if len(one[2]) == _USUAL and fold(one[2]) not in _EDGES]
    alone = shouted if len(shouted) < len(words) else []
    best = next(iter([*(one for one in usual if one in alone), *alone, *usual, *made]), None)
    return (*best, False) if best else None


def _locator(word: str) -> str:
    """The word as a locator, or "" when it cannot be one."""
    bare = word.strip(_QUOTES).replace("-", "")
    return bare.upper() if bare.isascii() and bare.isalnum() and len(bare) in LOCATOR_LENGTHS else ""


def _is_mixed(word: str) -> bool:
    """Whether a word is written as machines write: digits among letters."""
    return any(sign.isdigit() for sign in word) and any(sign.isalpha() for sign in word)


def _joined(words: list[re.Match[str]]) -> list[tuple[int, int, str]]:
    """A locator written in two groups: "K7Q M2X"."""
    both = [(one, other, one[0] + other[0]) for one, other in pairwise(words)]
    return [
        (one.start(), other.end(), whole.upper())
        for one, other, whole in both
        if len(one[0]) == len(other[0]) == _USUAL // 2 and _locator(whole) and _is_mixed(whole)
    ]


def _surname(rest: str) -> str:
    """The surname in what is left: what follows "name", else what follows the reference, else what goes before it."""
    lead = _NAME_LEAD.search(rest)
    if lead is None:
        before, _, after = rest.partition("|")
        return _trimmed(after) or _trimmed(before)
    named = _trimmed(rest[lead.end() :].partition("|")[0])
    return named or _trimmed(f"{rest[: lead.start()]} {rest[lead.end() :]}")


def _trimmed(text: str) -> str:
    words = [word.strip(_QUOTES) for word in _SIGNS.sub(" ", text).split()]
    words = [word for word in words if any(sign.isalpha() for sign in word)]
    while words and fold(words[0]) in _EDGES:
        words.pop(0)
    while words and fold(words[-1]) in _EDGES:
        words.pop()
    return " ".join(words)[:LONGEST_SURNAME].strip()
