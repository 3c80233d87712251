"""How long to wait before trying again: full jitter, so that those who failed together do not come back together."""

from collections.abc import Callable
from random import SystemRandom

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0

_chance = SystemRandom().uniform


def delay(
    tries: int,
    *,
    asked: float = 0,
    first: float = FIRST_SECONDS,
    longest: float = LONGEST_SECONDS,
    chance: Callable[[float, float], float] = _chance,
) -> float:
    """Seconds until the next try after `tries` failures; never less than what the other side `asked` for."""
    return asked + chance(0, min(longest, first * 2 ** min(max(tries - 1, 0), 30)))
