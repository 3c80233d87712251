"""Gives back what an assignee does not take up: the thread waits for the next agent, and those who oversee are told."""

from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.domain.staff.hours import add_open
from bot.domain.staff.team import ANSWER_MINUTES, Team
from bot.ports.assignment_records import Handing
from bot.ports.desk_records import DeskThread
from bot.ports.live import LiveNote
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import assigning, audited, service_levels, staff_news
from bot.services.service_levels import Levels
from bot.services.thread_refs import ref_of


def watch(runtime: Runtime) -> int:
    """Give back what was not taken up in time; gives how many threads. Raises `UnavailableError`."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        given = [row for row in work.assignments.queued(now=now) if row.offered_to]
        if not given:
            return 0
        levels = service_levels.levels(work)
        teams = {team.id: team for team in work.teams.teams()}
        dues = {row.thread: due_at(levels, teams.get(row.team), row) for row in given}
        late = [row for row in given if 0 < dues[row.thread] <= now or not _may_answer(work, row.offered_to)]
    back = [row.thread for row in late if _give_back(runtime, row, now)]
    if back:
        runtime.live.publish(tuple(LiveNote("", thread, "desk", 0) for thread in back))
        staff_news.redraw(runtime)
        assigning.drain(runtime)
    return len(back)


def due_at(levels: Levels, team: Team | None, row: DeskThread) -> int:
    """When an assignee should have taken a thread up, in milliseconds UTC; 0 for never."""
    minutes = team.answer_minutes if team else ANSWER_MINUTES
    if not minutes or not row.offered_at:
        return 0
    try:
        return add_open(levels.hours_of(row.team), row.offered_at, minutes)
    except InvalidError:
        return 0


def _may_answer(work: Work, person: str) -> bool:
    found = work.people.person(person)
    return found is not None and found.may("threads.talk")


def _give_back(runtime: Runtime, seen: DeskThread, now: int) -> bool:
    """Whether it was still theirs, and is nobody's now."""
    with runtime.records.begin() as work:
        state = work.desk.thread(seen.thread, lock=True)
        if (state.owner, state.offered_to, state.offered_at) != ("queue", seen.offered_to, seen.offered_at):
            return False
        work.desk.change(seen.thread, offered_to="", offered_at=0)
        work.assignments.note(Handing(thread=seen.thread, at=now, kind="silent", person=seen.offered_to))
        for person in work.people.people():
            if person.may("threads.oversee"):
                key = f"{seen.thread}:{seen.offered_at}:{person.id}"
                staff_news.tell(work, "silent", key=key, thread=seen.thread, person=person.id, at=now)
        before, after = {"offered_to": seen.offered_to, "offered_at": seen.offered_at}, {"offered_to": ""}
        ref = ref_of(runtime, seen.thread)
        work.audit.append(audited.act(runtime, assigning.ROUTER, "thread.give_back", ref, before=before, after=after))
    return True
