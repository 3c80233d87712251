"""Masking of contacts: what staff see of a phone number or an e-mail address before they have a reason to see it."""

import re

from bot.domain.ids import parse_thread

DOTS = "••••"

_LONG_CODES = 3
_LAST = 4
_LEAST, _MOST = 7, 15
"""Digits of a phone number that somebody can be called under (ITU-T E.164: at most 15)."""
_TWO_DIGIT_CODES = frozenset(
    {20, 27, *range(30, 35), 36, 39, 40, 41, *range(43, 50), *range(51, 59), *range(60, 67), 81, 82, 84, 86}
    | {*range(90, 96), 98}
)
"""Country codes of two digits (ITU-T E.164, "List of assigned country codes"); 1 and 7 have one, all others three."""
_EMAIL = re.compile(r"[^\s@<>\"'(),;:\[\]]+@[^\s@<>\"'(),;:\[\]]+\.[^\s@<>\"'(),;:\[\].]{2,}")
_PHONE = re.compile(r"(?<![\w@/.,-])(?:\+|00)?\(?\d(?:[ ().\-/]{0,3}\d){6,14}(?![\w@])")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b")


def mask_phone(phone: str) -> str:
    """A phone number as `+44 •••• ••1234`: the country and the last four digits; without a country when none is told.

    "" for nothing.
    """
    digits = "".join(sign for sign in phone if sign.isdigit())
    if not digits:
        return ""
    last = digits[-_LAST:] if len(digits) >= _LEAST else ""
    if not phone.lstrip().startswith(("+", "00")):
        return f"{DOTS} ••{last}"
    return f"+{_country(digits.removeprefix('00'))} {DOTS} ••{last}"


def mask_email(email: str) -> str:
    """An e-mail address as `z•••@…`: its first letter; "" for nothing."""
    return f"{email[0]}•••@…" if email else ""


def mask_text(text: str) -> str:
    """A text in which whatever looks like an e-mail address or a phone number is masked; dates stay."""
    return _PHONE.sub(lambda found: _masked(found.group()), _EMAIL.sub(lambda found: mask_email(found.group()), text))


def with_stand_ins(text: str, *, email: str, phone: str) -> str:
    """A text in which others stand in for whatever looks like an e-mail address or a phone number; dates stay."""
    safe = _EMAIL.sub(lambda _: email, text)
    return _PHONE.sub(lambda found: found.group() if _DATED.search(found.group()) else phone, safe)


def phone_of(thread: str) -> str:
    """The phone number that the traveller's id in a thread is, with its plus; "" when that id is none."""
    key = parse_thread(thread)
    is_phone = key.channel == "whatsapp" and key.user.isdigit() and _LEAST <= len(key.user) <= _MOST
    return f"+{key.user}" if is_phone else ""


def mask_user(thread: str) -> str:
    """What may be shown of the traveller's id in a thread: a masked phone number, or its last characters."""
    phone = phone_of(thread)
    if phone:
        return mask_phone(phone)
    user = parse_thread(thread).user
    return mask_email(user) if "@" in user else user[-5:]


def _country(digits: str) -> str:
    if digits[:1] in {"1", "7"}:
        return digits[0]
    return digits[:2] if int(digits[:2] or 0) in _TWO_DIGIT_CODES else digits[:_LONG_CODES]


def _masked(text: str) -> str:
    return text if _DATED.search(text) else mask_phone(text)
