"""Kills every story at every one and every two points: `python -m tests.journeys.crash_points [STORY…]`.

All of it takes hours on two cores, and each story is told when it is through; the tests of this package play every
single death and a few stories' double ones. What is found is printed with the points that repeat it; 1 is returned
then.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from time import monotonic

from tests.journeys.crash_points.deaths import Told, firsts, nobody_told, seconds
from tests.journeys.crash_points.plans import PLANS

_Task = tuple[str, int, int, frozenset[bytes]]


def main() -> int:
    """Play the stories named, or all."""
    words = argparse.ArgumentParser(prog="python -m tests.journeys.crash_points", description=__doc__)
    words.add_argument("stories", nargs="*", metavar="STORY", help="which; all by default")
    words.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many at once")
    chosen = words.parse_args()
    if unknown := sorted(set(chosen.stories) - set(PLANS)):
        words.error(f"there is no story {unknown[0]!r}")
    began, all_told = monotonic(), Told()
    with ProcessPoolExecutor(chosen.processes) as pool:
        singles = dict(zip(names := chosen.stories or list(PLANS), pool.map(_firsts, names), strict=True))
        tasks = [task for name, (_, lengths, known) in singles.items() for task in _tasks(name, lengths, known)]
        by_story = {name: told for name, (told, _, _) in singles.items()}
        left = Counter(name for name, *_ in tasks)
        for name in (name for name in by_story if not left[name]):
            _say(name, by_story[name])
        for (name, *_), told in zip(tasks, pool.map(_seconds, tasks, chunksize=4), strict=True):
            by_story[name] += told
            left[name] -= 1
            if not left[name]:
                _say(name, by_story[name])
    for told in by_story.values():
        all_told += told
    for found in all_told.found[:50]:
        print(f"{found.story}, killed at {found.points}: {'; '.join(found.what)}")
    print(
        f"{len(by_story)} stories, {all_told.played} deaths played, {all_told.same} left behind what others had, "
        f"{len(all_told.found)} broke a promise; {monotonic() - began:.0f} s."
    )
    return int(bool(all_told.found))


def _say(story: str, told: Told) -> None:
    """What a story came to, as soon as it is through: all of them take long, and a run may be stopped."""
    print(
        f"{told.played:7} played  {told.same:7} the same  {len(told.found):4} found  {story}",
        flush=True,
    )


def _tasks(name: str, lengths: dict[int, int], known: frozenset[bytes]) -> Iterator[_Task]:
    for first, last in lengths.items():
        yield name, first, last, known


def _firsts(story: str) -> tuple[Told, dict[int, int], frozenset[bytes]]:
    with nobody_told():
        return firsts(story)


def _seconds(task: _Task) -> Told:
    with nobody_told():
        story, first, last, known = task
        return seconds(story, first, last, known)


if __name__ == "__main__":
    sys.exit(main())
