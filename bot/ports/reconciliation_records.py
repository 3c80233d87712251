"""The port of reconciliation: how far each day's comparing has come, the cases that are open, and what is at rest."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, Protocol

import msgspec

from bot.domain.money import Money
from bot.domain.reconciliation import CaseKind, Finding


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One day's work of one kind; killed anywhere, it goes on at its stage after what `after` names.

    Attributes:
        counts: how much was looked at, by what it was.
        facts: what it came to, in words of the program: the place and the hash of a proof.
    """

    kind: str
    day: date
    stage: str = ""
    after: str = ""
    started_at: datetime
    ended_at: datetime | None = None
    counts: Mapping[str, int] = msgspec.field(default_factory=dict)
    facts: Mapping[str, str] = msgspec.field(default_factory=dict)


class Case(msgspec.Struct, frozen=True):
    """One difference that a person has to look at, from the day on which it was found to the last on which it stood."""

    finding: Finding
    first_day: date
    last_day: date
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None = None


class Standing(msgspec.Struct, frozen=True):
    """How payments and orders stand at a moment, by our own records; `oldest` is since when the longest waits.

    Tickets whose whole price was given back on purpose were charged.
    """

    charge_without_ticket: int = 0
    ticket_without_charge: int = 0
    unknown: int = 0
    oldest: Mapping[str, datetime] = msgspec.field(default_factory=dict)


Which = Literal["open", "all"]


class ReconciliationRecords(Protocol):
    """What was compared and what differs."""

    def lease_run(self, run: Run, *, until: datetime) -> Run | None:
        """Take a day's work, begun or as far as it has come; None while somebody else has it or when it is done."""
        ...

    def keep_run(self, run: Run, *, until: datetime | None = None) -> None:
        """Store how far a day's work has come; with `until` it stays ours, without it anybody may go on."""
        ...

    def run(self, kind: str, day: date) -> Run | None:
        """A day's work of a kind."""
        ...

    def last_run(self, kind: str) -> Run | None:
        """The newest day's work of a kind that was done."""
        ...

    def open_case(self, finding: Finding, *, day: date, now: datetime, due_at: datetime) -> bool:
        """Open a case; gives whether it is new, or was closed before. One that is open is seen again."""
        ...

    def close_case(self, key: str, *, now: datetime) -> None:
        """Close a case that stands no longer; safe to repeat."""
        ...

    def cases(
        self, which: Which = "open", *, day: date | None = None, after: str = "", most: int = 100
    ) -> tuple[Case, ...]:
        """Cases in the order of their keys, after one; only those that stood on a day, if one is given."""
        ...

    def cases_of(self, checkout: str) -> tuple[Case, ...]:
        """The open cases of a checkout, in the order of their keys."""
        ...

    def checkout_of_order(self, order: str) -> str:
        """The id of the checkout of an order, "" if none."""
        ...

    def open_counts(self) -> dict[CaseKind, tuple[int, datetime]]:
        """How many cases of each kind are open, and when the first of them is due."""
        ...

    def cursor(self, gateway: str) -> datetime | None:
        """Up to when the events of a gateway have been read."""
        ...

    def move_cursor(self, gateway: str, *, to: datetime) -> None:
        """Events were read up to a moment; an earlier one than before changes nothing."""
        ...

    def unheard(self, steps: tuple[str, ...]) -> tuple[str, ...]:
        """Those of these ids under which no step was ever stored."""
        ...

    def touched(self, start: datetime, end: datetime, *, after: str, most: int) -> tuple[str, ...]:
        """Ids of checkouts of which an order or a payment moved in a span of time, in order, after one."""
        ...

    def forsaken(self, before: datetime, *, most: int) -> tuple[str, ...]:
        """Ids of checkouts that began before a moment, wait for something, and have no step that would bring it."""
        ...

    def asked_back(self) -> frozenset[str]:
        """The gateway's references of charges of which a refund is asked for and not decided yet."""
        ...

    def standing(self, now: datetime) -> Standing:
        """How payments and orders stand."""
        ...


class Suspended(msgspec.Struct, frozen=True):
    """What stands on an account because of one source, or of one checkout."""

    source_kind: str
    source: str
    amount: Money
