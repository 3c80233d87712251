"""The port of macros, and of runs: actions over many threads, worked off piece by piece."""

from typing import Literal, Protocol

import msgspec

from bot.domain.staff.macros import Action, Macro
from bot.domain.staff.person import Person

ItemState = Literal["waiting", "done", "refused", "undone"]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Actions that somebody wants done with threads, since `at` (milliseconds UTC)."""

    id: str
    by: Person
    at: int
    name: str
    actions: tuple[Action, ...]


class Undo(msgspec.Struct, frozen=True):
    """How one thread was before, and is after, in the fields that can be set back."""

    before: dict[str, str | int | list[str]] = {}
    after: dict[str, str | int | list[str]] = {}


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One thread of a run: `results` has a sentence for each action that was tried, "" for one that went well.

    `started_at` (milliseconds UTC) is when somebody last began with it.
    """

    run: str
    number: int
    thread: str
    state: ItemState = "waiting"
    started_at: int = 0
    results: tuple[str, ...] = ()
    undo: Undo = Undo()


class MacroRecords(Protocol):
    """Macros and runs inside one transaction."""

    def macros(self) -> tuple[Macro, ...]:
        """All macros, by name."""
        ...

    def macro(self, macro: str) -> Macro | None:
        """One macro by its id."""
        ...

    def keep(self, macro: Macro) -> None:
        """Write a macro as it is now."""
        ...

    def drop(self, macro: str) -> None:
        """Forget a macro."""
        ...

    def begin_run(self, run: Run, threads: tuple[str, ...]) -> bool:
        """Write a run and the threads that wait for it; whether there was none of its id."""
        ...

    def run(self, run: str) -> Run | None:
        """One run by its id."""
        ...

    def items(self, run: str) -> tuple[Item, ...]:
        """The threads of a run, in order."""
        ...

    def next_items(self, *, run: str = "", started_before: int, most: int) -> tuple[Item, ...]:
        """Threads that wait, of one run or of all, and with which nobody began since a time, in order.

        Nobody else is given them in this transaction.
        """
        ...

    def keep_item(self, item: Item) -> None:
        """Write what became of a thread of a run."""
        ...
