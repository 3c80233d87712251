"""The port of what is counted of flows: where talks stand, how steps were passed, and what came of A/B trials."""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from bot.domain.flow.conversion import Taken, Took
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

    def take(self, took: Iterable[Took]) -> None:
        """Note who took which way of a trial; the first that is known of a thread stands."""
        ...

    def pay(self, paid: Mapping[str, int]) -> None:
        """Note when threads paid, for each trial that they take part in; the first time since then stands."""
        ...

    def taken(self, trials: Collection[str]) -> Mapping[tuple[str, str], Taken]:
        """How many took each way and how many of those paid, by trial and way."""
        ...
