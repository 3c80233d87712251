"""Keeps the golden conversations that ship with the flows which an installation begins with."""

from collections.abc import Callable, Collection

from bot.adapters.clock import SystemClock, SystemIds
from bot.adapters.data.catalogue import sample_flows
from bot.adapters.data.talks import sample_talks
from bot.domain.flow.definition import parse_flow
from bot.domain.moments import milliseconds
from bot.domain.world import World
from bot.ports.records import Records
from bot.services import goldens


def keep_sample_talks(records: Records, make_world: Callable[..., World], *, known: Collection[str]) -> None:
    """Keep those of flows that were not known before, in this airline's words.

    `make_world` gives the World of `flows` by name and revision with their `live` ones, as at the installation.
    """
    samples = [golden for golden in sample_talks().values() if golden.flow not in known]
    if not samples:
        return
    begun = [parse_flow(document, revision=1) for document in sample_flows()]
    world = make_world(flows={flow.name: {1: flow} for flow in begun}, live={flow.name: 1 for flow in begun})
    with records.begin() as work:
        goldens.seed(work, samples, world, ids=SystemIds(), at=milliseconds(SystemClock().now()))
