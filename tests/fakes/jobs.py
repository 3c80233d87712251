"""Doorbells in memory: a list of what was rung, answered when a test says so."""

from collections.abc import Callable


class MemoryJobs:
    """The port `Jobs`; `deaf` loses every ring, as RQ may."""

    def __init__(self) -> None:
        self.rung: list[str] = []
        self.deaf = False

    def ring(self, name: str) -> None:
        """Keep the name."""
        if not self.deaf:
            self.rung.append(name)

    def answer(self, perform: Callable[[str], object]) -> int:
        """Perform what was rung until nothing rings any more; gives how many rings that were."""
        count = 0
        while self.rung:
            perform(self.rung.pop(0))
            count += 1
        return count
