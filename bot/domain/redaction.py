"""Card and bank account numbers, taken out of whatever people write: travellers type them although nobody asks.

Theory. The text is first written again character for character in a small alphabet (digits of any script, capital
letters, separators), so that positions stay the same; cards and accounts are then looked for in that. A card is a row
of whole groups of digits that has a network's beginning, a length that the network uses and a good check digit
(ISO/IEC 7812); an account is an IBAN (ISO 13616) whose check digits are right. Sources: PCI SSC, FAQ 1157.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, chain
from urllib.parse import unquote_plus

import msgspec

from bot.domain.ids import passes_luhn
from bot.domain.payment.iban import LENGTHS, passes_check

CARD_REMOVED = "[card number removed]"
ACCOUNT_REMOVED = "[account number removed]"
CODE_REMOVED = "[code removed]"

FEWEST_DIGITS = 12
"""A text with fewer digits holds neither: a card of ours has 14, the IBAN with the fewest digits (Dutch) has 12."""
_FEWEST_IN_CODE = 3
_SHORTEST, _LONGEST = 14, 19
_SHORTEST_IF_SURE = 13
"""Cards of 13 digits are so rare that they count only beside an expiry date or a security code: tickets have 13 too."""

_NETWORKS: tuple[tuple[str, frozenset[int]], ...] = (
    ("4", frozenset({13, 16, 19})),
    (r"5[1-5]|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)", frozenset({16})),
    ("3[47]", frozenset({15})),
    ("30[0-5]|3095|3[689]", frozenset(range(14, 20))),
    (r"35(?:2[89]|[3-8]\d)|220[0-4]", frozenset(range(16, 20))),
    ("5[0678]|6|8[12]", frozenset(range(14, 20))),
    ("9792", frozenset({16})),
)
"""Beginnings and lengths: Visa, Mastercard, American Express, Diners Club, JCB and MIR, then Maestro, Discover,
UnionPay, RuPay and their kin, Troy. UATP (15 digits that begin with 1) is left out: too many numbers look like it."""
_BEGINNING = re.compile("|".join(f"({start})" for start, _ in _NETWORKS))

_SEPARATORS = " /.,_-"
_RUN = re.compile(rf"\d(?:[{re.escape(_SEPARATORS)}]{{0,5}}\d){{12,}}")
_GROUP = re.compile(r"\d+")
_DATE = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])([ ./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([ ./-])(?:0?[1-9]|1[0-2])\2(?:0?[1-9]|[12]\d|3[01]))(?!\d)"
)
_EXPIRY = re.compile(r"(?<!\d)(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?\d\d(?!\d)")
_CODE_WORD = (
    "CV[VC]2?|CID|CSC|SECURITY CODE|SICHERHEITSCODE|PRUFZIFFER|KARTENPRUFNUMMER|CRYPTOGRAMME|CODIGO DE SEGURIDAD"
)
_LONE_CODE = re.compile(rf"\b(?:{_CODE_WORD})\b[^\d]{{0,20}}(\d{{3,4}})(?!\d)")
_NEAR_CODE = re.compile(rf"\b(?:{_CODE_WORD}|CODE|CODIGO)\b[^\d]{{0,20}}(\d{{3,4}})(?!\d)")
_TRAILING = re.compile(r"[ ,./-]{0,3}(?:(?:0[1-9]|1[0-2]) ?[/-]? ?(?:20)?\d\d(?!\d))?[ ,./-]{1,3}(\d{3,4})(?![\d/.-])")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}")
_HINT = re.compile(r"cv[vc]|cid\b|csc\b|security|sicherheit|cryptog|segur|pr[uü]f", re.IGNORECASE)
_HASH = re.compile(r"[0-9A-F-]*[A-F][0-9A-F-]*")
_HASH_LENGTH = 24
_THREAD = re.compile(
    r"\b(?:messenger|instagram|whatsapp)(?::|%3A)\w+?(?::|%3A)(?:[A-Z]{2}\.(?:ENT\.)?)?\d+", re.IGNORECASE
)
"""Our own name of a thread: people's ids on these platforms are, or end in, numbers of card length."""
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_DIGITS = b"0123456789"
_SEALED = re.compile(r"(?<![\w-])[\w-]{20,}+\.[\w-]*+(?:\.[\w-]++){3}")
"""A compact JWE: whatever looks like a number in it is chance."""

