"""Several mentions that are one place: a city with its airport, state or country, and airlines that are none."""

from collections.abc import Sequence

import msgspec

from bot.domain.understanding.mentions import Ground, Mention, begins_longer
from bot.domain.understanding.place_words import AIRLINES, STATE_CODES
from bot.domain.understanding.regions import LONGEST_REGION, REGIONS, TOWNS_OF, keeps_time_of

_BETWEEN_CITY_AND_AIRPORT = frozenset(
    {
        ",",
        "airport",
        "aeroport",
        "flughafen",
        "aeropuerto",
        "s",
        "in",
        "of",
        "de",
        "international",
        "at",
        "the",
        "l",
        "-",
    }
)


def qualify(mentions: Sequence[Mention], ground: Ground) -> list[Mention]:
    """The mentions with what only tells more of the same place taken into it, and names of airlines left out."""
    merged: list[Mention] = []
    skipped = 0
    for mention in mentions:
        if mention.start < skipped or _is_airline(mention, ground):
            continue
        last = merged[-1] if merged else None
        whole = _same_place(last, mention, ground) if last is not None else None
        if whole is not None:
            merged[-1] = whole
            continue
        within = _within_region(mention, ground)
        skipped = within.end
        merged.append(within)
    return merged


def _is_airline(mention: Mention, ground: Ground) -> bool:
    return ground.word(mention.end) in AIRLINES or (mention.wide and ground.word(mention.start - 1) == "air")


def _same_place(last: Mention, mention: Mention, ground: Ground) -> Mention | None:
    """One mention of both, when the second is the first one's airport, city or country."""
    between = [ground.word(at) for at in range(last.end, mention.start)]
    if mention.wide and not last.wide and all(word == "," for word in between):
        inside = tuple(code for code in last.codes if ground.places.country(code) in _countries(mention, ground))
        return msgspec.structs.replace(last, codes=inside, end=mention.end) if inside else None
    if not last.codes or not mention.codes or not _BETWEEN_CITY_AND_AIRPORT.issuperset(between):
        return None
    if ground.places.city(last.codes[0]) != ground.places.city(mention.codes[0]):
        return None
    finer = mention if len(ground.places.airports(mention.codes[0])) == 1 else last
    return Mention(finer.codes, finer.name, last.start, mention.end)


def _countries(mention: Mention, ground: Ground) -> set[str]:
    return {ground.places.country(code) for code in mention.codes}


def _within_region(mention: Mention, ground: Ground) -> Mention:
    """The mention with the state after it; a state in which the city cannot lie makes it another, unserved city."""
    at = mention.end + (ground.word(mention.end) == ",")
    if ground.word(at) in STATE_CODES and ground.written(at, at + 1).isupper() and not ground.text.isupper():
        return msgspec.structs.replace(mention, end=at + 1)
    for length in range(LONGEST_REGION, 0, -1):
        name = tuple(ground.word(at + i) for i in range(length))
        zones = REGIONS.get(name)
        if (
            zones is None
            or mention.wide
            or begins_longer(ground, at, length)
            or not _adds(mention, " ".join(name), ground)
        ):
            continue
        codes = tuple(code for code in mention.codes if keeps_time_of(zones, ground.places.zone(code)))
        return msgspec.structs.replace(
            mention, codes=codes, name=ground.written(mention.start, at + length), end=at + length
        )
    return mention


def _adds(mention: Mention, region: str, ground: Ground) -> bool:
    """Whether the region says where the city lies, and is no second place ("Boston New York")."""
    named = ground.places.index.names.get(region)
    if named is None or not named.codes or named.wide:
        return True
    key = " ".join(ground.word(at) for at in range(mention.start, mention.end))
    return key in TOWNS_OF.get(region, ()) and (ground.pointed(mention.start) or mention.start > 0)
