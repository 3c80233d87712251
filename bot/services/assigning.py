"""Hands threads that wait to teams, and those of automatic teams to agents who are there and have room.

Theory. One at a time plans (`AssignmentRecords.hold`), from what the archive says, and writes the plan under the locks
of its threads, in the order in which the archivist takes them. A thread that somebody took a moment ago is with them in
the live state first, so that is asked as well; should they be faster still, the turn that takes a thread ends what was
assigned. Whoever is assigned a thread takes it up by opening or answering it; it waits until then. A plan that is made
twice finds nothing to do, so a ring, a sweep and a page may all ask for one.
"""

from collections import defaultdict
from collections.abc import Mapping

import msgspec

from bot.domain.conversation.state import Conversation
from bot.domain.moments import milliseconds
from bot.domain.staff.assigning import Agent, Given, Waits, plan
from bot.domain.staff.hours import is_open
from bot.domain.staff.team import Team, Wish, best_team
from bot.ports.assignment_records import Handing
from bot.ports.desk_records import DeskThread
from bot.ports.live import LiveNote
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import audited, roster, service_levels
from bot.services.thread_marks import ASSIGN_RING
from bot.services.thread_refs import ref_of

ROUTER = "router"
"""Who routes and assigns, as the audit names it."""
_TRIED = frozenset({"silent", "declined", "left"})

Lines = Mapping[str, list[Handing]]


class _Plan(msgspec.Struct, frozen=True):
    """What is to be written: the team of each thread that gets another one, and who is handed which."""

    teams: Mapping[str, str]
    given: tuple[Given, ...]


def drain(runtime: Runtime) -> int:
    """Route and hand out what waits; gives how many threads changed. Raises `UnavailableError`."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        if not work.teams.teams() or all(row.offered_to for row in work.assignments.queued(now=now)):
            return 0
    with runtime.records.begin() as work:
        work.assignments.hold()
        changed = _write(runtime, work, _planned(work, now), now)
    if changed:
        runtime.live.publish(tuple(LiveNote("", thread, "desk", 0) for thread in changed))
    return len(changed)


def wake(runtime: Runtime) -> None:
    """Let a worker hand out what waits, because somebody may have room now; never raises."""
    runtime.jobs.ring(ASSIGN_RING)


def _planned(work: Work, now: int) -> _Plan:
    teams = {team.id: team for team in work.teams.teams()}
    queued = work.assignments.queued(now=now)
    lines = _by_thread(work.assignments.lines(tuple(row.thread for row in queued)))
    routed = {row.thread: _team_of(row, lines[row.thread], teams) for row in queued}
    levels, weights = service_levels.levels(work), work.agents.weights()
    waits = []
    for row in queued:
        team = teams.get(routed[row.thread])
        if row.offered_to or team is None or not team.automatic or not is_open(levels.hours_of(team.id), now):
            continue
        weight = roster.weight_of(weights, row.thread)
        waits.append(_waits(row, lines[row.thread], team, weight))
    changed = {row.thread: routed[row.thread] for row in queued if routed[row.thread] != row.team}
    return _Plan(changed, plan(waits, _agents(work, now) if waits else (), now=now))


def _by_thread(lines: tuple[Handing, ...]) -> Lines:
    found = defaultdict[str, list[Handing]](list)
    for line in lines:
        found[line.thread].append(line)
    return found


def _team_of(row: DeskThread, lines: list[Handing], teams: Mapping[str, Team]) -> str:
    """The team of a thread: the one that it has, but for a thread that came anew since it was routed.

    A traveller's tier is known by a label of the thread.
    """
    chosen = next((line for line in reversed(lines) if line.kind in ("routed", "moved", "accepted")), None)
    stale = chosen is not None and chosen.kind == "routed" and chosen.at < row.opened_at
    if row.team and not stale:
        return row.team
    known = {tier for team in teams.values() for tier in team.tiers}
    tier = next((label for label in row.labels if label.casefold() in known), "")
    return best_team(teams.values(), Wish(language=row.language, tier=tier, topic=row.reason)) or row.team


def _waits(row: DeskThread, lines: list[Handing], team: Team, weight: int) -> Waits:
    tried = {line.person: line.at for line in lines if line.kind in _TRIED and line.at >= row.waiting_since}
    return Waits(thread=row.thread, weight=weight, language=row.language, members=team.members, tried=tried)


def _agents(work: Work, now: int) -> tuple[Agent, ...]:
    return tuple(
        Agent(
            id=seat.person.id,
            capacity=seat.capacity,
            load=seat.load,
            assigned_at=seat.assigned_at,
            languages=seat.person.languages,
        )
        for seat in roster.seats_in(work, now)
        if seat.standing == "available"
    )


def _write(runtime: Runtime, work: Work, planned: _Plan, now: int) -> list[str]:
    """Write a plan under the locks of its threads, and its lines of the audit last."""
    given = {one.thread: one.agent for one in planned.given if _still_waits(runtime, one.thread)}
    locked = work.inbox.locked(tuple(sorted({*given, *planned.teams})))
    levels, acts, changed = service_levels.levels(work), [], []
    for thread, state in locked.items():
        if state.owner != "queue" or state.offered_to:
            continue
        fields = _fields(work, state, team=planned.teams.get(thread, ""), agent=given.get(thread, ""), now=now)
        if not fields:
            continue
        dues = service_levels.changes(levels, state, msgspec.structs.replace(state, **fields))
        work.desk.change(thread, **fields, **(dues if state.opened_at else {}))
        what = "thread.assign" if "offered_to" in fields else "thread.move"
        before = {name: getattr(state, name) for name in fields}
        acts.append(audited.act(runtime, ROUTER, what, ref_of(runtime, thread), before=before, after=fields))
        changed.append(thread)
    for act in acts:
        work.audit.append(act)
    return changed


def _fields(work: Work, state: DeskThread, *, team: str, agent: str, now: int) -> dict[str, object]:
    """What changes of a thread, with its lines of the history."""
    fields: dict[str, object] = {}
    if team:
        fields["team"] = team
        work.assignments.note(Handing(thread=state.thread, at=now, kind="routed", team=team))
    if agent:
        fields |= {"offered_to": agent, "offered_at": now}
        work.agents.change(agent, assigned_at=now)
        work.assignments.note(Handing(thread=state.thread, at=now, kind="assigned", person=agent))
    return fields


def _still_waits(runtime: Runtime, thread: str) -> bool:
    """Whether nobody took the thread whose turn is not archived yet."""
    talk: Conversation | None = runtime.conversations.load(thread)
    return talk is None or talk.owner == "queue"
