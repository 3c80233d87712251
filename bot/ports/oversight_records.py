"""The port of those who oversee the desk: service levels, business hours, and the states of many threads at once."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.domain.staff.hours import Hours
from bot.domain.staff.service_levels import Policy
from bot.ports.desk_records import DeskThread


class OversightRecords(Protocol):
    """What supervisors decide and look at, inside one transaction."""

    def policies(self) -> tuple[Policy, ...]:
        """All service levels, by name."""
        ...

    def keep_policy(self, policy: Policy) -> None:
        """Write a service level as it is now."""
        ...

    def drop_policy(self, policy: str) -> None:
        """Forget a service level by its id."""
        ...

    def hours(self, team: str) -> Hours | None:
        """The business hours of a team, "" for those of everybody; None when none were told."""
        ...

    def every_hours(self) -> Mapping[str, Hours]:
        """The business hours that were told, by team, "" for those of everybody."""
        ...

    def keep_hours(self, team: str, hours: Hours) -> None:
        """Write the business hours of a team, or of everybody."""
        ...

    def states(self, threads: Iterable[str]) -> Mapping[str, DeskThread]:
        """What the desk knows of threads, an empty state for each of which it knows nothing."""
        ...

    def clocked(self) -> tuple[DeskThread, ...]:
        """Threads of which a clock runs, in the order of their names."""
        ...
