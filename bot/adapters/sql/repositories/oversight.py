"""What supervisors decide and look at, in PostgreSQL."""

from collections.abc import Iterable, Mapping

import msgspec
from sqlalchemy import Connection, delete, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.repositories.desk import thread_of
from bot.adapters.sql.tables.desk import desk_threads
from bot.adapters.sql.tables.oversight import service_hours, service_levels
from bot.domain.staff.hours import Hours
from bot.domain.staff.service_levels import Policy
from bot.ports.desk_records import DeskThread

_COLUMNS = [service_levels.c[name] for name in Policy.__struct_fields__]


class SqlOversightRecords:
    """The port `OversightRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def policies(self) -> tuple[Policy, ...]:
        """All service levels, by name."""
        rows = self._connection.execute(select(*_COLUMNS).order_by(service_levels.c.name, service_levels.c.id))
        return tuple(Policy(**row._mapping) for row in rows)  # noqa: SLF001  the row's public mapping

    def keep_policy(self, policy: Policy) -> None:
        """Write a service level as it is now."""
        fields = msgspec.structs.asdict(policy)
        row = upsert(service_levels).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=fields))

    def drop_policy(self, policy: str) -> None:
        """Forget a service level by its id."""
        self._connection.execute(delete(service_levels).where(service_levels.c.id == policy))

    def hours(self, team: str) -> Hours | None:
        """The business hours of a team, "" for those of everybody; None when none were told."""
        query = select(service_hours.c.hours).where(service_hours.c.team == team)
        kept = self._connection.execute(query).scalar_one_or_none()
        return msgspec.json.decode(kept, type=Hours) if kept else None

    def every_hours(self) -> Mapping[str, Hours]:
        """The business hours that were told, by team, "" for those of everybody."""
        rows = self._connection.execute(select(service_hours.c.team, service_hours.c.hours))
        return {row.team: msgspec.json.decode(row.hours, type=Hours) for row in rows}

    def keep_hours(self, team: str, hours: Hours) -> None:
        """Write the business hours of a team, or of everybody."""
        fields = {"hours": msgspec.json.encode(hours).decode()}
        row = upsert(service_hours).values(team=team, **fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["team"], set_=fields))

    def states(self, threads: Iterable[str]) -> Mapping[str, DeskThread]:
        """What the desk knows of threads, an empty state for each of which it knows nothing."""
        wanted = sorted(set(threads))
        rows = self._connection.execute(select(desk_threads).where(desk_threads.c.thread.in_(wanted)))
        found = {row.thread: thread_of(row) for row in rows}
        return {thread: found.get(thread) or DeskThread(thread=thread) for thread in wanted}

    def clocked(self) -> tuple[DeskThread, ...]:
        """Threads of which a clock runs, in the order of their names."""
        runs = or_(desk_threads.c.first_due > 0, desk_threads.c.next_due > 0, desk_threads.c.resolve_due > 0)
        rows = self._connection.execute(select(desk_threads).where(runs).order_by(desk_threads.c.thread))
        return tuple(thread_of(row) for row in rows)
