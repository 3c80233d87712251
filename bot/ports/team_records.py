"""The port of teams: who answers which travellers."""

from typing import Protocol

from bot.domain.staff.team import Team

__all__ = ["Team", "TeamRecords"]


class TeamRecords(Protocol):
    """Teams inside one transaction."""

    def teams(self) -> tuple[Team, ...]:
        """All teams, by name."""
        ...

    def team(self, team: str) -> Team | None:
        """One team by its id."""
        ...

    def keep(self, team: Team) -> None:
        """Write a team as it is now."""
        ...

    def drop(self, team: str) -> None:
        """Forget a team: nobody is in it, and no thread has it any more."""
        ...
