"""Bookings by thread and by reference in memory, over the money part; tries in a dictionary."""

from datetime import datetime
from typing import Any

from bot.domain.booking.references import fold_locator
from bot.ports.trip_records import Candidate, Span

_NO_BOOKING = {"requested", "refused", "released"}


class MemoryTries:
    """The tries that went wrong; a plain container, so that a transaction can be taken back."""

    def __init__(self) -> None:
        self.wrong: dict[tuple[str, str], datetime] = {}


class MemoryTripRecords:
    """The port `TripRecords`; one transaction at a time holds all tries anyway."""

    def __init__(self, money: Any, tries: MemoryTries) -> None:
        self._money, self._tries = money, tries

    def of_thread(self, thread: str, *, most: int) -> tuple[str, ...]:
        """Ids of the checkouts of a thread whose order is held or further, the newest first."""
        return self.of_spans((Span(thread),), most=most)

    def of_spans(self, spans: tuple[Span, ...], *, most: int) -> tuple[str, ...]:
        """The same for parts of the histories of several threads."""
        booked = [
            (one.began_at, one.id)
            for one in self._money.checkouts.values()
            if any(is_within(one, span) for span in spans) and one.order.state not in _NO_BOOKING
        ]
        return tuple(checkout for _, checkout in sorted(booked, reverse=True)[:most])

    def with_locator(self, locator: str, *, most: int) -> tuple[Candidate, ...]:
        """Orders with that folded reference, newest first."""
        found = [
            (one.order.id, Candidate(one.id, one.order))
            for one in self._money.checkouts.values()
            if one.order.locator and fold_locator(one.order.locator) == locator
        ]
        return tuple(one for _, one in sorted(found, key=lambda pair: pair[0], reverse=True)[:most])

    def hold_tries(self, *subjects: str) -> None:
        """Nobody else is here."""

    def wrong_tries(self, subject: str, *, since: datetime, most: int) -> tuple[datetime, ...]:
        """When tries about a subject went wrong, the newest first."""
        times = [at for (_, about), at in self._tries.wrong.items() if about == subject and at > since]
        return tuple(sorted(times, reverse=True)[:most])

    def note_wrong_try(self, effect: str, *subjects: str, at: datetime) -> None:
        """Note that a try went wrong."""
        for subject in subjects:
            self._tries.wrong.setdefault((effect, subject), at)

    def take_try_back(self, effect: str) -> None:
        """Forget a try that was right."""
        for key in [key for key in self._tries.wrong if key[0] == effect]:
            del self._tries.wrong[key]

    def forget_tries(self, *, before: datetime) -> None:
        """Forget old ones."""
        for key in [key for key, at in self._tries.wrong.items() if at < before]:
            del self._tries.wrong[key]


def is_within(one: Any, span: Span) -> bool:
    """Whether a checkout was begun in a part of a thread's history."""
    begun = (span.since is None or one.began_at > span.since) and (span.until is None or one.began_at <= span.until)
    return begun and bool(one.thread == span.thread)
