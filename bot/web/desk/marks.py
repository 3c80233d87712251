"""What stands below the head of a thread: its clock, priority and labels, and the macros that can be run on it."""

from flask import render_template

from bot.domain.moments import milliseconds, moment
from bot.domain.staff.macros import LONGEST_LABEL, PRIORITIES
from bot.domain.staff.person import Person
from bot.domain.staff.snoozing import CHOICES, UNTIL_WRITES
from bot.ports.runtime import Runtime
from bot.services import macros, runs, service_levels


def draw_marks(runtime: Runtime, person: Person, thread: str) -> str:
    """The marks of a thread as HTML."""
    with runtime.records.begin() as work:
        state = work.desk.thread(thread)
    now = milliseconds(runtime.clock.now())
    asleep = not state.done_at and state.snoozed_until > now
    ends = moment(state.snoozed_until) if state.snoozed_until < UNTIL_WRITES else None
    return render_template(
        "desk/marks.html",
        thread=thread,
        key=runs.key_of(state),
        state=state,
        due=service_levels.countdown(state, now),
        priority=PRIORITIES[state.priority],
        asleep={"ends": ends} if asleep else None,
        may_mark=person.may("threads.talk"),
        macros=macros.usable(runtime, person) if person.may("threads.talk") else (),
    )


def bar(runtime: Runtime, person: Person, thread: str) -> dict[str, object]:
    """What the bar of what can be put on a thread needs: it stays as it is while somebody types in it."""
    with runtime.records.begin() as work:
        labels, state = work.inbox.labels(), work.desk.thread(thread)
        zone = service_levels.levels(work).hours_of(state.team).zone
    return {
        "may": person.may("threads.talk"),
        "labels": labels,
        "longest": LONGEST_LABEL,
        "priorities": PRIORITIES,
        "choices": CHOICES,
        "zone": zone,
    }
