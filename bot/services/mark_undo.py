"""Setting back what somebody has just put on a thread: what it was before is signed, and nothing of it is kept."""

from collections.abc import Callable

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.ports.desk_records import DeskThread
from bot.ports.runtime import Runtime
from bot.services import thread_marks
from bot.services.thread_refs import ref_of

LAST_MS = 60_000
"""How long it can be set back: a note on the page is there for six seconds, and who looks at it keeps it."""
_OVER = "That cannot be undone any more."


class Change(msgspec.Struct, frozen=True):
    """Fields of a thread before and after an act of somebody, and until when it may be undone (milliseconds UTC).

    The thread stands there by its reference: a page carries this, and who reads it may see no contacts.
    """

    person: str
    thread: str
    until: int
    before: dict[str, str | int | list[str]]
    after: dict[str, str | int | list[str]]


def changed(runtime: Runtime, person: Person, thread: str, act: Callable[[], None]) -> Change:
    """Do an act, and tell what it changed of a thread; raises what the act does."""
    before = _state(runtime, thread)
    act()
    after = _state(runtime, thread)
    names = [name for name in thread_marks.FIELDS if getattr(before, name) != getattr(after, name)]
    until = milliseconds(runtime.clock.now()) + LAST_MS
    return Change(person.id, ref_of(runtime, thread), until, _plain(before, names), _plain(after, names))


def undo(runtime: Runtime, person: Person, thread: str, change: Change) -> None:
    """Set back one's own change; raises `InvalidError` when it is too late, `ConflictError` when it changed since."""
    mine = change.person == person.id and change.thread == ref_of(runtime, thread)
    if not mine or change.until < milliseconds(runtime.clock.now()):
        raise InvalidError(_OVER)
    before, after = (
        {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
        for fields in (change.before, change.after)
    )
    thread_marks.set_back(runtime, person, thread, before=dict(before), after=dict(after))


def _state(runtime: Runtime, thread: str) -> DeskThread:
    with runtime.records.begin() as work:
        return work.desk.thread(thread)


def _plain(state: DeskThread, names: list[str]) -> dict[str, str | int | list[str]]:
    found = {name: getattr(state, name) for name in names}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
