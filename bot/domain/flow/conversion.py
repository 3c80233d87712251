"""What came of an A/B trial: how many took each way, how many of those paid, and what may be said of the difference.

Theory. Everybody counts once, by thread: the first way that they took, and whether they had a paid booking after that.
The interval of a difference is that of Agresti and Caffo (2000): one who paid and one who did not are added to each
way, which keeps it honest where few have paid. Where too few have for any interval, that is said instead.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

import msgspec

LEAST = 10
"""So many must have paid, and as many not, on each way, before a difference is told."""
_CERTAIN = 1.96
"""Standard errors on each side that leave out one of twenty."""
_HUNDRED = 100


class Took(msgspec.Struct, frozen=True, order=True):
    """Somebody who took a way of a trial for the first time, and when (milliseconds UTC)."""

    trial: str
    thread: str
    way: str
    at: int = 0


class Taken(msgspec.Struct, frozen=True):
    """How many took a way, and how many of those paid for a booking after that."""

    took: int = 0
    paid: int = 0

    @property
    def share(self) -> float:
        """Which part of those who took it paid, 0 to 1."""
        return self.paid / self.took if self.took else 0.0

    @property
    def is_few(self) -> bool:
        """Whether it is too early to compare this way with another."""
        return min(self.paid, self.took - self.paid) < LEAST


def interval(one: Taken, other: Taken) -> tuple[float, float]:
    """Between which values the true difference of `other` over `one` lies in 19 of 20 such trials, as parts of one."""
    first, second = (_eased(taken) for taken in (one, other))
    apart = second[0] - first[0]
    error = _CERTAIN * sqrt(first[1] + second[1])
    return max(-1.0, apart - error), min(1.0, apart + error)


def told(ways: Sequence[str], taken: Mapping[str, Taken]) -> tuple[str, ...]:
    """What may be said of each way beside the first, as sentences."""
    if not ways:
        return ()
    base = taken.get(ways[0], Taken())
    return tuple(_sentence((ways[0], base), (way, taken.get(way, Taken()))) for way in ways[1:])


def _eased(taken: Taken) -> tuple[float, float]:
    """The share of those who paid and its variance, after one who paid and one who did not were added."""
    count = taken.took + 2
    share = (taken.paid + 1) / count
    return share, share * (1 - share) / count


def _sentence(first: tuple[str, Taken], second: tuple[str, Taken]) -> str:
    (one, base), (other, taken) = first, second
    shares = f"{other} {_percent(taken.share)}, {one} {_percent(base.share)}"
    if base.is_few or taken.is_few:
        return (
            f"{shares}: too few yet to tell a difference from chance. "
            f"Wait until at least {LEAST} have paid, and {LEAST} have not, on each way."
        )
    low, high = (_HUNDRED * end for end in interval(base, taken))
    if low > 0 or high < 0:
        ends = sorted((abs(low), abs(high)))
        more = "more" if low > 0 else "fewer"
        return (
            f"{shares}: of a hundred who take {other}, {ends[0]:.1f} to {ends[1]:.1f} {more} pay than of those who "
            f"take {one}. Chance alone would show as much in one of twenty such trials."
        )
    return (
        f"{shares}: no difference that chance could not make. Of a hundred who take {other}, "
        f"between {-low:.1f} fewer and {high:.1f} more pay than of those who take {one}."
    )


def _percent(share: float) -> str:
    return f"{_HUNDRED * share:.1f} %"
