"""The port of agents at the desk: who is there, how much they take, and what a thread of a channel weighs."""

from collections.abc import Mapping
from typing import Protocol

from bot.domain.staff.presence import Desk


class AgentRecords(Protocol):
    """Agents inside one transaction. All times are milliseconds UTC."""

    def agents(self) -> Mapping[str, Desk]:
        """Everybody of whom something is known, by their id."""
        ...

    def agent(self, person: str) -> Desk:
        """What is known of somebody; what holds at first for who was never seen."""
        ...

    def change(self, person: str, **fields: object) -> None:
        """Set fields of `Desk` of somebody, and leave all others as they are."""
        ...

    def weights(self) -> Mapping[str, int]:
        """What a thread of a channel weighs, for the channels of which it was said; others weigh 1."""
        ...

    def keep_weight(self, channel: str, weight: int) -> None:
        """Say what a thread of a channel weighs."""
        ...
