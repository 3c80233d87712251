"""Presence: what an agent said of themselves, and whether a page of theirs is open at all."""

from typing import Literal, get_args

import msgspec

from bot.domain.errors import InvalidError

Standing = Literal["available", "busy", "away"]
"""Takes threads; has enough and takes none; is not there."""
STANDINGS: tuple[Standing, ...] = get_args(Standing)
GONE_MS = 60_000
"""Who had no page of the desk open for so long is away, whatever they had chosen."""
BEAT_MS = 20_000
"""How often an open page says that it is there."""
CAPACITY = 6
"""The points of somebody for whom nobody chose others."""
MOST_CAPACITY = 100
MOST_WEIGHT = 20


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """An agent at the desk: `capacity` in points, each thread costing the weight of its channel.

    `standing` is what they chose, `seen_at` when a page of theirs was open last, `assigned_at` when they were assigned
    a thread by the desk itself last: milliseconds UTC, 0 for never.
    """

    person: str
    capacity: int = CAPACITY
    standing: Standing = "available"
    seen_at: int = 0
    assigned_at: int = 0

    def now(self, at: int) -> Standing:
        """What holds at a moment (milliseconds UTC): away when nobody was seen for a minute."""
        return self.standing if at - self.seen_at < GONE_MS else "away"


def standing_of(word: str) -> Standing:
    """A standing by its name; raises `InvalidError` for a word that is none."""
    found = next((one for one in STANDINGS if one == word), None)
    if found is None:
        raise InvalidError("Choose available, busy or away.")
    return found


def checked_capacity(points: int) -> int:
    """A capacity, if it can be kept; raises `InvalidError` for one that cannot."""
    if not 0 <= points <= MOST_CAPACITY:
        raise InvalidError(f"A capacity is a whole number from 0 (nothing by itself) to {MOST_CAPACITY}.")
    return points


def checked_weight(points: int) -> int:
    """A weight of a channel, if it can be kept; raises `InvalidError` for one that cannot."""
    if not 1 <= points <= MOST_WEIGHT:
        raise InvalidError(f"A thread weighs a whole number from 1 to {MOST_WEIGHT}.")
    return points
