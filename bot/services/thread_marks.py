"""What an agent puts on a thread: labels, priority, sleep, the end, a person or a team; each told to open pages.

Each is one transaction over the desk's state of the thread with its line of the audit. Raises `InvalidError` for what
cannot be put on a thread, and `UnavailableError`.
"""

from collections.abc import Callable

import msgspec

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.domain.staff.happenings import DeskEvent
from bot.domain.staff.hiding import hidden
from bot.domain.staff.hours import MINUTE_MS
from bot.domain.staff.macros import LONGEST_LABEL, PRIORITIES
from bot.domain.staff.person import Person
from bot.ports.assignment_records import Handing
from bot.ports.desk_records import DeskThread
from bot.ports.happening_records import Rating
from bot.ports.live import LiveNote
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import audited, desk, ratings, service_levels
from bot.services.thread_refs import ref_of

FIELDS = ("labels", "priority", "snoozed_until", "done_at", "offered_to", "offered_at", "team")
"""What can be set back."""

_FREES = frozenset({"thread.close", "thread.snooze", "thread.move"})
"""After which somebody may have room for a thread that waits, or a team a new one."""
ASSIGN_RING = "assign|"
"""What wakes a worker that hands threads out (`bot.services.assigning.drain`)."""

ASSIGNED = "This thread was assigned to somebody else since you looked at it. Look at it again."
NOT_WAITING = "Only a thread that waits is assigned. Transfer the thread instead."

Fields = dict[str, object]
Also = Callable[[Work, DeskThread], None]


class _Mark(msgspec.Struct, frozen=True):
    """A change of a thread: what the audit calls it, the fields it sets, what else is written with it, and why."""

    what: str
    change: Callable[[DeskThread], Fields]
    also: Also | None = None
    reason: str = ""


def label(runtime: Runtime, person: Person, thread: str, name: str, *, off: bool = False) -> None:
    """Put a label on a thread, or take it off; what is so already stays so."""
    wanted = " ".join(name.split())
    if not 0 < len(wanted) <= LONGEST_LABEL:
        raise InvalidError(f"A label has 1 to {LONGEST_LABEL} characters.")

    def change(state: DeskThread) -> Fields:
        others = tuple(one for one in state.labels if one != wanted)
        return {"labels": others if off else (*others, wanted)}

    _put(runtime, person, thread, _Mark("thread.label", change))


def set_priority(runtime: Runtime, person: Person, thread: str, priority: int) -> None:
    """Set the priority of a thread, 0 to 3."""
    if not 0 <= priority < len(PRIORITIES):
        raise InvalidError("A priority is none, low, high or urgent.")
    _put(runtime, person, thread, _Mark("thread.priority", lambda _: {"priority": priority}))


def snooze(runtime: Runtime, person: Person, thread: str, minutes: int) -> None:
    """Let a thread sleep for so many minutes, or until the traveller writes."""
    if minutes < 1:
        raise InvalidError("Snooze for a minute or longer.")
    snooze_until(runtime, person, thread, milliseconds(runtime.clock.now()) + minutes * MINUTE_MS)


def snooze_until(runtime: Runtime, person: Person, thread: str, until: int) -> None:
    """Let a thread sleep until a moment (milliseconds UTC) or until the traveller writes; 0 wakes it."""
    _put(runtime, person, thread, _Mark("thread.snooze", lambda _: {"snoozed_until": until}))


def offer(runtime: Runtime, person: Person, thread: str, to: str, *, seen: str | None = None) -> None:
    """Assign a thread that waits to somebody, who takes it up by opening or answering it; the same again is nothing.

    `seen` is whom the page showed as its assignee, None for whoever it is. Raises `InvalidError` for a thread that does
    not wait, `ConflictError` when a colleague was faster.
    """
    with runtime.records.begin() as work:
        other = work.people.person(to)
    if other is None or not other.may("threads.talk"):
        raise InvalidError("Nobody of those who may answer has this id.")
    now = milliseconds(runtime.clock.now())

    def change(state: DeskThread) -> Fields:
        if state.owner != "queue":
            raise InvalidError(NOT_WAITING)
        if state.offered_to == to:
            return {}
        if seen is not None and state.offered_to != seen:
            raise ConflictError(ASSIGNED, retryable=False)
        return {"offered_to": to, "offered_at": now}

    def also(work: Work, state: DeskThread) -> None:
        if state.offered_to != to:
            work.assignments.note(Handing(thread=thread, at=now, kind="assigned", person=to, by=person.id))

    _put(runtime, person, thread, _Mark("thread.assign", change, also))


