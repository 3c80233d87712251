"""The port of what reports count: one append-only table of lines, and what travellers gave as ratings."""

from typing import Literal, Protocol

import msgspec

from bot.domain.staff.happenings import DeskEvent

RatingState = Literal["pending", "withheld", "asked", "answered"]


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """One closing for which a traveller may be asked how they were helped. Times are milliseconds UTC, 0 for never.

    It is pending until it is asked or, because the talk went on or the channel is closed, withheld for good. `since`
    is when the thread was closed before. `score` is 1 to 5, 0 before they answered; `comment` is the id of the message
    that they added, whose words stand in the transcript alone, so that they are erased with it.
    """

    closing: str
    thread: str
    team: str = ""
    agent: str = ""
    name: str = ""
    state: RatingState = "pending"
    since: int = 0
    closed_at: int = 0
    asked_at: int = 0
    score: int = 0
    answered_at: int = 0
    comment: str = ""


class HappeningRecords(Protocol):
    """Lines of reports inside one transaction."""

    def append(self, events: tuple[DeskEvent, ...]) -> tuple[str, ...]:
        """Write lines; those whose id is there already change nothing. Gives the ids of the new ones."""
        ...

    def between(self, since: int, until: int, *, looking_back: int = 0) -> tuple[DeskEvent, ...]:
        """Lines of a range of time in the order in which they happened.

        Of the `looking_back` milliseconds before it come those that make up cases at the desk.
        """
        ...

    def newest(self, kinds: frozenset[str], *, most: int) -> tuple[DeskEvent, ...]:
        """The newest lines of some kinds, the newest first."""
        ...

    def last_of(self, thread: str, kind: str) -> DeskEvent | None:
        """The newest line of a kind in a thread."""
        ...

    def begin_rating(self, rating: Rating) -> bool:
        """Note a closing about which a traveller may be asked; False when it was noted before."""
        ...

    def pending(self, *, closed_before: int, most: int) -> tuple[Rating, ...]:
        """Closings before a time about which nobody was asked yet, oldest first."""
        ...

    def rating(self, closing: str, *, lock: bool = False) -> Rating | None:
        """What is known of a closing; with `lock` nobody else changes it before this transaction ends."""
        ...

    def keep_rating(self, rating: Rating) -> None:
        """Write what is known of a closing as it is now."""
        ...

    def comments(self, *, since: int, until: int, most: int) -> tuple[Rating, ...]:
        """Ratings of a range of time to which something was added, the newest first."""
        ...
