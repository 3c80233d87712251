"""What the timetable sold: tickets by day and by our reference, as reconciliation wants them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from bot.adapters.sql.tables.timetable import holds, tickets
from bot.domain.money import Money
from bot.domain.reconciliation import Sale


def on_day(connection: Connection, day: date, *, after: str, most: int) -> tuple[Sale, ...]:
    """Sales of which a ticket was issued or voided on a day (UTC), by record locator, after one."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    end = start + timedelta(days=1)
    moved = select(tickets.c.locator).where(
        or_(
            and_(tickets.c.issued_at >= start, tickets.c.issued_at < end),
            and_(tickets.c.voided_at >= start, tickets.c.voided_at < end),
        )
    )
    wanted = (holds.c.locator.collate("C") > after, holds.c.locator.in_(moved))
    return _sales(connection, *wanted, most=most)


def under(connection: Connection, references: tuple[str, ...]) -> tuple[Sale, ...]:
    """Sales under these references of ours, whenever they were."""
    return _sales(connection, holds.c.ticket_reference.in_(references), most=len(references))


def _sales(connection: Connection, *wanted: Any, most: int) -> tuple[Sale, ...]:
    numbers = func.array_agg(tickets.c.number)
    found = (
        select(holds.c.ticket_reference, holds.c.locator, holds.c.total_minor, holds.c.currency, holds.c.state, numbers)
        .join(tickets, tickets.c.locator == holds.c.locator)
        .where(*wanted)
        .group_by(holds.c.locator)
        .order_by(holds.c.locator.collate("C"))
        .limit(most)
    )
    return tuple(
        Sale(row[0], row[1], Money(row[2], row[3]), tuple(sorted(row[5])), row[4] == "ticketed")
        for row in connection.execute(found)
    )
