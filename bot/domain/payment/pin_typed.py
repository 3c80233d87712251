"""A PIN that somebody writes in a chat although it is asked for on a page: it is taken out before anything keeps it."""

import re

from bot.domain.payment.pin import LONGEST, SHORTEST
from bot.domain.redaction import plain_text

PIN_REMOVED = "[PIN removed]"

_RUN = re.compile(r"(?<![A-Z0-9])\d(?:[ ._-]{0,3}\d)*(?![A-Z0-9])")
_DAY = re.compile(r"(?<!\d)(?:\d{1,2}([./-])\d{1,2}\1(?:\d\d){1,2}|(?:19|20)\d\d([./-])\d{1,2}\2\d{1,2})(?!\d)")
"""A day in digits is none."""


def without_pin(text: str) -> str | None:
    """The text without every run of digits that may be a PIN, in digits of any script; None when it has none."""
    pieces, position = list[str](), 0
    plain = _DAY.sub(lambda day: "|" * len(day.group()), plain_text(text))
    for run in _RUN.finditer(plain):
        digits = sum(character.isdigit() for character in run.group())
        if SHORTEST <= digits <= LONGEST:
            pieces += [text[position : run.start()], PIN_REMOVED]
            position = run.end()
    return "".join([*pieces, text[position:]]) if pieces else None
