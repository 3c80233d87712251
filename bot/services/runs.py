"""Actions over one thread or many: begun, worked off in pieces with a result for each, and set back where possible.

Theory. A run is rows of SQL, so that any process goes on with it: the page that began it, or the clock. Whoever takes a
thread of it says so first; one that was begun and not ended within a minute is begun again, which does no harm, because
a reply has a key of its own and everything else is so already. Actions of a thread run in order and end with the first
that is refused.
"""

from collections.abc import Iterator
from itertools import count

import msgspec

from bot.domain.errors import ConflictError, InvalidError, ThreadfareError
from bot.domain.ids import digest
from bot.domain.moments import milliseconds
from bot.domain.staff.macros import Action, check_actions, sentence
from bot.domain.staff.person import Person
from bot.ports.desk_records import DeskThread
from bot.ports.macro_records import Item, Run, Undo
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import desk, macro_actions, thread_marks
from bot.services.audited import act
from bot.services.macro_actions import PERFORMERS, At

MOST_THREADS = 2000
PIECE = 25
"""Threads that are done at once, while somebody waits."""
AGAIN_MS = 60_000
"""After so long whoever began with a thread is gone."""
NO_RIGHT = "Whoever began this may not do it any more."


class Progress(msgspec.Struct, frozen=True):
    """A run as its page shows it."""

    run: Run
    items: tuple[Item, ...]

    @property
    def left(self) -> int:
        """How many threads wait."""
        return sum(item.state == "waiting" for item in self.items)

    @property
    def undoable(self) -> int:
        """How many threads can be set back."""
        return sum(item.state in ("done", "refused") and bool(item.undo.after) for item in self.items)


def begin(
    runtime: Runtime, person: Person, actions: tuple[Action, ...], threads: tuple[str, ...], *, name: str, key: str
) -> str:
    """Begin to do actions with threads, each once; gives the id of the run, whose first piece is done.

    `key` is the form's own: the same form again, from a second click or after a reload, is the same run. Raises
    `InvalidError` when the actions cannot be run, there are no threads or too many, or the form has no key.
    """
    wanted = tuple(dict.fromkeys(threads))
    if not 0 < len(wanted) <= MOST_THREADS:
        raise InvalidError(f"Choose 1 to {MOST_THREADS} threads.")
    if not key:
        raise InvalidError("A form has an id of its own. Reload the page.")
    check_actions(actions, macro_actions.known(runtime))
    asked = repr((person.id, key, actions, wanted))
    with runtime.records.begin() as work:
        run = Run(
            id=_id_of(work, asked), by=person, at=milliseconds(runtime.clock.now()), name=name.strip(), actions=actions
        )
        if work.macros.begin_run(run, wanted):
            told = {"actions": [sentence(action) for action in actions], "threads": len(wanted)}
            work.audit.append(act(runtime, person.id, "run.begin", run.id, before=None, after=told))
    go_on(runtime, run=run.id)
    return run.id


def _id_of(work: Work, asked: str) -> str:
    """The id of the run that was asked for; what was set back since may be done again."""
    for time in count():
        found = f"run_{digest(f'{time} {asked}')}"
        if not any(item.state == "undone" for item in work.macros.items(found)):
            return found
    raise AssertionError


def key_of(state: DeskThread) -> str:
    """The key of a form about a thread as it is now: any change of the thread makes it another form."""
    return digest(repr(state))


def go_on(runtime: Runtime, *, run: str = "", most: int = PIECE) -> int:
    """Do a piece of what waits, of one run or of all; gives how many threads were done."""
    now = milliseconds(runtime.clock.now())
    with runtime.records.begin() as work:
        items = work.macros.next_items(run=run, started_before=now - AGAIN_MS, most=most)
        for item in items:
            work.macros.keep_item(msgspec.structs.replace(item, started_at=now))
        runs = {name: work.macros.run(name) for name in {item.run for item in items}}
    for item in items:
        known = runs[item.run]
        if known is not None:
            _do(runtime, known, msgspec.structs.replace(item, started_at=now))
    return len(items)


def progress(runtime: Runtime, person: Person, run: str) -> Progress:
    """How far a run has come; raises `InvalidError` when there is none of that id that this person may see."""
    with runtime.records.begin() as work:
        known = work.macros.run(run)
        if known is None or (known.by.id != person.id and not person.may("threads.oversee")):
            raise InvalidError("There is no such run.")
        return Progress(known, work.macros.items(run))


def undo(runtime: Runtime, person: Person, run: str) -> int:
    """Set back what a run changed on threads, where nobody changed it since; gives how many were set back."""
    found = progress(runtime, person, run)
    return sum(_undo(runtime, person, item) for item in found.items if item.undo.after and item.state != "undone")


def _do(runtime: Runtime, run: Run, item: Item) -> None:
    with runtime.records.begin() as work:
        person = work.people.person(run.by.id) or run.by
        before = work.desk.thread(item.thread)
    results = tuple(_results(runtime, person, run, item))
    with runtime.records.begin() as work:
        changed = _changed(before, work.desk.thread(item.thread))
        state = "refused" if any(results) else "done"
        work.macros.keep_item(msgspec.structs.replace(item, state=state, results=results, undo=changed))


def _results(runtime: Runtime, person: Person, run: Run, item: Item) -> Iterator[str]:
    """A sentence for each action that was tried, "" for one that went well; after the first refusal none is tried."""
    if not person.may("threads.talk"):
        yield NO_RIGHT
        return
    if desk.thread_state(runtime, item.thread) is None:
        yield "There is no such thread."
        return
    for number, action in enumerate(run.actions, 1):
        try:
            PERFORMERS[type(action)](runtime, person, At(item.thread, f"{run.id}x{item.number}x{number}"), action)
        except ThreadfareError as error:
            yield error.say_to_staff
            return
        yield ""


def _changed(before: DeskThread, after: DeskThread) -> Undo:
    names = [name for name in thread_marks.FIELDS if getattr(before, name) != getattr(after, name)]
    return Undo(
        {name: _plain(getattr(before, name)) for name in names}, {name: _plain(getattr(after, name)) for name in names}
    )


def _plain(value: str | int | tuple[str, ...]) -> str | int | list[str]:
    return list(value) if isinstance(value, tuple) else value


def _undo(runtime: Runtime, person: Person, item: Item) -> bool:
    before, after = (
        {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
        for fields in (item.undo.before, item.undo.after)
    )
    try:
        thread_marks.set_back(runtime, person, item.thread, before=dict(before), after=dict(after))
    except ConflictError as error:
        state, results = item.state, (*item.results, error.say_to_staff)
    else:
        state, results = "undone", item.results
    with runtime.records.begin() as work:
        work.macros.keep_item(msgspec.structs.replace(item, state=state, results=results))
    return state == "undone"
