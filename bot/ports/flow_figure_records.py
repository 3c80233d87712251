"""The port of what is counted of flows: where the talk of each thread stands, and how each step was passed."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from bot.domain.flow.footfall import Passed, Stand, Step


class FlowFigureRecords(Protocol):
    """Figures of flows inside one transaction."""

    def stands(self, threads: Iterable[str]) -> Mapping[str, Stand]:
        """Where talks stand, by thread; threads of which nothing is known are left out."""
        ...

    def keep(self, stands: Iterable[Stand], passed: Mapping[Step, Passed]) -> None:
        """Keep where talks stand now, and add to the figures of steps."""
        ...

    def steps(self, flow: str, revision: int) -> Mapping[str, Passed]:
        """The figures of every step of a revision to which somebody came, by the step's name."""
        ...

    def silent(self, flow: str, revision: int, *, before: int) -> Mapping[str, int]:
        """How many have stood at each step of a revision since before a time (milliseconds UTC)."""
        ...

    def threads(self, flow: str = "") -> Mapping[tuple[str, int], int]:
        """How many talks are going on now by flow and revision, of a flow or of all."""
        ...
