"""The ports of doorbells: wake a worker for an effect or a step; losing or repeating a ring does no harm."""

from typing import Protocol

from bot.ports.conversations import Due


class Jobs(Protocol):
    """Rings workers."""

    def ring(self, name: str) -> None:
        """Ask some worker to look at an effect (`bot.domain.ids.ring_name`), "step|<id>", "mail|<id>" or "push|<id>".

        It never raises: the sweep rings again.
        """
        ...


class Quick(Protocol):
    """A few threads of this very process, for effects that neither money nor the vault has a part in."""

    def submit(self, due: Due) -> bool:
        """Perform an effect soon, after the response has gone; False when it is not quick, or too many wait already."""
        ...
