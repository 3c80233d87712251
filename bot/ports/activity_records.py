"""The port of account activity: what happened to accounts, and where each thing is still to be told."""

from datetime import datetime
from typing import Literal, Protocol

import msgspec

from bot.domain.payment.activity import Activity

MAILBOX = "mailbox"
"""The place that is no thread: the traveller's e-mail address. Threads have colons in their names."""

Outcome = Literal["told", "withheld", "failed"]
"""How a notice ended: told (a thread by its turn, the mailbox by a server), withheld, or refused for good."""


class Place(msgspec.Struct, frozen=True):
    """Where a traveller is told: a thread, or the mailbox."""

    traveller: str
    name: str


class Batch(msgspec.Struct, frozen=True):
    """Notices that were put into one message, which never changes again."""

    id: str
    place: Place
    activities: tuple[Activity, ...]


class ActivityRecords(Protocol):
    """What is kept of account activity inside one transaction.

    A notice waits for others of its place, is handed over in a batch, and ends once.
    """

    def add(self, traveller: str, activity: Activity, *, places: tuple[str, ...], due_at: datetime) -> bool:
        """Keep an activity, with a notice for each place; False, and nothing changes, when its id is there."""
        ...

    def due(self, now: datetime, *, most: int) -> tuple[Place, ...]:
        """Places with a notice that waits and is due, the longest due first."""
        ...

    def waiting(self, place: Place) -> tuple[Activity, ...]:
        """What waits to be told at a place, in order; nobody else takes it until the transaction ends."""
        ...

    def put_off(self, place: Place, *, until: datetime) -> None:
        """Let what waits at a place wait until a moment."""
        ...

    def hand_over(self, batch: Batch, *, at: datetime) -> None:
        """Take the batch's notices out of what waits at its place: they are in a message from now on."""
        ...

    def withhold(self, place: Place, *, at: datetime) -> None:
        """Tell nothing of what waits at a place, now or later."""
        ...

    def handed(self, place: Place, *, since: datetime) -> tuple[datetime, ...]:
        """When a place got its batches since a moment."""
        ...

    def batch(self, batch: str) -> Batch | None:
        """A batch by its id, with its activities in order."""
        ...

    def open_mails(self, now: datetime, *, most: int) -> tuple[str, ...]:
        """Batches for mailboxes that have not ended and that nobody sends at this moment, the oldest first."""
        ...

    def lease_mail(self, batch: str, *, now: datetime, until: datetime) -> datetime | None:
        """Take an open mail for a while; gives when it was handed over, None when there is nothing to take."""
        ...

    def end_mail(self, batch: str, outcome: Outcome) -> None:
        """The mail has ended so, unless it had before."""
        ...

    def mails(self, activities: tuple[str, ...]) -> bool:
        """Whether all of the activities were or will be told by mail, as far as is known."""
        ...

    def of(self, traveller: str, *, most: int) -> tuple[Activity, ...]:
        """What happened to a traveller's account, under whichever name, the newest first."""
        ...

    def forget(self, traveller: str) -> None:
        """Keep nothing of what happened to a traveller's account, under whichever name; what is not told yet is not."""
        ...
