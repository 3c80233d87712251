"""Which of the mentioned places is the origin and which the destination."""

from collections.abc import Sequence

import msgspec

from bot.domain.understanding.direction_words import BETWEEN, FOR, LINKED_BY, LINKING, LINKS, RETRACTIONS
from bot.domain.understanding.mentions import Ground, Mention
from bot.domain.understanding.roles import role_of

_ENDS = 2
POINTING = frozenset({"from", "to", "back to", "back from"})


class Directed(msgspec.Struct, frozen=True):
    """Mentions by their part in the journey; None where nobody has it.

    `pointed` counts the ends that a word of direction names, "à" and "in" apart, and one of two side by side; `twice`
    is the destination that was the origin already ("from Paris to Paris"), which is left out.
    """

    origin: Mention | None = None
    destination: Mention | None = None
    negated: tuple[Mention, ...] = ()
    pointed: int = 0
    twice: Mention | None = None


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
        faint = "" if expecting == "origin" and not {"from", "to"}.intersection(roles) else "to"
        by_role.setdefault(faint if role == "at" else role, []).append(mention)
    origin, destination = _first(by_role, "from"), _first(by_role, "to") or _only(by_role, "served")
    rest = by_role.get("", []) or (by_role.get("in", []) if expecting in ("origin", "destination", "place") else [])
    origin, destination = _fill(origin, destination, rest, asked=expecting == "origin")
    origin, destination = _way_back(origin, destination, by_role)
    if origin is not None and destination is not None and origin.codes and origin.codes == destination.codes:
        return Directed(origin, None, negated, twice=destination)
    told = [role for mention, role in zip(mentions, roles, strict=True) if mention in (origin, destination)]
    return Directed(origin, destination, negated, _pointed(told, origin, destination, ground))


def _pointed(roles: Sequence[str], origin: Mention | None, destination: Mention | None, ground: Ground) -> int:
    """How many ends words of direction name; two that stand side by side need none."""
    if origin is None or destination is None:
        return sum(role in POINTING for role in roles)
    pointed = sum(role in POINTING or role == "at" for role in roles)
    return pointed or int(_side_by_side(origin, destination, ground))


def _side_by_side(origin: Mention, destination: Mention, ground: Ground) -> bool:
    """Whether two places follow one upon the other, as the ends of a journey do: "Oslo Rome", "Oslo-Rome"."""
    between = {ground.word(at) for at in range(origin.end, destination.start)}
    return origin.end <= destination.start and between <= {"-", "/", ">"}


def _first(by_role: dict[str, list[Mention]], role: str) -> Mention | None:
    return next(iter(by_role.get(role, [])), None)


def _only(by_role: dict[str, list[Mention]], role: str) -> Mention | None:
    found = by_role.get(role, [])
    return found[0] if len(found) == 1 else None


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
        role = role_of(mention, floor, ground)
        if role == "same":
            role = _joined(roles)
        elif not role and _lists_served(roles, mentions):
            role = "served"
        elif role.startswith("between"):
            role = "from"
        if i and _retracted(floor, mention.start, ground) and _alike(roles[-1], role):
            roles[-1], role = "not", role or roles[-1]
        roles.append(role)
    return _opened(roles, mentions, ground)


def _alike(first: str, second: str) -> bool:
    """Whether two parts are one, "at" being a faint "to" and "" any."""
    return "" in (first, second) or {first, second} <= {"to", "at"} or first == second


def _lists_served(roles: Sequence[str], mentions: Sequence[Mention]) -> bool:
    """Whether a place goes on a list of served ones: the second of "serves Boston Washington and Dallas"."""
    at = len(roles)
    return roles[-1:] == ["served"] and len(mentions) > _ENDS and mentions[at].start == mentions[at - 1].end


def _joined(roles: Sequence[str]) -> str:
    """The part of a place after "and" or "or": that of the one before it."""
    return roles[-1] if roles else ""


def _opened(roles: list[str], mentions: Sequence[Mention], ground: Ground) -> list[str]:
    """Read "between X and Y", "in X to Y", "fares for X Y": the second place is the end, the first the beginning."""
    for i in range(len(roles) - 1):
        between = [ground.word(at) for at in range(mentions[i].end, mentions[i + 1].start)]
        if roles[i] == "from" and _is_between(mentions[i], ground) and roles[i + 1] == "from":
            roles[i + 1] = "to"
        listed = not between and not roles[i + 1] and "from" not in roles
        if listed and roles[i] == "to" and ground.word(mentions[i].start - 1) in FOR:
            roles[i : i + 2] = ["from", "to"]
        if (
            i == 0
            and roles[i] in ("in", "to", "at", "served")
            and between[:1] == ["to"]
            and roles[i + 1] == "to"
            and "from" not in roles
        ):
            roles[i] = "from"
    return roles


def _is_between(mention: Mention, ground: Ground) -> bool:
    at = mention.start - 1
    if ground.word(at) in LINKING and ground.word(mention.end) in LINKED_BY:
        return True
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
