"""The World that every turn is given, made anew within a second of what changes it: a publication, a draft to try."""

from collections import defaultdict
from collections.abc import Mapping
from threading import Lock
from typing import Protocol

import msgspec

from bot.domain.errors import UnavailableError
from bot.domain.flow.definition import Flow
from bot.domain.flow.kept import KeptRevision, KeptRevisions
from bot.domain.flow.release import Trial
from bot.domain.world import World
from bot.ports.clock import Clock
from bot.ports.records import Records, Work


class MakeWorld(Protocol):
    """Makes a World of all flows by name and revision, and the live revision of each."""

    def __call__(self, *, flows: Mapping[str, Mapping[int, Flow]], live: Mapping[str, int]) -> World:
        """The World."""
        ...


FRESH_FOR = 1.0
"""Seconds for which a World is used before SQL is asked whether something was published."""


AT_ONCE = 50
"""Documents that are read from SQL together: a first World of hundreds need not have all of them twice in memory."""


class Worlds:
    """Gives the newest World, and looks once a second whether a flow was published.

    `make` gives a World for its `flows` and `live`; it is first called when somebody asks for a World, because most
    processes never do.
    """

    def __init__(self, *, records: Records, clock: Clock, make: MakeWorld) -> None:
        self._records = records
        self._clock = clock
        self._make = make
        self._lock = Lock()
        self._change = -1
        self._looked = 0.0
        self._world: World | None = None
        self._kept: dict[tuple[str, int], KeptRevision] = {}

    def __call__(self) -> World:
        """The newest World; a caller waits only for the very first one.

        Raises `UnavailableError` when SQL is away then; later the World that is there goes on being used.
        """
        now = self._clock.now().timestamp()
        world = self._world
        if world is not None and now - self._looked < FRESH_FOR:
            return world
        if self._lock.acquire(blocking=world is None):
            try:
                return self._refresh(now)
            finally:
                self._lock.release()
        return self._world or world or self._refresh(now)

    def _refresh(self, now: float) -> World:
        self._looked = now
        try:
            return self._newest()
        except UnavailableError:
            if self._world is None:
                raise
            return self._world

    def _newest(self) -> World:
        with self._records.begin() as work:
            change = work.flows.newest_change()
            if self._world is not None and change == self._change:
                return self._world
            live = work.flows.pointers()
            self._learn(work)
            trials = work.flow_releases.trials()
        world = self._make(flows=self._flows(), live=live)
        self._world, self._change = msgspec.structs.replace(world, trying=_trying(trials, live)), change
        return self._world

    def _learn(self, work: Work) -> None:
        """Keep the documents of revisions and snapshots that are new; what is known never changes."""
        published = [(head.flow, head.revision) for head in work.flows.heads()]
        for names, read in (
            (published, work.flows.documents),
            (work.flow_releases.snapshots(), work.flow_releases.frozen),
        ):
            new = [name for name in names if name not in self._kept]
            for at in range(0, len(new), AT_ONCE):
                for name, document in read(new[at : at + AT_ONCE]).items():
                    self._kept[name] = KeptRevision(document, name[1])

    def _flows(self) -> dict[str, Mapping[int, Flow]]:
        by_name = defaultdict[str, dict[int, KeptRevision]](dict)
        for (flow, number), kept in self._kept.items():
            by_name[flow][number] = kept
        return {flow: KeptRevisions(kept) for flow, kept in by_name.items()}


def _trying(trials: tuple[Trial, ...], live: Mapping[str, int]) -> dict[str, dict[str, int]]:
    by_thread = defaultdict[str, dict[str, int]](dict)
    for trial in trials:
        if trial.flow in live:
            by_thread[trial.thread][trial.flow] = trial.snapshot
    return dict(by_thread)
