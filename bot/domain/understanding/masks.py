"""What is no date although it holds numbers: prices, times, flight numbers, card numbers, addresses."""

import re

_MONEY = "usd|eur|euros?|gbp|chf|dollars?|dolares|pounds?|livres|kg|kilos?"
_BEFORE_CLOCK = (
    "at|a las|a la|um|vers|around|about|before|after|by|from|until|till|to|and|les|gegen|ab|nach|vor|a|de|des"
)
_CLOCK_SIGN = r"(?:a\.?m\b\.?|p\.?m\b\.?|uhr|h\b|hrs?\b)"
_CLOCK_WORD = r"(?:a\.m\.|p\.m\.|am\b|pm\b|uhr\b|o.clock\b|heures?\b|hrs\b|h\b)"
_NO_CARRIER = "am|um|le|el|on|the|du|au|al|de|la|an|ab|to|in|by|at|es|et|und|or|of"
_MONTHLIKE = r"\w*(?:uary|ember|tober)"
_CLOCK = (
    rf"(?:\b(?:{_BEFORE_CLOCK})\s+)?\b\d{{1,2}}"
    rf"(?:(?::|h)\d{{2}}(?::\d{{2}})?(?:\s?{_CLOCK_SIGN})?|\s?{_CLOCK_WORD}(?:\s?\d{{2}}\b(?!\s?[/.-]))?)"
)
_HOUR = (
    r"\b(?:at|a las|um)\s+\d{1,2}(?!\d|[.:/-]\s?\d|(?:st|nd|rd|th)\b"
    rf"|\s*(?:/|de (?!la )|von |days|weeks|{_MONTHLIKE}))"
    r"(?:\s+(?:de|en|por) la (?:manana|tarde|noche)| du matin| du soir)?"
)
_PARTS = (
    r"\S+@\S+|https?://\S+",
    rf"[€$£¥]\s?\d[\d.,]*|\b(?:usd|eur|gbp|chf)\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€$£¥%]|(?:{_MONEY})\b)",
    r"\b(?:\d[ -]?){12,19}\b",
    r"\+\d[\d ().-]{7,}\d",
    _CLOCK,
    _HOUR,
    rf"(?P<flight>\b(?!(?:{_NO_CARRIER})\b|q[1-4]\b)(?:[a-z]{{2}}|[a-z]\d|\d[a-z])\s?\d{{3,4}}\b(?![/.-]\d))",
)
_MASKS = re.compile("|".join(f"(?:{part})" for part in _PARTS))
_WORD_AND_YEAR = re.compile(r"[a-z]{2}\s?(?:19|20)\d{2}")
_SAINT = re.compile(r"\b(ste?|mt|ft)\.(?=\s?[a-z])")
MASKED = "\u00a7"
"""The sign that stands for what was masked."""


def mask(folded: str) -> str:
    """The text with what is no date replaced by as many section signs; nothing moves."""
    if "." in folded:
        folded = _SAINT.sub(r"\1 ", folded)
    if not any(map(str.isdigit, folded)) and "@" not in folded and "://" not in folded:
        return folded
    return _MASKS.sub(_blank, folded)


def _blank(found: re.Match[str]) -> str:
    text = found.group()
    if found["flight"] and _WORD_AND_YEAR.fullmatch(text):
        return text
    return MASKED * len(text)
