"""Bookings by thread and by reference in PostgreSQL, and the tries that went wrong."""

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.money import checkouts, orders
from bot.adapters.sql.tables.trips import trip_tries
from bot.domain.booking.order import Order
from bot.ports.trip_records import Candidate, Span

_NO_BOOKING = ("requested", "refused", "released")


class SqlTripRecords:
    """The port `TripRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_thread(self, thread: str, *, most: int) -> tuple[str, ...]:
        """Ids of the checkouts of a thread whose order is held or further, the newest first."""
        return self.of_spans((Span(thread),), most=most)

    def of_spans(self, spans: tuple[Span, ...], *, most: int) -> tuple[str, ...]:
        """The same for parts of the histories of several threads, none twice."""
        booked = (within(spans), orders.c.state.not_in(_NO_BOOKING))
        found = select(checkouts.c.id).join(orders, orders.c.checkout == checkouts.c.id).where(*booked)
        newest = found.order_by(checkouts.c.began_at.desc(), checkouts.c.id.desc()).limit(most)
        return tuple(self._connection.scalars(newest))

    def with_locator(self, locator: str, *, most: int) -> tuple[Candidate, ...]:
        """Orders whose folded reference is the given one, newest first."""
        folded = func.translate(func.upper(orders.c.locator), "OI", "01") == locator
        found = select(orders.c.checkout, orders.c.body).where(folded, orders.c.locator != "")
        rows = self._connection.execute(found.order_by(orders.c.id.desc()).limit(most))
        return tuple(Candidate(row.checkout, msgspec.json.decode(row.body, type=Order)) for row in rows)

    def hold_tries(self, *subjects: str) -> None:
        """Let nobody else count or note tries about these subjects until the transaction ends."""
        for subject in sorted(subjects):
            self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(subject, _LOCKS))))

    def wrong_tries(self, subject: str, *, since: datetime, most: int) -> tuple[datetime, ...]:
        """When tries about a subject went wrong since a moment, the newest first."""
        found = select(trip_tries.c.at).where(trip_tries.c.subject == subject, trip_tries.c.at > since)
        return tuple(self._connection.scalars(found.order_by(trip_tries.c.at.desc()).limit(most)))

    def note_wrong_try(self, effect: str, *subjects: str, at: datetime) -> None:
        """Note that a try went wrong, for each of the subjects; the same effect again changes nothing."""
        rows = [{"effect": effect, "subject": subject, "at": at} for subject in subjects]
        self._connection.execute(upsert(trip_tries).on_conflict_do_nothing(), rows)

    def take_try_back(self, effect: str) -> None:
        """Forget a try that was right."""
        self._connection.execute(delete(trip_tries).where(trip_tries.c.effect == effect))

    def forget_tries(self, *, before: datetime) -> None:
        """Forget tries that count for nothing any more."""
        self._connection.execute(delete(trip_tries).where(trip_tries.c.at < before))


def within(spans: tuple[Span, ...]) -> ColumnElement[bool]:
    """Whether a checkout was begun in one of those parts of threads' histories."""
    return or_(*(_within(span) for span in spans))


def _within(span: Span) -> ColumnElement[bool]:
    bounds = [checkouts.c.thread == span.thread]
    if span.since is not None:
        bounds.append(checkouts.c.began_at > span.since)
    if span.until is not None:
        bounds.append(checkouts.c.began_at <= span.until)
    return and_(*bounds)


_LOCKS = 0x7466_7472
"""The seed that keeps our advisory locks apart from others': "tftr"."""
