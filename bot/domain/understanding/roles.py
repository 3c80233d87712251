"""What the words around one place say of its part in the journey."""

from bot.domain.understanding.direction_words import (
    AFTER_FROM,
    AFTER_TO,
    AFTER_VIA,
    AIRPORTS,
    ARRIVALS,
    AS,
    AT_LEAVING,
    AT_STANDING,
    BETWEEN,
    BOUND_FOR,
    COUNTED_STOPS,
    FRENCH_AT,
    FROM,
    HOLDERS,
    IN_ARRIVING,
    IN_LEAVING,
    INSTEAD_OF,
    INTERESTED,
    JOINTS,
    LAST_VERBS,
    LEFT_FROM,
    LINKED_BY,
    LINKING,
    LINKS,
    NEAR,
    NEGATED_VERBS,
    NO_STOPS,
    ONWARDS,
    ORIGINS,
    PAIRED,
    PLAIN_IN,
    RATHER,
    REFUSING,
    RETURNING,
    SERVING,
    STANDING,
    THAN,
    TICKETS_BACK,
    TO,
    TOWARDS,
    VIA,
    WANTING,
    WITH_ONE,
)
from bot.domain.understanding.mentions import Ground, Mention

_LOOK_BACK = 5
_LOOK_FURTHER = 9
"""Words before "in" among which the verb or noun is looked for that tells what the place is."""


def role_of(mention: Mention, floor: int, ground: Ground) -> str:
    """The part of a place in the journey; words before token `floor` belong to the place before it.

    One of from, to, at (the end, said faintly), via, in, served, not, between, same (as the place before), back to,
    back from, or "" when nothing tells it.
    """
    return _after(mention, ground) or _before(mention, floor, ground) or _leading_on(mention, ground)


def _after(mention: Mention, ground: Ground) -> str:
    """The part that the word after a place gives it: "a Dallas stopover"."""
    word, before = ground.word(mention.end), ground.word(mention.start - 1)
    if word in AFTER_VIA and before in WITH_ONE and not ground.points(mention.start - 1):
        return "via"
    if word in AIRPORTS:
        return "in"
    if word in AS and (role := _as_an_end(mention.end + 1, ground)):
        return role
    if before in LINKING and word in LINKED_BY:
        return "between"
    if word in AFTER_TO and ground.word(mention.end + 1) not in BOUND_FOR:
        return "to"
    return "from" if word in AFTER_FROM else ""


def _as_an_end(at: int, ground: Ground) -> str:
    """Read "Boston as the origin": the part that a place is named to have."""
    while ground.word(at) in LINKS and ground.word(at) not in TOWARDS:
        at += 1
    word = ground.word(at)
    return "to" if word in TOWARDS or word in ARRIVALS else "from" if word in ORIGINS else ""


def _leading_on(mention: Mention, ground: Ground) -> str:
    """Read "Atlanta to anywhere": a place without a word of its own before "to" is left."""
    return "from" if ground.word(mention.end) in ONWARDS else ""


def _before(mention: Mention, floor: int, ground: Ground) -> str:
    """The part that the nearest word of direction before a place gives it."""
    joint = False
    for at in range(mention.start - 1, max(floor, mention.start - _LOOK_BACK) - 1, -1):
        word = ground.word(at)
        role = _role_of(at, floor, ground, wide=mention.wide)
        if role == "link":
            joint = joint or word in JOINTS
            continue
        return role if role or not joint or at != floor else "same"
    return "same" if joint else ""


def _role_of(at: int, floor: int, ground: Ground, *, wide: bool) -> str:
    """What one word before a place says of it; "link" when it says nothing and the one before it may."""
    word = ground.word(at)
    role = _stance(at, ground)
    if role is None:
        role = _whereabouts(at, floor, ground, wide=wide)
    if role is None:
        role = _way(at, ground)
    if role is not None:
        return role
    return "link" if word in LINKS or word in JOINTS or word in HOLDERS or word == "s" else ""


def _stance(at: int, ground: Ground) -> str | None:
    """Words that refuse or prefer, and "between"."""
    word = ground.word(at)
    if word in REFUSING:
        return "" if ground.word(at + 1) == "," or _in_its_stead(at, ground) else "not"
    if word in RATHER or word in THAN:
        return _preferring(at, ground)
    return "between" if word in BETWEEN else None


