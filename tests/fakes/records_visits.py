"""Visits in memory; `talk` is where what was said stands."""

from typing import Any

import msgspec

from bot.domain.embedding.visits import Visit


class MemoryVisitRecords:
    """The port `VisitRecords`."""

    def __init__(self, talk: Any = None) -> None:
        self.known: dict[str, Visit] = {}
        self._talk = [talk]

    def visit(self, visitor: str) -> Visit | None:
        """A visit."""
        return self.known.get(visitor)

    def has(self, visitor: str) -> bool:
        """Whether there is one."""
        return visitor in self.known

    def keep(self, visit: Visit) -> None:
        """Write it."""
        before = self.known.get(visit.visitor, visit)
        self.known[visit.visitor] = msgspec.structs.replace(visit, seen=max(before.seen, visit.seen))

    def see(self, visitor: str, row: int) -> None:
        """Note what was shown."""
        known = self.known.get(visitor)
        if known is not None:
            self.known[visitor] = msgspec.structs.replace(known, seen=max(known.seen, row))

    def forget(self, visitor: str) -> None:
        """Forget it."""
        self.known.pop(visitor, None)

    def expired(self, *, now: int, most: int) -> tuple[str, ...]:
        """What is over."""
        over = sorted((visit.expires, visit.visitor) for visit in self.known.values() if visit.expires <= now)
        return tuple(visitor for _, visitor in over[:most])

    def unread(self, thread: str, visitor: str, *, most: int) -> int:
        """What stands in front of the traveller and was not seen."""
        known = self.known.get(visitor)
        lines = self._talk[0].lines(thread, after=known.seen if known else 0)
        shown = [line for line in lines if line.fate in {"sent", "delivered", "read"} and line.kind.lower() != "typing"]
        return min(most, len(shown))
