"""The port of doorbells: wake a worker for an effect or a step; losing or repeating a ring does no harm."""

from typing import Protocol


class Jobs(Protocol):
    """Rings workers."""

    def ring(self, name: str) -> None:
        """Ask some worker to look at "effect|<thread>|<id>" or "step|<id>"; never raises, the sweep rings again."""
        ...
