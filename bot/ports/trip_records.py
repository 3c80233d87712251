"""The port of finding bookings: by their thread, or by reference with every wrong try counted, in one transaction."""

from datetime import datetime
from typing import Protocol

import msgspec

from bot.domain.booking.order import Order


class Candidate(msgspec.Struct, frozen=True):
    """An order with a reference that was asked for; whether it is shown, the surname decides."""

    checkout: str
    order: Order


class Span(msgspec.Struct, frozen=True):
    """A part of a thread's history: what began in it after `since` and up to `until`; None is without bound."""

    thread: str
    since: datetime | None = None
    until: datetime | None = None


class TripRecords(Protocol):
    """Finds checkouts that became bookings."""

    def of_thread(self, thread: str, *, most: int) -> tuple[str, ...]:
        """Ids of the checkouts of a thread whose order is held or further, the newest first."""
        ...

    def of_spans(self, spans: tuple[Span, ...], *, most: int) -> tuple[str, ...]:
        """The same for parts of the histories of several threads, none twice."""
        ...

    def with_locator(self, locator: str, *, most: int) -> tuple[Candidate, ...]:
        """Orders with a reference as `bot.domain.booking.references.fold_locator` gives it, the newest first."""
        ...

    def hold_tries(self, *subjects: str) -> None:
        """Let nobody else count or note tries about these subjects until the transaction ends."""
        ...

    def wrong_tries(self, subject: str, *, since: datetime, most: int) -> tuple[datetime, ...]:
        """When tries about a subject went wrong since a moment, the newest first."""
        ...

    def note_wrong_try(self, effect: str, *subjects: str, at: datetime) -> None:
        """Note that a try went wrong, for each of the subjects; the same effect again changes nothing."""
        ...

    def take_try_back(self, effect: str) -> None:
        """Forget a try that was noted before anybody knew that it was right."""
        ...

    def forget_tries(self, *, before: datetime) -> None:
        """Forget tries that count for nothing any more."""
        ...
