"""Comparing booking references and surnames as people type them: case, accents, spaces and signs do not count."""

import unicodedata

LOCATOR_LENGTHS = range(5, 14)
"""Signs of a record locator: six with most airlines, seven or thirteen with some (easyJet, LATAM)."""

_ALIKE = str.maketrans("OI", "01")
"""Signs that people mix up; ours are made without any of the four."""
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "n"}
)
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "ñ": "nn"})
"""How the machine-readable zone of a passport may write a letter (ICAO Doc 9303, part 3, section 6)."""


def fold_locator(text: str) -> str:
    """A record locator as it is looked up: capitals and digits alone, O as 0 and I as 1."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum()).translate(_ALIKE)


def spellings(name: str) -> frozenset[str]:
    """The name in small plain letters, in each way in which a ticket may spell it: "muller" and "mueller"."""
    whole = unicodedata.normalize("NFC", name.casefold().replace("ß", "ss"))
    found = {_letters(whole), _letters(whole.translate(_SPELLED))}
    return frozenset(found - {""})


def _letters(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(sign for sign in spread if sign.isalnum())


def is_name_of(typed: str, given: str, family: str) -> bool:
    """Whether what was typed is the surname of somebody, alone or beside the given name in either order.

    Every way is compared to its end, so that the time it takes tells nothing of how much was right.
    """
    wanted = spellings(typed)
    ways = (family, f"{given} {family}", f"{family} {given}")
    return sum(bool(wanted & spellings(way)) for way in ways) > 0
