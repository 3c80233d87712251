"""Frees threads whose agent is gone: shut out, without the right to answer, or away while the traveller waits.

Theory. Who has a thread keeps every colleague from it, so an agent who cannot answer any more must not have one. One
who is away, by their word or with no page open, has as long as an assignee has to take a thread up; who looks at the
desk keeps theirs, however long they think. It is written down first, once, and then becomes a turn, which counts while
that agent still has the thread.
"""

from bot.domain.conversation.service_events import AgentLeft
from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.domain.staff.hours import add_open
from bot.domain.staff.person import Person
from bot.domain.staff.team import ANSWER_MINUTES, Team
from bot.ports.assignment_records import Handing
from bot.ports.desk_records import DeskThread
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import assigning, audited, service_levels, staff_news, turns
from bot.services.service_levels import Levels
from bot.services.thread_refs import ref_of


def watch(runtime: Runtime) -> int:
    """Let threads wait for a person again whose agent is gone; gives how many. Raises what a turn does."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        held = [row for row in work.assignments.held(now=now) if row.owner == "human"]
        gone = _gone(work, held, now) if held else []
    for row in gone:
        _note(runtime, row, now)
        turns.take(runtime, row.thread, AgentLeft(f"left:{row.agent}:{row.version}", now, row.agent))
    if gone:
        staff_news.redraw(runtime)
        assigning.wake(runtime)
    return len(gone)


def due_at(levels: Levels, team: Team | None, row: DeskThread) -> int:
    """When an agent who is away should have answered a thread, in milliseconds UTC; 0 for never."""
    minutes = team.answer_minutes if team else ANSWER_MINUTES
    if not minutes or not row.unanswered_since:
        return 0
    try:
        since = max(row.unanswered_since, row.waiting_since, row.snoozed_until)
        return add_open(levels.hours_of(row.team), since, minutes)
    except InvalidError:
        return 0


def _gone(work: Work, held: list[DeskThread], now: int) -> list[DeskThread]:
    people = {person.id: person for person in work.people.people()}
    here = {agent for agent, one in work.agents.agents().items() if one.now(now) != "away"}
    levels, teams = service_levels.levels(work), {team.id: team for team in work.teams.teams()}

    def is_gone(row: DeskThread) -> bool:
        if not _may_answer(people.get(row.agent)):
            return True
        return row.agent not in here and 0 < due_at(levels, teams.get(row.team), row) <= now

    return [row for row in held if is_gone(row)]


def _may_answer(person: Person | None) -> bool:
    return person is not None and person.may("threads.talk")


def _note(runtime: Runtime, seen: DeskThread, now: int) -> None:
    with runtime.records.begin() as work:
        work.desk.thread(seen.thread, lock=True)
        lines = work.assignments.lines((seen.thread,))
        since = seen.waiting_since
        if any((line.kind, line.person) == ("left", seen.agent) and line.at >= since for line in lines):
            return
        work.assignments.note(Handing(thread=seen.thread, at=now, kind="left", person=seen.agent))
        for person in work.people.people():
            if person.may("threads.oversee"):
                key = f"left:{seen.thread}:{seen.version}:{person.id}"
                staff_news.tell(work, "silent", key=key, thread=seen.thread, person=person.id, at=now)
        before, ref = {"agent": seen.agent}, ref_of(runtime, seen.thread)
        work.audit.append(audited.act(runtime, assigning.ROUTER, "thread.give_back", ref, before=before))