def _whereabouts(at: int, floor: int, ground: Ground, *, wide: bool) -> str | None:
    """Words that say where something is; the French "à" and "en" before a country may also say where to."""
    word = ground.word(at)
    if word in PLAIN_IN and wide and word in ("en", "im"):
        return "at"
    if word in PLAIN_IN:
        return "link" if ground.word(at - 1) in HOLDERS else _negated(_in_role(at, floor, ground), at, ground)
    if word in FRENCH_AT and ground.points(at) and ground.word(at + 1) != ",":
        return _negated(_at_role(at, floor, ground), at, ground)
    return None


def _way(at: int, ground: Ground) -> str | None:
    """Words that say where from, where to, and by way of where."""
    word, before = ground.word(at), ground.word(at - 1)
    if word in VIA and before in INTERESTED:
        return "to"
    if word in VIA:
        counted = before in (COUNTED_STOPS if word.startswith("stop") else NO_STOPS)
        return "" if counted or ground.word(at + 1) in STANDING else "via"
    if word in FROM and not (word in LINKS and before in HOLDERS):
        if before in INSTEAD_OF or before in NEAR:
            return "not" if before in INSTEAD_OF else "in"
        return _negated("to" if before in TOWARDS else _turned("from", at, ground), at, ground)
    if word in SERVING and before not in ("you", "vous", "i", "we"):
        return "served"
    if word in TO and word not in FRENCH_AT:
        return _negated(_turned("to", at, ground), at, ground)
    return None


def _preferring(at: int, ground: Ground) -> str:
    """Read "plutôt Lyon" as a wish and "plutôt que Lyon" as a refusal."""
    preferred = any(ground.word(back) in RATHER for back in range(at))
    return "not" if ground.word(at) in THAN and preferred else ""


def _negated(role: str, at: int, ground: Ground) -> str:
    """Read "not from Lyon", "pas aller à Lyon", "don't want to go to Lyon": a refusal, whatever the direction."""
    back = at - 1
    while ground.word(back) in WANTING:
        back -= 1
    refused = (ground.word(back) in REFUSING and not _in_its_stead(back, ground)) or (
        ground.word(back) == "t" and ground.word(back - 1) in NEGATED_VERBS
    )
    return "not" if refused and role != "in" else role


def _in_its_stead(at: int, ground: Ground) -> bool:
    """Read "from Lyon instead to Rome": without "of" the word refuses what was said earlier, not what follows."""
    return ground.word(at) == "instead" and ground.word(at + 1) != "of"


def _turned(role: str, at: int, ground: Ground) -> str:
    """Read "returning to Nice", "back from Rome": words of the way back."""
    paired = ground.word(at - 1) in TICKETS_BACK and ground.word(at - 2) in PAIRED
    return f"back {role}" if ground.word(at - 1) in RETURNING and not paired else role


def _in_role(at: int, floor: int, ground: Ground) -> str:
    if at == floor:
        floor = 0
    elif any(ground.word(back) in LEFT_FROM for back in range(floor, at)):
        return "from"
    for back in range(at - 1, max(floor, at - _LOOK_FURTHER) - 1, -1):
        word = ground.word(back)
        if word in VIA and ground.word(back + 1) not in STANDING:
            return "via"
        if word in IN_ARRIVING:
            return "at"
        if word in IN_LEAVING:
            return "from"
    last = (ground.word(ahead) for ahead in range(at + 2, at + _LOOK_BACK))
    return "at" if any(word in LAST_VERBS for word in last) else "in"


def _at_role(at: int, floor: int, ground: Ground) -> str:
    for back in range(at - 1, max(floor, at - _LOOK_BACK) - 1, -1):
        word = ground.word(back)
        if word in VIA and word not in ("par", "por"):
            return "via"
        if word == "habite" and ground.word(back - 1) != "j":
            return "at"  # somebody else lives where one goes
        if word in AT_LEAVING and (back == at - 1 or word not in FROM):
            return "from"
        if word in AT_STANDING:
            return "in"
    turned = _turned("to", at, ground)
    return "at" if turned == "to" else turned
