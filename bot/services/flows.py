"""Publishing flows, and keeping the World that every turn is given up to date."""

from collections.abc import Mapping
from threading import Lock
from typing import Protocol

from bot.domain.errors import InvalidError, UnavailableError
from bot.domain.flow.definition import Flow, parse_flow
from bot.domain.flow.issues import issues
from bot.domain.flow.texts import Template
from bot.domain.world import World
from bot.ports.clock import Clock
from bot.ports.flow_records import FlowRevision
from bot.ports.records import Records


class MakeWorld(Protocol):
    """Makes a World of all flows by name and revision, and the live revision of each."""

    def __call__(self, *, flows: Mapping[str, Mapping[int, Flow]], live: Mapping[str, int]) -> World:
        """The World."""
        ...


FRESH_FOR = 1.0
"""Seconds for which a World is used before SQL is asked whether something was published."""


def publish(
    records: Records, document: bytes, *, texts: Mapping[str, Mapping[str, Template]], author: str, now: int
) -> FlowRevision:
    """Make a document the live revision of its flow; raises `InvalidError` that lists what stands in its way.

    `texts` is the catalogue by language; `now` is milliseconds since 1970, UTC. Talks that have begun stay on their
    revision.
    """
    flow = parse_flow(document)
    with records.begin() as work:
        known = frozenset(revision.flow for revision in work.flows.revisions())
        catalogue = frozenset[str]().union(*texts.values())
        found = issues(flow, languages=tuple(texts), flows=known, catalogue=catalogue)
        blocking = [fault for fault in found if fault.blocks]
        if blocking:
            raise InvalidError("\n".join(f"{fault.where}: {fault.sentence}" for fault in blocking))
        return work.flows.publish(flow.name, document, author=author, at=now)


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
            revisions = work.flows.revisions()
        live = {revision.flow: revision.revision for revision in revisions if revision.live}
        self._world, self._change = self._make(flows=_flows(revisions), live=live), change
        return self._world


def _flows(revisions: tuple[FlowRevision, ...]) -> dict[str, dict[int, Flow]]:
    flows: dict[str, dict[int, Flow]] = {}
    for revision in revisions:
        parsed = parse_flow(revision.document, revision=revision.revision)
        flows.setdefault(revision.flow, {})[revision.revision] = parsed
    return flows
