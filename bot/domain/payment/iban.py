"""Bank account numbers (IBAN, ISO 13616): read as people type them, checked, shown by their ends alone."""

import re
import unicodedata

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.secret import Secret

LENGTHS = {
    country: int(length)
    for length, countries in {
        "15": "NO", "16": "BE", "18": "DK FI FO GL NL SD FK", "19": "MK SI", "20": "AT BA EE KZ LT LU XK MN",
        "21": "CH HR LI LV", "22": "BG BH CR DE GB GE IE ME RS VA", "23": "AE GI IL IQ TL OM SO",
        "24": "AD CZ ES MD PK RO SA SE SK TN VG", "25": "LY PT ST", "26": "IS TR", "27": "BI DJ FR GR IT MC MR SM",
        "28": "AL AZ BY CY DO GT HU LB NI PL SV", "29": "BR EG PS QA UA", "30": "JO KW MU YE", "31": "MT SC",
        "32": "LC", "33": "RU",
    }.items()
    for country in countries.split()
}  # fmt: skip
"""How long an IBAN is, by country (SWIFT, IBAN Registry)."""

_NAMED = re.compile(r"IBAN[:=]?")
_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015]")
_FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")
_CHECK_DIGITS = range(2, 99)
"""98 minus a remainder of 97 is never 00, 01 or 99, though these may pass the check as well."""


class Iban(msgspec.Struct, frozen=True):
    """A bank account number that passed every check, without spaces; as secret as a card number."""

    number: str

    @property
    def country(self) -> str:
        """The country whose bank keeps the account (ISO 3166)."""
        return self.number[:2]

    @property
    def masked(self) -> str:
        """What may be shown and kept in clear: "FR76 •••• 2606"."""
        return f"{self.number[:4]} •••• {self.number[-4:]}"

    def secret(self) -> Secret:
        """What the vault keeps of it, as kind "iban"."""
        return Secret(self.number.encode())

    def __repr__(self) -> str:
        return f"Iban({self.masked})"


def read_iban(text: str) -> Iban:
    """The account number that somebody typed, with spaces, points or dashes, in small letters or wide digits.

    Raises `InvalidError`, whose sentence says what is wrong and never the number.
    """
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    number = _NAMED.sub("", plain, count=1) if plain.startswith("IBAN") else plain
    if not _FORM.fullmatch(number):
        raise InvalidError("An IBAN begins with two letters and two digits, and has letters and digits only.")
    length = LENGTHS.get(number[:2])
    if length is None:
        raise InvalidError("No IBAN begins with these letters.")
    if len(number) != length:
        raise InvalidError(f"An IBAN of {number[:2]} has {length} characters, not {len(number)}.")
    if int(number[2:4]) not in _CHECK_DIGITS or not passes_check(number):
        raise InvalidError("The check digits of this IBAN do not fit: a character is wrong or two are swapped.")
    return Iban(number)


def passes_check(number: str) -> bool:
    """Whether capital letters and digits pass the check of ISO 7064 (modulo 97), the first four taken last."""
    turned = "".join(str(int(character, 36)) for character in number[4:] + number[:4])
    return int(turned) % 97 == 1
