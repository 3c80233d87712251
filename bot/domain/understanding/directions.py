"""Which of the mentioned places is the origin and which the destination."""

from collections.abc import Sequence

import msgspec

from bot.domain.understanding.direction_words import (
    AFTER_FROM,
    AFTER_TO,
    AFTER_VIA,
    AT_LEAVING,
    AT_STANDING,
    BETWEEN,
    COUNTED_STOPS,
    FRENCH_AT,
    FROM,
    HOLDERS,
    IN_ARRIVING,
    IN_LEAVING,
    INSTEAD_OF,
    JOINTS,
    LINKS,
    NEAR,
    NEGATED_VERBS,
    ONWARDS,
    PAIRED,
    PLAIN_IN,
    RATHER,
    REFUSING,
    RETRACTIONS,
    RETURNING,
    THAN,
    TICKETS_BACK,
    TO,
    TOWARDS,
    VIA,
    WANTING,
    WITH_ONE,
)
from bot.domain.understanding.mentions import Ground, Mention

POINTING = frozenset({"from", "to", "back to", "back from"})
_LOOK_BACK = 5
_LOOK_FURTHER = 9
"""Words before "in" among which the verb or noun is looked for that tells what the place is."""


class Directed(msgspec.Struct, frozen=True):
    """Mentions by their part in the journey; None where nobody has it.

    `pointed` counts the ends that a word of direction names, "à" and "in" apart.
    """

    origin: Mention | None = None
    destination: Mention | None = None
    negated: tuple[Mention, ...] = ()
    pointed: int = 0


def direct(mentions: Sequence[Mention], ground: Ground, expecting: str | None, *, flying: bool = True) -> Directed:
    """Origin and destination from words of direction, order, and what was asked for.

    `flying` is false of a sentence about getting around in a town: no place in it is an end of a journey.
    """
    roles = _roles(mentions, ground)
    negated = tuple(m for m, role in zip(mentions, roles, strict=True) if role == "not")
    if not flying:
        return Directed(negated=negated)
    by_role: dict[str, list[Mention]] = {}
    for mention, role in zip(mentions, roles, strict=True):
        by_role.setdefault("to" if role == "at" else role, []).append(mention)
    origin, destination = _first(by_role, "from"), _first(by_role, "to")
    rest = by_role.get("", []) or (by_role.get("in", []) if expecting in ("origin", "destination", "place") else [])
    origin, destination = _fill(origin, destination, rest, asked=expecting == "origin")
    origin, destination = _way_back(origin, destination, by_role)
    if origin is not None and destination is not None and origin.codes and origin.codes == destination.codes:
        return Directed(None, None, negated)
    cues = POINTING | {"at"} if origin and destination else POINTING
    pointed = sum(role in cues for m, role in zip(mentions, roles, strict=True) if m in (origin, destination))
    return Directed(origin, destination, negated, pointed)


def _first(by_role: dict[str, list[Mention]], role: str) -> Mention | None:
    return next(iter(by_role.get(role, [])), None)


def _fill(
    origin: Mention | None, destination: Mention | None, rest: Sequence[Mention], *, asked: bool
) -> tuple[Mention | None, Mention | None]:
    """Places without a word of direction: the first is left, the second gone to; one alone is what was asked for."""
    free = list(rest)
    if origin is None and free and ((asked and (destination or len(free) == 1)) or len(free) > 1 or destination):
        origin = free.pop(0)
    if destination is None and free:
        destination = free.pop(0)
    return origin, destination


def _way_back(
    origin: Mention | None, destination: Mention | None, by_role: dict[str, list[Mention]]
) -> tuple[Mention | None, Mention | None]:
    """Fill an end that only the way back names: "to Rome, returning to Nice" leaves from Nice."""
    home, away = _first(by_role, "back to"), _first(by_role, "back from")
    if home is not None and destination is None and away is None:
        return origin, home
    if home is not None and origin is None and away is None:
        return home, destination
    if away is not None and (home is not None or destination is not None):
        return (origin or away, destination or home)
    if away is not None and origin is None:
        return away, destination
    return origin, destination


def _roles(mentions: Sequence[Mention], ground: Ground) -> list[str]:
    roles: list[str] = []
    for i, mention in enumerate(mentions):
        floor = mentions[i - 1].end if i else 0
        role = _after(mention, ground) or _before(mention, floor, ground) or _leading_on(mention, ground)
        if role == "same":
            role = _joined(roles)
        elif role.startswith("between"):
            role = "from"
        if i and _retracted(floor, mention.start, ground) and _alike(roles[-1], role):
            roles[-1], role = "not", role or roles[-1]
        roles.append(role)
    return _opened(roles, mentions, ground)


def _alike(first: str, second: str) -> bool:
    """Whether two parts are one, "at" being a faint "to" and "" any."""
    return "" in (first, second) or {first, second} <= {"to", "at"} or first == second


def _joined(roles: Sequence[str]) -> str:
    """The part of a place after "and" or "or": that of the one before it."""
    return roles[-1] if roles else ""