def move(runtime: Runtime, person: Person, thread: str, *, team: str, note: str) -> None:
    """Let another team have a thread; the note says why. The same again is nothing."""
    with runtime.records.begin() as work:
        if work.teams.team(team) is None:
            raise InvalidError("There is no such team.")
    fields: Fields = {"team": team, "offered_to": "", "offered_at": 0}
    now = milliseconds(runtime.clock.now())

    def also(work: Work, state: DeskThread) -> None:
        if (state.team, state.offered_to) != (team, ""):
            line = Handing(thread=thread, at=now, kind="moved", team=team, by=person.id, note=hidden(note))
            work.assignments.note(line)

    _put(runtime, person, thread, _Mark("thread.move", lambda _: fields, also, reason=note))


def close(runtime: Runtime, person: Person, thread: str) -> None:
    """Close a thread: the bot has it again, and its traveller may be asked how they were helped.

    Of two who close it at once one does. Raises `ConflictError` when another agent has it, `InvalidError` when it is
    closed already.
    """
    talk = desk.thread_state(runtime, thread)
    opened = talk.waiting_since if talk is not None and talk.owner != "bot" else 0
    if opened:
        desk.hand_back(runtime, thread, person)
    closing, now = runtime.ids.new("cls"), milliseconds(runtime.clock.now())

    def change(state: DeskThread) -> Fields:
        if state.done_at > opened:
            raise InvalidError("This thread is closed already.")
        return {"done_at": now, "snoozed_until": 0, "offered_to": "", "offered_at": 0}

    def also(work: Work, state: DeskThread) -> None:
        before = work.happenings.last_of(thread, "closed")
        since = before.at if before else 0
        rating = Rating(closing=closing, thread=thread, team=state.team, agent=person.id, since=since, closed_at=now)
        ratings.note_closing(work, rating)
        work.happenings.append((_closed(person, state, closing, now),))

    _put(runtime, person, thread, _Mark("thread.close", change, also))


def set_back(runtime: Runtime, person: Person, thread: str, *, before: Fields, after: Fields) -> None:
    """Set fields back to what they were; raises `ConflictError` when one of them was changed since."""

    def change(state: DeskThread) -> Fields:
        if any(getattr(state, name) != value for name, value in after.items()):
            raise ConflictError("Somebody changed this thread since.", retryable=False)
        return before

    _put(runtime, person, thread, _Mark("thread.undo", change))


def _put(runtime: Runtime, person: Person, thread: str, mark: _Mark) -> None:
    """Change a thread under its lock, with its clocks and its line of the audit, and tell open pages."""
    with runtime.records.begin() as work:
        state = work.desk.thread(thread, lock=True)
        fields = mark.change(state)
        changed = msgspec.structs.replace(state, **fields)
        dues = service_levels.changes(service_levels.levels(work), state, changed) if state.opened_at else {}
        if mark.also is not None:
            mark.also(work, state)
        if changed != state:
            work.desk.change(thread, **fields, **dues)
            before, after = _differing(state, changed)
            act = audited.act(runtime, person.id, mark.what, ref_of(runtime, thread), before=before, after=after)
            work.audit.append(msgspec.structs.replace(act, reason=mark.reason))
    runtime.live.publish((LiveNote("", thread, "desk", 0),))
    if mark.what in _FREES:
        runtime.jobs.ring(ASSIGN_RING)


def _differing(state: DeskThread, changed: DeskThread) -> tuple[Fields, Fields]:
    names = [name for name in FIELDS if getattr(state, name) != getattr(changed, name)]
    return {name: getattr(state, name) for name in names}, {name: getattr(changed, name) for name in names}


def _closed(person: Person, state: DeskThread, closing: str, now: int) -> DeskEvent:
    return DeskEvent(
        id=f"closed:{closing}",
        at=now,
        thread=state.thread,
        kind="closed",
        team=state.team,
        agent=person.id,
        name=person.name,
        channel=channel_of(state.thread),
    )
