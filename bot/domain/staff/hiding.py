"""What staff may not read in the audit: card and bank numbers, addresses and telephone numbers, in any text."""

import re
from typing import Any

from bot.domain.redaction import redact
from bot.domain.staff.masking import mask_text

_EMAIL = re.compile(r"([\w.+-])[\w.+-]*@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+\d[\d ().-]{6,20}\d")
_NUMBER_CHANNEL = re.compile(r"\b(whatsapp:[^:\s\"]+:)(\d{4,})")
"""Threads of channels whose users are known by their telephone number."""
_SHOWN_DIGITS = 4


def hidden(text: str) -> str:
    """A text without what only a click with a reason may reveal: `z•••@…`, `+44 •••• ••1234`."""
    clean, _ = redact(text)
    clean = _EMAIL.sub(r"\1•••@…", clean)
    clean = _NUMBER_CHANNEL.sub(lambda found: f"{found[1]}•••{found[2][-_SHOWN_DIGITS:]}", clean)
    return _PHONE.sub(_phone, clean)


def hidden_words(text: str) -> str:
    """Words that somebody wrote, with telephone numbers of every form masked; a number in data may be an amount."""
    return mask_text(hidden(text))


def hidden_data(data: Any) -> Any:
    """Plain data in which every text is hidden as words are; numbers and names of fields stay."""
    match data:
        case str():
            return hidden_words(data)
        case dict():
            return {name: hidden_data(value) for name, value in data.items()}
        case list() | tuple():
            return [hidden_data(value) for value in data]
        case _:
            return data


def _phone(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return f"+{digits[:2]} •••• ••{digits[-_SHOWN_DIGITS:]}"
