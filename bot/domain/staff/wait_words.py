"""What a traveller who waits for a person was told of it, and when it has changed so much that they are told again.

Theory. A number that moves by one each minute is noise. The place is told again when it has halved, or when they are
next; the time when it has become much longer; when somebody is there again, whenever that has changed. Between two
words about the same wait lie some minutes, but when the doors open.
"""

import msgspec

SETTLE_MS = 4000
"""Whoever is answered within this time hears nothing of a line."""
PAUSE_MS = 3 * 60_000
LONGER_MINUTES = 10


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a traveller was told last of their wait, which began at `since`: times are milliseconds UTC.

    `opens` is when somebody is there again, 0 when they were told their `place` and the `minutes` it takes.
    """

    thread: str
    since: int
    at: int
    place: int = 0
    minutes: int = 0
    opens: int = 0


def is_news(before: Told | None, after: Told) -> bool:
    """Whether a traveller is told what holds now (`after.at`), given what they were told last; None for nothing."""
    if before is None or before.since != after.since:
        return after.at - after.since >= SETTLE_MS
    if bool(before.opens) != bool(after.opens):
        return True
    if after.at - before.at < PAUSE_MS:
        return False
    return before.opens != after.opens if after.opens else _has_moved(before, after)


def _has_moved(before: Told, after: Told) -> bool:
    is_next = after.place == 1 and before.place > 1
    halved = after.place * 2 <= before.place
    longer = bool(before.minutes) and after.minutes >= before.minutes + LONGER_MINUTES
    return is_next or halved or longer
