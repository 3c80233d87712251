"""What a supervisor sees of the desk at this moment: who waits, how long, for whom, and what agents have to do."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal

import msgspec

from bot.domain.conversation.handover import ELSEWHERE
from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.domain.staff.happenings import DeskEvent
from bot.domain.staff.presence import Standing
from bot.domain.staff.service_levels import Countdown
from bot.ports.assignment_records import Handing
from bot.ports.desk_records import DeskThread
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Waiting
from bot.services import roster, service_levels
from bot.services.roster import Seat

MOST_TOLD = 20
DAY_MS = 24 * 3_600_000
LAST_ACTS = 500
"""So many of the newest acts are looked at for when somebody was last active."""


class Open(msgspec.Struct, frozen=True):
    """A thread at the desk: how it waits, what the desk knows of it, and the clock that is due first."""

    waiting: Waiting
    state: DeskThread
    due: Countdown | None

    @property
    def waits(self) -> bool:
        """Whether nobody has it yet."""
        return self.waiting.owner == "queue"


class Group(msgspec.Struct, frozen=True):
    """Threads of a team or a channel: how many wait, since when the oldest does (0: none), how many agents have."""

    name: str
    waiting: int
    oldest: int
    talking: int


class Load(msgspec.Struct, frozen=True):
    """An agent: how many threads they have, and when they last took or answered one (milliseconds UTC, 0 for never).

    `standing` is "" for who may not answer any more; of `capacity` in points `points` are in use.
    """

    agent: str
    name: str
    threads: int
    last_act: int
    standing: Standing | Literal[""] = ""
    points: int = 0
    capacity: int = 0


class Overview(msgspec.Struct, frozen=True):
    """The desk now. `soon` and `late` count clocks; `told` are the newest clocks of which supervisors were told.

    `silent` are assignments of the last day that nobody took up, the newest first.
    """

    now: int
    open: tuple[Open, ...]
    teams: tuple[Group, ...]
    channels: tuple[Group, ...]
    agents: tuple[Load, ...]
    told: tuple[DeskEvent, ...]
    silent: tuple[Handing, ...] = ()

    @property
    def waiting(self) -> int:
        """How many wait for a person."""
        return sum(one.waits for one in self.open)

    @property
    def oldest(self) -> int:
        """Since when the one who waits longest does, milliseconds UTC, 0 when nobody waits."""
        return min((one.waiting.since for one in self.open if one.waits), default=0)

    @property
    def pressing(self) -> tuple[Open, ...]:
        """Threads whose clock is soon due or late, the most late first."""
        found = [one for one in self.open if one.due is not None and one.due.tone != "calm"]
        return tuple(sorted(found, key=lambda one: one.due.due if one.due else 0))


def open_threads(runtime: Runtime) -> tuple[Open, ...]:
    """Every thread at the desk, longest waiting first; raises `UnavailableError`."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        waiting = work.talk.waiting()
        states = work.oversight.states(one.thread for one in waiting)
    return tuple(Open(one, states[one.thread], service_levels.countdown(states[one.thread], now)) for one in waiting)


def overview(runtime: Runtime) -> Overview:
    """The desk now; raises `UnavailableError`."""
    found = open_threads(runtime)
    with runtime.records.begin() as work:
        teams = {team.id: team.name for team in work.teams.teams()}
        seats = {seat.person.id: seat for seat in roster.seats_in(work, milliseconds(runtime.clock.now()))}
        silent = work.assignments.newest(
            frozenset({"silent", "left"}), since=milliseconds(runtime.clock.now()) - DAY_MS, most=MOST_TOLD
        )
        acts = work.happenings.newest(frozenset({"taken", "answered", "closed"}), most=LAST_ACTS)
        told = work.happenings.newest(frozenset({"soon", "late"}), most=MOST_TOLD)
    at_desk = {one.waiting.thread for one in found}
    return Overview(
        now=milliseconds(runtime.clock.now()),
        open=found,
        teams=_groups((teams.get(one.state.team, "No team"), one) for one in found),
        channels=_groups((channel_of(one.waiting.thread), one) for one in found),
        agents=_agents(found, seats, acts),
        told=tuple(event for event in told if event.thread in at_desk),
        silent=silent,
    )


def _groups(named: Iterable[tuple[str, Open]]) -> tuple[Group, ...]:
    groups: dict[str, list[Open]] = defaultdict(list)
    for name, one in named:
        groups[name].append(one)
    return tuple(
        Group(
            name,
            sum(one.waits for one in groups[name]),
            min((one.waiting.since for one in groups[name] if one.waits), default=0),
            sum(not one.waits for one in groups[name]),
        )
        for name in sorted(groups)
    )


def _agents(found: tuple[Open, ...], seats: dict[str, Seat], acts: tuple[DeskEvent, ...]) -> tuple[Load, ...]:
    """Everybody who may answer or has a thread, those with most to do first."""
    load = Counter(one.waiting.agent for one in found if one.waiting.owner == "human")
    last: dict[str, int] = {}
    called: dict[str, str] = {}
    for act in reversed(acts):
        if act.agent:
            last[act.agent], called[act.agent] = act.at, act.name
    rows = [
        _load(agent, seats.get(agent), called.get(agent, ""), threads=load[agent], last=last.get(agent, 0))
        for agent in {*load, *seats}
        if not agent.startswith(ELSEWHERE)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.threads, row.name, row.agent)))


def _load(agent: str, seat: Seat | None, called: str, *, threads: int, last: int) -> Load:
    if seat is None:
        return Load(agent, called or "Somebody of the desk", threads, last)
    return Load(agent, seat.person.name, threads, last, seat.standing, seat.load, seat.capacity)