_ASCII = {code: " " if chr(code).isspace() else chr(code).upper() for code in range(128)}


class Found(msgspec.Struct, frozen=True, order=True):
    """Something that must go: where it stands in the text, and whether it is a card, an account or a code."""

    start: int
    end: int
    kind: str


_REPLACEMENTS = {"card": CARD_REMOVED, "account": ACCOUNT_REMOVED, "code": CODE_REMOVED}


def redact(text: str) -> tuple[str, int]:
    """The text without card numbers, bank account numbers and security codes, and how many numbers were taken out."""
    found = find(text)
    if not found:
        return text, 0
    pieces: list[str] = []
    position = 0
    for item in found:
        pieces += [text[position : item.start], _REPLACEMENTS[item.kind]]
        position = item.end
    numbers = sum(item.kind != "code" for item in found)
    return "".join([*pieces, text[position:]]), numbers or len(found)


def find(text: str) -> tuple[Found, ...]:
    """Every card number, account number and security code in a text, in order and without overlap."""
    digits = _count_digits(text)
    if digits < _FEWEST_IN_CODE or (digits < FEWEST_DIGITS and not _HINT.search(text)):
        return ()
    plain = plain_text(text)
    cards = tuple(_cards(plain))
    accounts = tuple(_accounts(plain))
    return tuple(_with_marks(text, item) for item in _apart(chain(cards, accounts, _codes(plain, cards))))


def _with_marks(text: str, item: Found) -> Found:
    """The find with the marks that belong to its last digit, such as those that make a keycap of it."""
    end = item.end
    while end < len(text) and unicodedata.category(text[end]) in {"Mn", "Me"}:
        end += 1
    return Found(item.start, end, item.kind)


def find_card_number(body: bytes | str) -> bool:
    """Whether a request's body or query holds a card number in clear: as it is, in a form's or in JSON's escapes."""
    raw = body.encode() if isinstance(body, str) else body
    if len(raw) - len(raw.translate(None, _DIGITS)) < _SHORTEST_IF_SURE and raw.isascii() and b"%" not in raw:
        return False
    text = raw.decode("utf-8", "replace")
    return any(next(_cards(plain_text(reading)), None) is not None for reading in _readings(text))


