"""Reading what was said: the newest lines of a thread together with the live id from which a page goes on."""

from collections.abc import Iterable, Mapping

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


def answered(runtime: Runtime, thread: str, messages: Iterable[str]) -> Mapping[str, Line]:
    """What was said under these ids, of the traveller's or of the platform's, as far as it is known.

    Raises `UnavailableError`.
    """
    wanted = sorted({message for message in messages if message})
    if not wanted:
        return {}
    with runtime.records.begin() as work:
        found = {message: work.talk.known_as(thread, message) for message in wanted}
    return {message: line for message, line in found.items() if line is not None}


def read_line(runtime: Runtime, row: int) -> Line | None:
    """One line by its row, or None when it is gone; raises `UnavailableError`."""
    with runtime.records.begin() as work:
        return work.talk.line(row)
