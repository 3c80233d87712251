"""What is no date although it holds numbers: prices, times, flight numbers, card numbers, addresses of e-mail and web."""

import re

_MASKS = re.compile(
    r"(?P<mail>\S+@\S+|https?://\S+)"
    r"|(?P<price>[€$£¥]\s?\d[\d.,]*|\b(?:usd|eur|gbp|chf)\s?\d[\d.,]*|\d[\d.,]*\s?(?:[€$£¥%]|(?:usd|eur|euros?|gbp|chf|dollars?|dolares|pounds?|livres|kg|kilos?)\b))"
    r"|(?P<card>\b(?:\d[ -]?){12,19}\b)"
    r"|(?P<phone>\+\d[\d ().-]{7,}\d)"
    r"|(?P<clock>(?:\b(?:at|a las|a la|um|vers|around|about|before|after|by|from|until|till|to|and|les|gegen|ab|nach|vor|a|de|des)\s+)?"
    r"\b\d{1,2}(?:(?::|h)\d{2}(?::\d{2})?(?:\s?(?:a\.?m\b\.?|p\.?m\b\.?|uhr|h\b|hrs?\b))?|\s?(?:a\.m\.|p\.m\.|am\b|pm\b|uhr\b|o.clock\b|heures?\b|hrs\b|h\b)(?:\s?\d{2}\b(?!\s?[/.-]))?))"
    r"|(?P<hour>\b(?:at|a las|um)\s+\d{1,2}(?!\d|[.:/-]\s?\d|(?:st|nd|rd|th)\b|\s*(?:/|de |von |days|weeks|\w*(?:uary|ember|tober)))(?:\s+(?:de|en|por) la (?:manana|tarde|noche)| du matin| du soir)?)"
    r"|(?P<flight>\b(?!(?:am|um|le|el|on|the|du|au|al|de|la|an|ab|to|in|by|at|es|et|und|or|of)\b)(?:[a-z]{2}|[a-z]\d|\d[a-z])\s?\d{3,4}\b(?![/.-]\d))"
)


def mask(folded: str) -> str:
    """The text with what is no date replaced by as many "#"; nothing moves."""
    if not any(c.isdigit() for c in folded):
        return folded if "@" not in folded and "://" not in folded else _MASKS.sub(_blank, folded)
    return _MASKS.sub(_blank, folded)


def _blank(found: re.Match[str]) -> str:
    text = found.group()
    if found.lastgroup == "flight" and re.fullmatch(r"[a-z]{2}\s?(?:19|20)\d{2}", text):
        return text
    return "\u00a7" * len(text)
