"""Who comes back: a visit is what we know of a browser that keeps a token of ours in the storage of a host page.

The token names the visit and its generation. Each use may give the next generation, so that a token that somebody
copied is soon worth nothing; yet an answer that got lost, or several tabs that open at once, lose no talk:

- a token turns at most once a minute;
- the one before it stays good until the newer one was used, because nobody knows whether that arrived,
- and a minute longer, because another tab may have read it just before.
"""

import msgspec

LIFE_MS = 30 * 24 * 3600 * 1000
"""A month after the last use the talk is nobody's any more."""
OVERLAP_MS = 60 * 1000
"""How long a token is good beside its successor's successor, and the least time between two generations."""


class Visit(msgspec.Struct, frozen=True):
    """A browser on somebody's page; times are milliseconds UTC.

    `visitor` names its thread, `site` the site on whose pages alone the token is good; `generation` is the newest
    token's, `rotated` when it was made; `seen` is the row of the newest line that an open panel has shown.
    """

    visitor: str
    site: str
    generation: int
    rotated: int
    expires: int
    seen: int = 0


def begin(visitor: str, site: str, *, now: int) -> Visit:
    """A visit of somebody who was never here."""
    return Visit(visitor, site, 1, now, now + LIFE_MS)


def present(visit: Visit, generation: int, *, now: int) -> Visit | None:
    """The visit after a token of this generation was shown, or None when it is not good any more.

    The generation of what is given back is that of the token to keep from now on.
    """
    if now >= visit.expires or generation > visit.generation:
        return None
    age, since = visit.generation - generation, now - visit.rotated
    if age > 2 or (age == 2 and since > OVERLAP_MS):  # noqa: PLR2004  the generation before the one before
        return None
    longer = msgspec.structs.replace(visit, expires=now + LIFE_MS)
    if age or since < OVERLAP_MS:
        return longer
    return msgspec.structs.replace(longer, generation=visit.generation + 1, rotated=now)
