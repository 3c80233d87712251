"""What reports count, in PostgreSQL."""

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.oversight import desk_events, desk_ratings
from bot.domain.staff.happenings import DESK_KINDS, DeskEvent
from bot.ports.happening_records import Rating

_EVENT = [desk_events.c[name] for name in DeskEvent.__struct_fields__]
_APPEND = """
INSERT INTO desk_events (id, at, thread, kind, team, agent, name, channel, about, value)
SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
  %s::text[], %s::bigint[])
ON CONFLICT (id) DO NOTHING RETURNING id
"""
"""Each column, in the order of `DeskEvent`, travels as one array: rows of values would be worded anew each time."""
_RATING = [desk_ratings.c[name] for name in Rating.__struct_fields__]


class SqlHappeningRecords:
    """The port `HappeningRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, events: tuple[DeskEvent, ...]) -> tuple[str, ...]:
        """Write lines; those whose id is there already change nothing. Gives the ids of the new ones."""
        if not events:
            return ()
        rows = [msgspec.structs.astuple(event) for event in {event.id: event for event in reversed(events)}.values()]
        columns = tuple(list(column) for column in zip(*rows[::-1], strict=True))
        return tuple(self._connection.exec_driver_sql(_APPEND, columns).scalars())

    def between(self, since: int, until: int, *, looking_back: int = 0) -> tuple[DeskEvent, ...]:
        """Lines of a range of time in the order in which they happened, and of cases at the desk before it."""
        within = or_(desk_events.c.at >= since, desk_events.c.kind.in_(DESK_KINDS))
        rows = self._connection.execute(
            select(*_EVENT)
            .where(desk_events.c.at >= since - looking_back, desk_events.c.at < until, within)
            .order_by(desk_events.c.at, desk_events.c.number)
        )
        return tuple(map(_event, rows))

    def newest(self, kinds: frozenset[str], *, most: int) -> tuple[DeskEvent, ...]:
        """The newest lines of some kinds, the newest first."""
        query = select(*_EVENT).where(desk_events.c.kind.in_(kinds)).order_by(desk_events.c.number.desc()).limit(most)
        return tuple(map(_event, self._connection.execute(query)))

    def last_of(self, thread: str, kind: str) -> DeskEvent | None:
        """The newest line of a kind in a thread."""
        mine = select(*_EVENT).where(desk_events.c.thread == thread, desk_events.c.kind == kind)
        row = self._connection.execute(mine.order_by(desk_events.c.number.desc()).limit(1)).first()
        return _event(row) if row else None

    def begin_rating(self, rating: Rating) -> bool:
        """Note a closing about which a traveller may be asked; False when it was noted before."""
        row = upsert(desk_ratings).values(msgspec.structs.asdict(rating)).on_conflict_do_nothing()
        return self._connection.execute(row.returning(desk_ratings.c.closing)).first() is not None

    def pending(self, *, closed_before: int, most: int) -> tuple[Rating, ...]:
        """Closings before a time about which nobody was asked yet, oldest first."""
        at = desk_ratings.c.closed_at
        waiting = select(*_RATING).where(desk_ratings.c.state == "pending", at < closed_before)
        return tuple(map(_rating, self._connection.execute(waiting.order_by(at, desk_ratings.c.closing).limit(most))))

    def rating(self, closing: str, *, lock: bool = False) -> Rating | None:
        """What is known of a closing; with `lock` nobody else changes it before this transaction ends."""
        query = select(*_RATING).where(desk_ratings.c.closing == closing)
        row = self._connection.execute(query.with_for_update() if lock else query).first()
        return _rating(row) if row else None

    def keep_rating(self, rating: Rating) -> None:
        """Write what is known of a closing as it is now."""
        fields = msgspec.structs.asdict(rating)
        row = upsert(desk_ratings).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["closing"], set_=fields))

    def comments(self, *, since: int, until: int, most: int) -> tuple[Rating, ...]:
        """Ratings of a range of time to which something was added, the newest first."""
        at = desk_ratings.c.answered_at
        within = select(*_RATING).where(at >= since, at < until, desk_ratings.c.comment != "")
        rows = self._connection.execute(within.order_by(at.desc(), desk_ratings.c.closing).limit(most))
        return tuple(map(_rating, rows))


def _event(row: Row[Any]) -> DeskEvent:
    return DeskEvent(**row._mapping)  # noqa: SLF001  the row's public mapping


def _rating(row: Row[Any]) -> Rating:
    return Rating(**row._mapping)  # noqa: SLF001  the row's public mapping
