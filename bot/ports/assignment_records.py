"""The port of assignment: threads that wait or are held, what became of them, and transfers that are not answered."""

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

from bot.domain.staff.wait_words import Told
from bot.ports.desk_records import DeskThread

__all__ = ["AssignmentRecords", "Handing", "HandingKind", "Told", "Transfer"]

HandingKind = Literal[
    "routed",
    "assigned",
    "silent",
    "moved",
    "transferred",
    "accepted",
    "declined",
    "lapsed",
    "withdrawn",
    "left",
]
"""A team was chosen; an agent was; the assignee was silent; a person chose another team; a transfer was offered, taken,
refused, not answered, taken back; the agent who had the thread was gone."""


class Handing(msgspec.Struct, frozen=True, kw_only=True):
    """One line of how a thread went from hand to hand: to whom (a person or a team), by whom, and their note.

    `by` is "" for the desk itself. `at` is milliseconds UTC.
    """

    thread: str
    at: int
    kind: HandingKind
    person: str = ""
    team: str = ""
    by: str = ""
    note: str = ""


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """A thread that its `sender` wants another person, or a `team`, to take over, until `due` (milliseconds UTC).

    `by` is who wished it, as a rule the sender. `taker` is who accepted it and whose turn is still to be taken, ""
    while nobody did.
    """

    thread: str
    id: str
    sender: str
    note: str
    at: int
    due: int
    by: str = ""
    person: str = ""
    team: str = ""
    taker: str = ""


class AssignmentRecords(Protocol):
    """Assignment inside one transaction. `now` is milliseconds UTC."""

    def hold(self) -> None:
        """Let nobody else assign anything by itself until the transaction ends."""
        ...

    def queued(self, *, now: int) -> tuple[DeskThread, ...]:
        """Threads that wait for a person, put off by nobody, those that wait longest first."""
        ...

    def held(self, *, now: int) -> tuple[DeskThread, ...]:
        """Threads that somebody has or was assigned, but for those that are put off or done."""
        ...

    def note(self, line: Handing) -> None:
        """Write a line; nothing ever changes one, but that its words are forgotten."""
        ...

    def lines(self, threads: tuple[str, ...], *, most: int = 1000) -> tuple[Handing, ...]:
        """The newest lines of threads, the oldest of them first."""
        ...

    def newest(self, kinds: frozenset[HandingKind], *, since: int, most: int) -> tuple[Handing, ...]:
        """The newest lines of some kinds since a time, the newest first."""
        ...

    def transfer(self, thread: str, *, lock: bool = False) -> Transfer | None:
        """The transfer of a thread that is not over; with `lock` nobody else changes it before the transaction ends."""
        ...

    def transfers(self) -> tuple[Transfer, ...]:
        """Every transfer that is not over, by thread."""
        ...

    def keep_transfer(self, transfer: Transfer) -> None:
        """Write the transfer of a thread as it is now."""
        ...

    def end_transfer(self, thread: str) -> None:
        """The transfer of a thread is over."""
        ...

    def told(self) -> Mapping[str, Told]:
        """What travellers who wait were told last, by thread."""
        ...

    def keep_told(self, told: Told) -> None:
        """Write what a traveller was told last."""
        ...

    def forget_told(self, threads: tuple[str, ...]) -> None:
        """Forget what travellers were told who do not wait any more."""
        ...

    def forget_notes(self, thread: str, *, since: int = 0, until: int = 0) -> None:
        """Forget what was noted with the hands of a thread after a moment and up to another (0: without a bound).

        Who had it when stays, and so does a transfer that is not over.
        """
        ...