def _opened(roles: list[str], mentions: Sequence[Mention], ground: Ground) -> list[str]:
    """Read "between X and Y" and "in X to Y": the second place is the end, so the first one is the beginning."""
    for i in range(len(roles) - 1):
        between = [ground.word(at) for at in range(mentions[i].end, mentions[i + 1].start)]
        if roles[i] == "from" and _is_between(mentions[i], ground) and roles[i + 1] == "from":
            roles[i + 1] = "to"
        if (
            i == 0
            and roles[i] in ("in", "to", "at")
            and between[:1] == ["to"]
            and roles[i + 1] == "to"
            and "from" not in roles
        ):
            roles[i] = "from"
    return roles


def _is_between(mention: Mention, ground: Ground) -> bool:
    at = mention.start - 1
    while at >= 0 and ground.word(at) in LINKS and ground.word(at) not in BETWEEN:
        at -= 1
    return ground.word(at) in BETWEEN


def _retracted(start: int, end: int, ground: Ground) -> bool:
    """Whether a word of regret stands first between two places: "from Oakland no from Dallas"."""
    at = start
    while at < end and ground.word(at) in {",", ".", "i", "-", "je", "veux", "ich"}:
        at += 1
    word = ground.word(at)
    return (
        at < end and word in RETRACTIONS and (word not in {"non", "no"} or ground.word(at + 1) not in {"stop", "stops"})
    )


def _after(mention: Mention, ground: Ground) -> str:
    """The part that the word after a place gives it: "a Dallas stopover"."""
    word = ground.word(mention.end)
    if word in AFTER_VIA and ground.word(mention.start - 1) in WITH_ONE:
        return "via"
    if word in AFTER_TO:
        return "to"
    return "from" if word in AFTER_FROM else ""


def _leading_on(mention: Mention, ground: Ground) -> str:
    """Read "Atlanta to anywhere": a place without a word of its own before "to" is left."""
    return "from" if ground.word(mention.end) in ONWARDS else ""


def _before(mention: Mention, floor: int, ground: Ground) -> str:
    """The part that the nearest word of direction before a place gives it.

    One of from, to, at (the end, said faintly), via, in, not, between, same (as the place before), back to, back from,
    or "" when there is none.
    """
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
    if word in REFUSING:
        return "" if ground.word(at + 1) == "," else "not"
    if word in RATHER or word in THAN:
        return _preferring(at, ground)
    if word in BETWEEN:
        return "between"
    if word in PLAIN_IN and not (wide and word in ("en", "im")):
        if ground.word(at - 1) in HOLDERS:
            return "link"
        return _negated(_in_role(at, floor, ground), at, ground)
    if word in FRENCH_AT and ground.points(at) and not ground.word(at + 1) == ",":
        return _negated(_at_role(at, floor, ground), at, ground)
    if word in VIA:
        return "" if word.startswith("stop") and ground.word(at - 1) in COUNTED_STOPS else "via"
    if word in FROM and not (word in LINKS and ground.word(at - 1) in HOLDERS):
        if ground.word(at - 1) in INSTEAD_OF or ground.word(at - 1) in NEAR:
            return "not" if ground.word(at - 1) in INSTEAD_OF else "in"
        return _negated("to" if ground.word(at - 1) in TOWARDS else _turned("from", at, ground), at, ground)
    if wide and word in PLAIN_IN:
        return "at"
    if word in TO and word not in FRENCH_AT:
        return _negated(_turned("to", at, ground), at, ground)
    return "link" if word in LINKS or word in JOINTS or word in HOLDERS or word == "s" else ""


def _preferring(at: int, ground: Ground) -> str:
    """Read "plutôt Lyon" as a wish and "plutôt que Lyon" as a refusal."""
    preferred = any(ground.word(back) in RATHER for back in range(at))
    return "not" if ground.word(at) in THAN and preferred else ""


def _negated(role: str, at: int, ground: Ground) -> str:
    """Read "not from Lyon", "pas aller à Lyon", "don't want to go to Lyon": a refusal, whatever the direction."""
    back = at - 1
    while ground.word(back) in WANTING:
        back -= 1
    refused = ground.word(back) in REFUSING or (ground.word(back) == "t" and ground.word(back - 1) in NEGATED_VERBS)
    return "not" if refused and role != "in" else role


def _turned(role: str, at: int, ground: Ground) -> str:
    """Read "returning to Nice", "back from Rome": words of the way back."""
    paired = ground.word(at - 1) in TICKETS_BACK and ground.word(at - 2) in PAIRED
    return f"back {role}" if ground.word(at - 1) in RETURNING and not paired else role


def _in_role(at: int, floor: int, ground: Ground) -> str:
    for back in range(at - 1, max(floor, at - _LOOK_FURTHER) - 1, -1):
        word = ground.word(back)
        if word in VIA:
            return "via"
        if word in IN_ARRIVING:
            return "at"
        if word in IN_LEAVING:
            return "from"
    return "in"


def _at_role(at: int, floor: int, ground: Ground) -> str:
    for back in range(at - 1, max(floor, at - _LOOK_BACK) - 1, -1):
        word = ground.word(back)
        if word in VIA and word not in ("par", "por"):
            return "via"
        if word in AT_LEAVING and (back == at - 1 or word not in FROM):
            return "from"
        if word in AT_STANDING:
            return "in"
    turned = _turned("to", at, ground)
    return "at" if turned == "to" else turned
