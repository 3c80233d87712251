"""Reading what was said: the newest lines of a thread together with the live id from which a page goes on."""

import msgspec

from bot.ports.runtime import Runtime
from bot.ports.talk_records import Line

FIRST_LINES = 30
"""Lines that a page shows when it opens."""


class Opened(msgspec.Struct, frozen=True):
    """Lines in order, and the live id of that state: a page connects with `since` it.

    `earlier` is the row before which there is more, 0 when this is the beginning.
    """

    live: str
    lines: tuple[Line, ...]
    earlier: int = 0


def open_thread(runtime: Runtime, thread: str, *, after: int = 0, before: int = 0, most: int = FIRST_LINES) -> Opened:
    """The newest lines of a thread after a row and, unless it is 0, before another; raises `UnavailableError`.

    The live id is read first: what is written in between is told twice, which pages notice by the row, and never
    missed.
    """
    live = runtime.live.newest()
    with runtime.records.begin() as work:
        lines = work.talk.lines(thread, after=after, before=before, most=most + 1)
    shown = lines[-most:]
    return Opened(live, shown, shown[0].row if len(lines) > most else 0)


def read_line(runtime: Runtime, row: int) -> Line | None:
    """One line by its row, or None when it is gone; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.talk.line(row)
