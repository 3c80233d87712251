"""The port of visits: what is remembered of browsers on host pages, and what they have not seen yet."""

from typing import Protocol

from bot.domain.embedding.visits import Visit


class VisitRecords(Protocol):
    """Visits inside one transaction."""

    def visit(self, visitor: str) -> Visit | None:
        """A visit, locked until the transaction ends, or None when it is forgotten."""
        ...

    def has(self, visitor: str) -> bool:
        """Whether there is a visit of that name; nothing is locked."""
        ...

    def keep(self, visit: Visit) -> None:
        """Write a visit, new or changed; what was seen never goes back."""
        ...

    def see(self, visitor: str, row: int) -> None:
        """Note that lines up to a row were shown; an older row, or a visit that is forgotten, changes nothing."""
        ...

    def forget(self, visitor: str) -> None:
        """Forget a visit: none of its tokens is good any more."""
        ...

    def expired(self, *, now: int, most: int) -> tuple[str, ...]:
        """The visitors whose visits ended before now (milliseconds UTC), those first that ended first."""
        ...

    def unread(self, thread: str, visitor: str, *, most: int) -> int:
        """How many messages of ours stand in front of the traveller after what was seen, counted up to `most`."""
        ...