def find_account_number(body: bytes | str) -> bool:
    """Whether a request's body or query holds a whole IBAN in clear; what a browser encrypted is not looked into."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    for reading in _readings(_SEALED.sub(" ", text)):
        plain = plain_text(reading)
        if any(not plain[found.end : found.end + 1].isalnum() for found in _accounts(plain)):
            return True
    return False


def _readings(text: str) -> Iterator[str]:
    text = _THREAD.sub("", text)
    yield text
    if "\\u" in text:
        yield _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if "%" in text or "+" in text:
        yield unquote_plus(text)


def _count_digits(text: str) -> int:
    if text.isascii():
        raw = text.encode()
        return len(raw) - len(raw.translate(None, _DIGITS))
    return sum(map(str.isdigit, text))


def plain_text(text: str) -> str:
    """The text in capital letters of A to Z, digits of ours, and separators: one character for one character."""
    if text.isascii():
        return text.translate(_ASCII)
    return "".join(map(_plain_character, text))


@lru_cache(maxsize=4096)
def _plain_character(character: str) -> str:
    """One character for one character: a digit of any script, a capital of A to Z, a separator, or "|"."""
    if character.isascii():
        return _ASCII[ord(character)]
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(character)
    if kind in {"Pd", "Pc"} or character == "\N{MINUS SIGN}":
        return "-"
    if kind[0] in "ZCM":
        return " "
    flat = unicodedata.normalize("NFKD", character)[:1].upper()
    return flat if flat.isascii() and flat.isalnum() else "|"


def _cards(plain: str) -> Iterator[Found]:
    masked = _DATE.sub(lambda found: "|" * len(found.group()), plain)
    for run in _RUN.finditer(masked):
        yield from _cards_in(masked, run)


def _cards_in(plain: str, run: re.Match[str]) -> Iterator[Found]:
    """The longest card that begins with each group of a run, from left to right and without overlap."""
    sure = _is_sure(plain, run.start(), run.end())
    groups = [(run.start() + group.start(), run.start() + group.end()) for group in _GROUP.finditer(run.group())]
    digits = "".join(plain[start:end] for start, end in groups)
    ends = list(accumulate(end - start for start, end in groups))
    free = 0
    for first, (start, end) in enumerate(groups):
        if first < free or (not sure and _is_phone(plain, start)):
            continue
        offset = ends[first] - (end - start)
        best = _longest(digits, offset, ends, first, sure=sure)
        if best is not None and not _is_in_hash(plain, start, groups[best][1]):
            yield Found(start, groups[best][1], "card")
            free = best + 1


def _longest(digits: str, offset: int, ends: list[int], first: int, *, sure: bool) -> int | None:
    """The last group of the longest card whose digits begin at the offset."""
    begins = _BEGINNING.match(digits, offset)
    if begins is None or begins.lastindex is None:
        return None
    lengths = _NETWORKS[begins.lastindex - 1][1]
    best = None
    for last in range(first, len(ends)):
        size = ends[last] - offset
        if size > _LONGEST:
            break
        long_enough = size >= (_SHORTEST_IF_SURE if sure else _SHORTEST)
        if long_enough and size in lengths and passes_luhn(digits[offset : ends[last]]):
            best = last
    return best


def _is_sure(plain: str, start: int, end: int) -> bool:
    """Whether an expiry date or a word for the security code stands beside the digits."""
    around = plain[max(0, start - 40) : end + 40]
    return bool(_EXPIRY.search(around) or _LONE_CODE.search(around))


def _is_phone(plain: str, start: int) -> bool:
    return plain[max(0, start - 2) : start].endswith(("+", "+ ", "+(")) or plain.startswith("00", start)


def _is_in_hash(plain: str, start: int, end: int) -> bool:
    """Whether the digits stand inside a long hexadecimal name, which a machine made."""
    before, after = plain[max(0, start - 64) : start], plain[end : end + 64]
    left = len(before) - len(before.rstrip("0123456789ABCDEF-"))
    right = len(after) - len(after.lstrip("0123456789ABCDEF-"))
    around = plain[start - left : end + right]
    return len(around) >= _HASH_LENGTH and _HASH.fullmatch(around) is not None


def _codes(plain: str, cards: tuple[Found, ...]) -> Iterator[Found]:
    named = (_NEAR_CODE if cards else _LONE_CODE).finditer(plain)
    trailing = (_TRAILING.match(plain, card.end) for card in cards)
    for found in chain(named, filter(None, trailing)):
        start, end = found.span(1)
        if not any(card.start < end and start < card.end for card in cards):
            yield Found(start, end, "code")


def _accounts(plain: str) -> Iterator[Found]:
    for found in _IBAN.finditer(plain):
        end = _end_of_iban(plain, found.start())
        if end:
            yield Found(found.start(), end, "account")


def _end_of_iban(plain: str, start: int) -> int:
    """Where the IBAN that begins there ends, 0 when it is none."""
    length = LENGTHS.get(plain[start : start + 2], 0)
    positions = [at for at in range(start, min(len(plain), start + 3 * length)) if plain[at].isalnum()][:length]
    number = "".join(plain[at] for at in positions)
    if not length or len(number) < length:
        return 0
    return positions[-1] + 1 if passes_check(number) else 0


def _apart(found: Iterator[Found]) -> tuple[Found, ...]:
    apart: list[Found] = []
    for item in sorted(found):
        if not apart or item.start >= apart[-1].end:
            apart.append(item)
    return tuple(apart)
