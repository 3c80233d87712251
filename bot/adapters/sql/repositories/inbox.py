"""The desk's inbox in PostgreSQL."""

from collections.abc import Mapping

from sqlalchemy import Connection, column, delete, func, or_, select, text, true
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.repositories.desk import thread_of
from bot.adapters.sql.repositories.inbox_statements import COUNT_FAILED, SAVE, by_agent, condition, keys, order
from bot.adapters.sql.tables.desk import desk_threads
from bot.adapters.sql.tables.inbox import desk_filters
from bot.ports.desk_records import DeskThread
from bot.ports.inbox_records import Asked, Counts, Place, Projected, SavedFilter, View

_SHARED: tuple[View, ...] = ("unassigned", "all", "bot", "stuck", "failed", "snoozed", "done")
_SAVED = (
    "thread",
    "version",
    "owner",
    "agent_name",
    "opened_at",
    "heard_at",
    "unanswered_since",
    "answered_at",
    "done_at",
    "snoozed_until",
    "stuck_since",
    "stuck_by",
    "last_row",
    "last_at",
    "last_author",
    "last_text",
)
"""What a turn writes of a thread, in the order of `SAVE`."""


class SqlInboxRecords:
    """The port `InboxRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def locked(self, threads: tuple[str, ...]) -> Mapping[str, DeskThread]:
        """What is known of threads, of which nobody else changes anything before this transaction ends."""
        if not threads:
            return {}
        known = select(desk_threads).where(desk_threads.c.thread == func.any(list(threads)))
        rows = self._connection.execute(known.order_by(desk_threads.c.thread).with_for_update())
        return {row.thread: thread_of(row) for row in rows}

    def save(self, projected: tuple[Projected, ...]) -> None:
        """Write what turns left, all in one statement."""
        if not projected:
            return
        ordered = sorted(projected, key=lambda one: one.state.thread)
        columns = [[_storable(getattr(one.state, name)) for one in ordered] for name in _SAVED]
        items = [_storable(one.item) for one in ordered]
        self._connection.exec_driver_sql(SAVE, (*columns, items))

    def count_failed(self, failing: tuple[str, ...], moved: tuple[str, ...]) -> None:
        """Count anew the messages that were not delivered since a person last got one through."""
        if failing or moved:
            self._connection.exec_driver_sql(COUNT_FAILED, (list(failing), list(moved)))

    def threads(self, threads: tuple[str, ...]) -> tuple[DeskThread, ...]:
        """What is known of some threads."""
        known = select(desk_threads).where(desk_threads.c.thread == func.any(list(threads)))
        return tuple(thread_of(row) for row in self._connection.execute(known))

    def listed(
        self, asked: Asked, *, me: str, now: int, after: Place | None = None, most: int = 50
    ) -> tuple[DeskThread, ...]:
        """A page of a list, in its order, from the first thread after a place."""
        later = keys(asked.sort_of, after) if after else true()
        query = select(desk_threads).where(condition(asked, me=me, now=now), later)
        rows = self._connection.execute(query.order_by(*order(asked.sort_of)).limit(most))
        return tuple(thread_of(row) for row in rows)

    def counts(self, *, now: int, me: str = "", lists: tuple[Asked, ...] = ()) -> Counts:
        """How many threads every view has, and each of some lists of an agent, all in one query."""
        wanted = [*(Asked(view=view) for view in _SHARED), *lists]
        each = [
            select(func.count()).select_from(desk_threads).where(condition(one, me=me, now=now)).scalar_subquery()
            for one in wanted
        ]
        row = self._connection.execute(select(*each, by_agent(now))).one()
        numbers = [int(number) for number in row[:-1]]
        return Counts(
            views=dict(zip(_SHARED, numbers, strict=False)),
            mine=row[-1] or {},
            lists=tuple(numbers[len(_SHARED) :]),
        )

    def labels(self) -> tuple[str, ...]:
        """Labels that threads have now."""
        labeled = desk_threads.c.labels != text("'{}'::text[]")
        found = select(func.unnest(desk_threads.c.labels).label("label")).where(labeled)
        return tuple(self._connection.scalars(found.distinct().order_by(column("label")).limit(100)))

    def filters(self, person: str) -> tuple[SavedFilter, ...]:
        """The filters of a person and those that are shared, by name."""
        mine = or_(desk_filters.c.person == person, desk_filters.c.shared)
        rows = self._connection.execute(
            select(desk_filters).where(mine).order_by(desk_filters.c.name, desk_filters.c.id)
        )
        return tuple(SavedFilter(row.id, row.person, row.name, row.address, row.shared) for row in rows)

    def keep_filter(self, kept: SavedFilter) -> None:
        """Write a filter as it is now."""
        fields = {name: getattr(kept, name) for name in kept.__struct_fields__}
        row = upsert(desk_filters).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=fields))

    def drop_filter(self, name: str) -> None:
        """Forget a filter by its id."""
        self._connection.execute(delete(desk_filters).where(desk_filters.c.id == name))


def _storable(value: object) -> object:
    return value.replace("\0", "") if isinstance(value, str) else value
