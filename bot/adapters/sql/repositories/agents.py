"""Agents at the desk, in PostgreSQL."""

from collections.abc import Mapping

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.assigning import channel_weights, desk_agents
from bot.domain.staff.presence import Desk


class SqlAgentRecords:
    """The port `AgentRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def agents(self) -> Mapping[str, Desk]:
        """Everybody of whom something is known, by their id."""
        rows = self._connection.execute(select(desk_agents).order_by(desk_agents.c.person))
        return {row.person: Desk(**row._mapping) for row in rows}  # noqa: SLF001  the row's public mapping

    def agent(self, person: str) -> Desk:
        """What is known of somebody; what holds at first for who was never seen."""
        row = self._connection.execute(select(desk_agents).where(desk_agents.c.person == person)).one_or_none()
        return Desk(**row._mapping) if row else Desk(person=person)  # noqa: SLF001  the row's public mapping

    def change(self, person: str, **fields: object) -> None:
        """Set fields of `Desk` of somebody, and leave all others as they are."""
        row = upsert(desk_agents).values(person=person, **fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["person"], set_=fields))

    def weights(self) -> Mapping[str, int]:
        """What a thread of a channel weighs, for the channels of which it was said."""
        rows = self._connection.execute(select(channel_weights))
        return {row.channel: row.weight for row in rows}

    def keep_weight(self, channel: str, weight: int) -> None:
        """Say what a thread of a channel weighs."""
        row = upsert(channel_weights).values(channel=channel, weight=weight)
        self._connection.execute(row.on_conflict_do_update(index_elements=["channel"], set_={"weight": weight}))
