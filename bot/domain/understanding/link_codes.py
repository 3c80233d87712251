"""One-time codes that link chats: made out of chance, shown in two groups, and read out of whatever was typed.

Without vowels a code is never a word; without 0, O, 1, I and L nobody mixes its signs up.
"""

import re

LETTERS = "BCDFGHJKMNPQRSTVWXYZ"
ALPHABET = f"{LETTERS}23456789"
"""A letter and seven of these twenty-eight signs make 38 bits; with the letter no code is a number."""
LENGTH = 8
LONGEST = 160
"""Characters of a message that may hold a code; a longer one tells a story."""

_GROUP = rf"[{ALPHABET}]{{4}}"
_CODE = re.compile(rf"(?<![A-Z0-9])(?=[A-Z])({_GROUP})[\s\u2010-\u2015-]?({_GROUP})(?![A-Z0-9])")
_AROUND = re.compile(r"[\s\W_]*")
_NEARLY = re.compile(r"(?=.*\d)(?=.*[A-Z])[A-Z0-9]{3,5}[\s\u2010-\u2015-]?[A-Z0-9]{3,5}")


def make_code(chance: bytes) -> str:
    """The code of at least sixteen bytes of chance."""
    number, first = divmod(int.from_bytes(chance), len(LETTERS))
    signs = [LETTERS[first]]
    for _ in range(LENGTH - 1):
        number, sign = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[sign])
    return "".join(signs)


def show_code(code: str) -> str:
    """The code as people read it: "BCDF-GH23"."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def read_code(text: str, *, awaited: bool) -> str:
    """The code in a message, "" when there is none, or more than one.

    A message that is a code and nothing else is one at any time; among other words it is read where one is awaited.
    """
    plain = text.upper() if len(text) <= LONGEST else ""
    found = list(_CODE.finditer(plain))
    if len(found) != 1:
        return ""
    rest = plain[: found[0].start()] + plain[found[0].end() :]
    return "".join(found[0].groups()) if awaited or _AROUND.fullmatch(rest) else ""


def is_nearly_code(text: str) -> bool:
    """Whether a message looks as if a code had been meant: letters and digits of about that length, and no word."""
    return _NEARLY.fullmatch(text.strip().upper()) is not None
