"""Figures of flows in memory."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from bot.domain.flow.conversion import Taken, Took
from bot.domain.flow.footfall import Passed, Stand, Step


class MemoryFlowFigureRecords:
    """The port `FlowFigureRecords`."""

    def __init__(self) -> None:
        self.places: dict[str, Stand] = {}
        self.passed: dict[Step, Passed] = {}
        self.took: dict[tuple[str, str], Took] = {}
        self.paid: dict[tuple[str, str], int] = {}

    def stands(self, threads: Iterable[str]) -> Mapping[str, Stand]:
        """Where talks stand, by thread."""
        return {thread: self.places[thread] for thread in threads if thread in self.places}

    def keep(self, stands: Iterable[Stand], passed: Mapping[Step, Passed]) -> None:
        """Keep where talks stand now, and add to the figures of steps."""
        for stand in stands:
            if stand.version > self.places.get(stand.thread, Stand(stand.thread, -1)).version:
                self.places[stand.thread] = stand
        for step, one in passed.items():
            self.passed[step] = self.passed.get(step, Passed()).plus(one)

    def steps(self, flow: str, revision: int) -> Mapping[str, Passed]:
        """The figures of every step of a revision to which somebody came."""
        return {at.step: one for at, one in sorted(self.passed.items()) if (at.flow, at.revision) == (flow, revision)}

    def silent(self, flow: str, revision: int, *, before: int) -> Mapping[str, int]:
        """How many have stood at each step of a revision since before a time."""
        return Counter(
            one.at.step
            for one in self.places.values()
            if (one.at.flow, one.at.revision) == (flow, revision) and one.since < before
        )

    def threads(self, flow: str = "") -> Mapping[tuple[str, int], int]:
        """How many talks are going on now by flow and revision."""
        counts: Counter[tuple[str, int]] = Counter()
        for at, one in self.passed.items():
            if flow in ("", at.flow):
                counts[at.flow, at.revision] += one.now
        return {name: count for name, count in counts.items() if count}

    def take(self, took: Iterable[Took]) -> None:
        """Note who took which way of a trial."""
        for one in took:
            self.took.setdefault((one.trial, one.thread), one)

    def pay(self, paid: Mapping[str, int]) -> None:
        """Note when threads paid."""
        for trial, thread in self.took:
            if thread in paid:
                self.paid.setdefault((trial, thread), paid[thread])

    def taken(self, trials: Collection[str]) -> Mapping[tuple[str, str], Taken]:
        """How many took each way and how many of those paid."""
        took: Counter[tuple[str, str]] = Counter()
        paid: Counter[tuple[str, str]] = Counter()
        for name, one in self.took.items():
            if one.trial in trials:
                took[one.trial, one.way] += 1
                paid[one.trial, one.way] += name in self.paid
        return {way: Taken(count, paid[way]) for way, count in took.items()}
