"""Notices clocks of service levels that are due soon or late: raises the priority of the thread, and tells of it once.

Theory. The sweep computes all clocks again (a policy was changed, a thread was moved) and notices what is due. What it
notices is a line of the reports under an id made of the clock's beginning: only who writes that line raises the
priority and tells of it, in the same transaction.
"""

import msgspec

from bot.domain.ids import channel_of, digest
from bot.domain.moments import milliseconds
from bot.domain.staff.happenings import DeskEvent
from bot.domain.staff.service_levels import Clock, Stage, raised, stages
from bot.ports.desk_records import DeskThread
from bot.ports.live import LiveNote
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.talk_records import Waiting
from bot.services import audited, service_levels
from bot.services.thread_refs import ref_of

CLOCK = "clock"
"""Who raises priorities, as the audit names it."""


def watch(runtime: Runtime) -> int:
    """Compute the clocks of all threads at the desk again, and tell of what is due; gives how much was told."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        known, waiting = service_levels.levels(work), {one.thread: one for one in work.talk.waiting()}
        states = dict(work.oversight.states(waiting))
        gone = [state for state in work.oversight.clocked() if state.thread not in waiting]
        seen = {thread: _as_seen(work, state, waiting[thread]) for thread, state in states.items()}
        wanted = [thread for thread, state in states.items() if _wants(known, state, seen[thread], now)]
    told = [one for thread in wanted for one in _watch_one(runtime, known, waiting[thread], now)]
    for state in gone:
        _stop(runtime, state.thread)
    if told:
        runtime.live.publish(tuple(LiveNote("", thread, "desk", 0) for thread in dict.fromkeys(told)))
    return len(told)


def _wants(known: service_levels.Levels, state: DeskThread, seen: DeskThread, now: int) -> bool:
    """Whether a thread has to be looked at under its lock."""
    return bool(service_levels.changes(known, state, seen) or _due(known, seen, now))


def _due(known: service_levels.Levels, state: DeskThread, now: int) -> tuple[tuple[Clock, Stage, int], ...]:
    """Clocks that are due soon or late; of a thread that sleeps none is noticed."""
    policy = known.policy(state)
    if policy is None or state.snoozed_until > now:
        return ()
    return stages(service_levels.dues(known, state), policy, now)


def _watch_one(runtime: Runtime, known: service_levels.Levels, waiting: Waiting, now: int) -> list[str]:
    with runtime.records.begin() as work:
        state = work.desk.thread(waiting.thread, lock=True)
        seen = _as_seen(work, state, waiting)
        fields: dict[str, int] = service_levels.changes(known, state, seen)
        told = [each for each in _due(known, seen, now) if _tell(work, seen, each, now)]
        priority = state.priority
        for _, stage, _ in told:
            priority = raised(priority, stage)
        if priority != state.priority:
            fields["priority"] = priority
        if fields:
            work.desk.change(state.thread, **fields)
        for clock, stage, _ in told:
            after = {"priority": priority, "clock": clock, "stage": stage}
            before = {"priority": state.priority}
            work.audit.append(
                audited.act(
                    runtime, CLOCK, "thread.escalate", ref_of(runtime, state.thread), before=before, after=after
                )
            )
    return [waiting.thread for _ in told]


def _tell(work: Work, state: DeskThread, due: tuple[Clock, Stage, int], now: int) -> bool:
    """Whether nobody was told of this clock at this stage before."""
    clock, stage, at = due
    counted_from = state.unanswered_since if clock == "next" else state.opened_at
    event = DeskEvent(
        id=f"{digest(state.thread)}:{clock}:{stage}:{counted_from}",
        at=now,
        thread=state.thread,
        kind=stage,
        team=state.team,
        channel=channel_of(state.thread),
        about=clock,
        value=at,
    )
    return bool(work.happenings.append((event,)))


def _stop(runtime: Runtime, thread: str) -> None:
    """A thread that is not with the desk any more is waited for by nobody."""
    with runtime.records.begin() as work:
        talk = work.talk.conversation(thread)
        if talk is None or talk.owner == "bot":
            work.desk.change(thread, first_due=0, next_due=0, resolve_due=0)


def _as_seen(work: Work, state: DeskThread, waiting: Waiting) -> DeskThread:
    """The state with what clocks count from, where nothing was projected yet: since when the desk has the thread."""
    if state.opened_at:
        return state
    if waiting.owner == "queue":
        return msgspec.structs.replace(state, opened_at=waiting.since, unanswered_since=waiting.since)
    answered, heard = (work.happenings.last_of(state.thread, kind) for kind in ("answered", "heard"))
    answered_at = answered.at if answered else 0
    unanswered = heard.at if heard and heard.at > answered_at else 0
    return msgspec.structs.replace(state, opened_at=waiting.since, answered_at=answered_at, unanswered_since=unanswered)
