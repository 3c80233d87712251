"""What stands around a flow when it is checked before it is published: texts, hosts, the live flows, and teams."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec

from bot.domain.flow.definition import Flow, HandOverAction, parse_flow
from bot.domain.flow.issues import Around
from bot.domain.flow.texts import Template
from bot.domain.staff.hours import Hours
from bot.domain.world import World
from bot.ports.records import Work
from bot.services import service_levels

_READ = 64
"""Live flows that are kept as they were read: a draft is checked again and again against the same ones."""


class Beside(msgspec.Struct, frozen=True):
    """What an installation has beside its flows: its texts by language and key, and its hosts, None for any."""

    texts: Mapping[str, Mapping[str, Template]]
    hosts: frozenset[str] | None = None


def beside(world: World) -> Beside:
    """What a World has beside its flows."""
    return Beside(world.texts, world.hosts or None)


def around(work: Work, flow: Flow, *, beside: Beside) -> Around:
    """What a flow is checked against, inside somebody else's transaction; teams are asked for when it names one."""
    teams = _teams(work) if _names_a_team(flow) else None
    return Around(texts=beside.texts, others=live_flows(work), teams=teams, hosts=beside.hosts)


def live_flows(work: Work) -> dict[str, Flow]:
    """The flows on which new talks begin, by name."""
    names = tuple(work.flows.pointers().items())
    documents = work.flows.documents(names)
    return {name: _read(documents[name, revision]) for name, revision in names}


@lru_cache(_READ)
def _read(document: bytes) -> Flow:
    return parse_flow(document)


def _names_a_team(flow: Flow) -> bool:
    actions = (action for node in flow.nodes.values() for action in node.do)
    return any(isinstance(action, HandOverAction) and action.team for action in actions)


def _teams(work: Work) -> dict[str, bool]:
    """Every team by its id, and whether it is ever there."""
    levels = service_levels.levels(work)
    return {team.id: _is_ever_open(levels.hours_of(team.id)) for team in work.teams.teams()}


def _is_ever_open(hours: Hours) -> bool:
    return bool(hours.week)
