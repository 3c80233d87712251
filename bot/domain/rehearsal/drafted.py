"""The World in which a draft is tried: everything as it is, but the draft in place of the live revision."""

import msgspec

from bot.domain.flow.definition import Flow
from bot.domain.world import World

DRAFT = 0
"""The revision as which a draft is known: published ones count from one."""


def with_draft(world: World, draft: Flow) -> World:
    """The World in which talks begin on the draft; a flow that nobody published yet is there, too.

    Its revisions are not: nobody in a rehearsal began on one.
    """
    flow = msgspec.structs.replace(draft, revision=DRAFT)
    flows = {**world.flows, flow.name: {DRAFT: flow}}
    return msgspec.structs.replace(world, flows=flows, live={**world.live, flow.name: DRAFT})
