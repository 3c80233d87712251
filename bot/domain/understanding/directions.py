"""Which of the mentioned places is the origin and which the destination."""

from collections.abc import Sequence

import msgspec

from bot.domain.understanding.mentions import Ground, Mention
from bot.domain.understanding.place_words import FROM, LINKS, NOT, TO, VIA

_LOOK_BACK = 5
_REFUSING = NOT - {"no", "non"}
"""Words that refuse the place after them; "no Berlin" is an answer without its comma."""
_TOWARDS = frozenset({"destination", "destino", "direction", "visit", "visite"})


class Directed(msgspec.Struct, frozen=True):
    """Mentions by their part in the journey; None where nobody has it."""

    origin: Mention | None = None
    destination: Mention | None = None
    negated: tuple[Mention, ...] = ()


def direct(mentions: Sequence[Mention], ground: Ground, expecting: str | None) -> Directed:
    """Origin and destination from words of direction, order, and what was asked for."""
    roles = [_role(mention, mentions[i - 1].end if i else 0, ground) for i, mention in enumerate(mentions)]
    negated = tuple(m for m, role in zip(mentions, roles, strict=True) if role == "not")
    free = [(m, role) for m, role in zip(mentions, roles, strict=True) if role not in ("not", "via")]
    origin = next((m for m, role in free if role == "from"), None)
    destination = next((m for m, role in free if role == "to"), None)
    rest = [m for m, role in free if role == ""]
    if expecting == "origin" and origin is None and rest and (destination or len(rest) == 1):
        origin = rest.pop(0)
    if origin is None and (len(rest) > 1 or (rest and destination is not None)):
        origin = rest.pop(0)
    if destination is None and rest:
        destination = rest.pop(0)
    return Directed(origin, destination, negated)


def _role(mention: Mention, floor: int, ground: Ground) -> str:
    """The nearest word of direction before a mention: from, to, via, not, or "" when there is none."""
    for at in range(mention.start - 1, max(floor, mention.start - _LOOK_BACK) - 1, -1):
        word = ground.tokens[at].text
        if word in _REFUSING:
            return "not" if at + 1 == mention.start or ground.tokens[at + 1].text != "," else ""
        if word in VIA:
            return "via"
        if word in FROM:
            towards = at > 0 and ground.tokens[at - 1].text in _TOWARDS
            return "to" if towards else "from"
        if word in TO and not (word == "a" and at + 1 < mention.start):
            return "to"
        if word not in LINKS:
            return ""
    return ""
