"""Who is handed which thread: oldest first, to whom of a team has the smallest share of their capacity in use.

Theory. A plan follows from who waits, who is there and what they have, and from nothing else. Threads are looked at
from the one that waits longest; each goes to one agent or to nobody, and what it weighs is taken off that agent's room
before the next is looked at. So nobody is planned over their capacity, and a thread is passed over only when none of
those who may have it has room for it.
"""

from collections.abc import Iterable, Mapping

import msgspec


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who takes threads now: `load` of their `capacity` is in use, in points.

    `assigned_at` is when they were handed one last (milliseconds UTC, 0 for never).
    """

    id: str
    capacity: int
    load: int = 0
    assigned_at: int = 0
    languages: tuple[str, ...] = ()


class Waits(msgspec.Struct, frozen=True, kw_only=True):
    """A thread that waits: what it weighs, who may have it, and when whom it was given to was silent or declined."""

    thread: str
    weight: int = 1
    language: str = ""
    members: tuple[str, ...] = ()
    tried: Mapping[str, int] = {}


class Given(msgspec.Struct, frozen=True):
    """A thread and who is handed it."""

    thread: str
    agent: str


def plan(waiting: Iterable[Waits], agents: Iterable[Agent], *, now: int) -> tuple[Given, ...]:
    """Who is handed which of the threads, which stand oldest first; `now` is milliseconds UTC."""
    known = {agent.id: agent for agent in agents}
    given = []
    for one in waiting:
        chosen = choose(one, (known[member] for member in one.members if member in known))
        if chosen is not None:
            given.append(Given(one.thread, chosen.id))
            known[chosen.id] = msgspec.structs.replace(chosen, load=chosen.load + one.weight, assigned_at=now)
    return tuple(given)


def choose(one: Waits, agents: Iterable[Agent]) -> Agent | None:
    """The agent with room whose turn it is, None when nobody has room.

    Whoever was not tried with this thread comes first, then who speaks its language, then the smallest share of
    capacity in use, then who was handed none for longest.
    """
    free = [agent for agent in agents if agent.load + one.weight <= agent.capacity]
    return min(free, key=lambda agent: _turn(one, agent), default=None)


def _turn(one: Waits, agent: Agent) -> tuple[int, bool, float, int, str]:
    speaks = not one.language or not agent.languages or one.language in agent.languages
    share = agent.load / agent.capacity
    return (one.tried.get(agent.id, 0), not speaks, share, agent.assigned_at, agent.id)
