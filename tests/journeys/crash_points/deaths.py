"""Every one and every two deaths of a story: plays all that differ, and gives what the judge finds.

A story is played whole to count its points. Then it is killed at each of them, and once more at each point that comes
after that. What two deaths leave behind decides all that follows (`state.py`): where it is the same, one is played.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

from bot.services import turns
from tests.journeys.crash_points.fuse import Fuse
from tests.journeys.crash_points.judge import faults
from tests.journeys.crash_points.plans import PLANS
from tests.journeys.crash_points.state import left_behind
from tests.journeys.crash_points.town import Town


class Found(msgspec.Struct, frozen=True):
    """A promise that was broken: by which story, killed at which points, and what the judge says."""

    story: str
    points: tuple[int, ...]
    what: tuple[str, ...]


class Told(msgspec.Struct, frozen=True):
    """What some deaths came to: how many were played, how many left behind what others had, and what was found."""

    played: int = 0
    same: int = 0
    found: tuple[Found, ...] = ()

    def __add__(self, other: "Told") -> "Told":
        """Both together."""
        return Told(self.played + other.played, self.same + other.same, self.found + other.found)


class _SeenError(BaseException):
    """What this death left behind was played before."""


@contextmanager
def nobody_told() -> Iterator[None]:
    """Leave what is owed to the thread where it is, as the tests of this package do."""
    kept: Callable[..., object] = turns.pay_off
    vars(turns)["pay_off"] = lambda *_: 0
    try:
        yield
    finally:
        vars(turns)["pay_off"] = kept


def points_of(story: str) -> int:
    """How many points a story has that nothing interrupts."""
    return len(Town(PLANS[story], Fuse()).play().fuse.passed)


def firsts(story: str, *, every: int = 1) -> tuple[Told, dict[int, int], frozenset[bytes]]:
    """Kill a story once, at each (or every so many) point.

    Gives what came of it, how many points it has after each death that differs, and what those deaths left behind.
    """
    told, lengths, seen = Told(), dict[int, int](), set[bytes]()
    for point in range(1, points_of(story) + 1, every):
        town = _play(story, (point,), seen)
        if town is None:
            told += Told(same=1)
        else:
            told += Told(1, found=_judge(story, (point,), town))
            lengths[point] = len(town.fuse.passed)
    return told, lengths, frozenset(seen)


def seconds(story: str, first: int, last: int, known: frozenset[bytes], *, every: int = 1) -> Told:
    """Kill a story at a first point and then at each (or every so many) later one up to the last."""
    told, seen = Told(), set(known)
    for second in range(first + 1, last + 1, every):
        town = _play(story, (first, second), seen)
        told += Told(same=1) if town is None else Told(1, found=_judge(story, (first, second), town))
    return told


def doubles(story: str) -> Told:
    """Kill a story once and twice at all points."""
    told, lengths, known = firsts(story)
    for first, last in lengths.items():
        told += seconds(story, first, last, known)
    return told


def _play(story: str, points: tuple[int, ...], seen: set[bytes]) -> Town | None:
    """The town at rest; None when its last death left behind what an earlier one had."""
    town = Town(PLANS[story], Fuse(*points))

    def look(dead: Town) -> None:
        if dead.fuse.deaths == len(points):
            left = left_behind(dead)
            if left in seen:
                raise _SeenError
            seen.add(left)

    town.on_death = look
    try:
        return town.play()
    except _SeenError:
        return None


def _judge(story: str, points: tuple[int, ...], town: Town) -> tuple[Found, ...]:
    what = tuple(faults(town))
    return (Found(story, points, what),) if what else ()
