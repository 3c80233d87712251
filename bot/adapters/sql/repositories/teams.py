"""Teams in PostgreSQL."""

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.adapters.sql.tables.desk import desk_threads, team_members, teams
from bot.ports.team_records import Team

_COLUMNS = ("id", "name", "languages", "tiers", "topics", "automatic", "answer_minutes")


class SqlTeamRecords:
    """The port `TeamRecords` on one connection inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def teams(self) -> tuple[Team, ...]:
        """All teams, by name."""
        members: dict[str, list[str]] = {}
        for row in self._connection.execute(select(team_members).order_by(team_members.c.person)):
            members.setdefault(row.team, []).append(row.person)
        rows = self._connection.execute(select(teams).order_by(teams.c.name, teams.c.id))
        return tuple(
            Team(
                id=row.id,
                name=row.name,
                languages=tuple(row.languages),
                tiers=tuple(row.tiers),
                topics=tuple(row.topics),
                members=tuple(members.get(row.id, ())),
                automatic=row.automatic,
                answer_minutes=row.answer_minutes,
            )
            for row in rows
        )

    def team(self, team: str) -> Team | None:
        """One team by its id."""
        return next((one for one in self.teams() if one.id == team), None)

    def keep(self, team: Team) -> None:
        """Write a team as it is now."""
        fields = {name: getattr(team, name) for name in _COLUMNS}
        row = upsert(teams).values(fields)
        self._connection.execute(row.on_conflict_do_update(index_elements=["id"], set_=fields))
        self._connection.execute(delete(team_members).where(team_members.c.team == team.id))
        if team.members:
            rows = [{"team": team.id, "person": person} for person in team.members]
            self._connection.execute(insert(team_members), rows)

    def drop(self, team: str) -> None:
        """Forget a team: nobody is in it, and no thread has it any more."""
        self._connection.execute(delete(team_members).where(team_members.c.team == team))
        self._connection.execute(update(desk_threads).where(desk_threads.c.team == team).values(team=""))
        self._connection.execute(delete(teams).where(teams.c.id == team))
