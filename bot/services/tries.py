"""Counting tries that went wrong, and closing doors for a while: for a thread, for what is guessed at, for an account.

Whose tries are counted stands in SQL under keyed hashes that tell nobody who that is.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from hmac import digest

import msgspec

from bot.domain.ids import parse_thread
from bot.ports.records import Work
from bot.ports.runtime import Runtime

_FORGET_AFTER = timedelta(days=1)


class Limit(msgspec.Struct, frozen=True):
    """How many tries may go wrong within a while before a door is locked for the rest of it."""

    most: int
    within: timedelta


class Door(msgspec.Struct, frozen=True):
    """Something that is tried at, under a name that tells nobody what it is.

    Tries at a `shared` one, a whole account, do not wait for one another.
    """

    subject: str
    limit: Limit
    shared: bool = False


def door(runtime: Runtime, about: str, limit: Limit) -> Door:
    """The door of something."""
    return Door(hashed(runtime, about), limit)


def account_door(runtime: Runtime, what: str, thread: str, limit: Limit) -> Door:
    """The door of a thread's whole channel account; `what` keeps those of different tries apart."""
    key = parse_thread(thread)
    return Door(hashed(runtime, f"{what}:{key.channel}:{key.account}"), limit, shared=True)


def hold(work: Work, doors: tuple[Door, ...]) -> None:
    """Let nobody else try at these doors until the transaction ends, but at those that are shared."""
    work.trips.hold_tries(*[each.subject for each in doors if not each.shared])


def locked_until(work: Work, doors: tuple[Door, ...], now: datetime) -> datetime | None:
    """When the last of the locked doors opens; None when none is locked."""
    ends = []
    for each in doors:
        wrong = work.trips.wrong_tries(each.subject, since=now - each.limit.within, most=each.limit.most)
        if len(wrong) >= each.limit.most:
            ends.append(wrong[-1] + each.limit.within)
    return max(ends, default=None)


def note_try(runtime: Runtime, work: Work, effect: str, doors: tuple[Door, ...], *, now: datetime) -> None:
    """Count a try at each of the doors; the same effect, named among those of all threads, counts once."""
    work.trips.note_wrong_try(hashed(runtime, effect), *[each.subject for each in doors], at=now)
    work.trips.forget_tries(before=now - _FORGET_AFTER)


def take_back(runtime: Runtime, work: Work, effect: str) -> None:
    """Uncount a try that was counted before it was known to be right: of guesses that come at once none is free."""
    work.trips.take_try_back(hashed(runtime, effect))


def hashed(runtime: Runtime, text: str) -> str:
    """A text under the program's secret: the same text gives the same hash, and nobody can tell which text it was."""
    return digest(runtime.secret, b"trip-try:" + text.encode(), sha256).hex()[:32]
