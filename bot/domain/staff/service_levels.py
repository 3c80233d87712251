"""Service levels: within how many minutes a traveller is answered first, answered again, and done with.

All moments are milliseconds since 1970, UTC, 0 for never. A clock that does not run is due never.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.staff.hours import ALWAYS, MINUTE_MS, Hours, add_open

ANY_PRIORITY = -1
LONGEST_MINUTES = 60 * 24 * 60
"""Sixty days: what takes longer is no service level."""
LONGEST_NAME = 60
SOON_SHARE = 5
"""A clock is due soon when less than a fifth of its minutes is left..."""
SOON_MS = 15 * MINUTE_MS
"""...but never sooner than a quarter of an hour before."""
LEAST_SOON_MS = 2 * MINUTE_MS

Clock = Literal["first", "next", "resolve"]
Stage = Literal["soon", "late"]
Tone = Literal["calm", "soon", "late"]

_WORDS: dict[Clock, str] = {"first": "reply", "next": "reply", "resolve": "close"}


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """What is promised to travellers of a team, a priority and a channel; "" and -1 stand for any.

    `first`, `next` and `resolve` are minutes, 0 for no promise; `always` counts day and night, otherwise only the
    minutes of the team's business hours.
    """

    id: str
    name: str
    team: str = ""
    priority: int = ANY_PRIORITY
    channel: str = ""
    first: int = 0
    next: int = 0
    resolve: int = 0
    always: bool = False


class Clocks(msgspec.Struct, frozen=True, kw_only=True):
    """What the clocks of a thread count from, as in `DeskThread`."""

    opened_at: int = 0
    unanswered_since: int = 0
    answered_at: int = 0
    done_at: int = 0


class Dues(msgspec.Struct, frozen=True):
    """When the clocks of a thread are due."""

    first: int = 0
    next: int = 0
    resolve: int = 0


class Countdown(msgspec.Struct, frozen=True):
    """A clock as staff read it: its words, how they are toned, and when it is due."""

    text: str
    tone: Tone
    due: int
    clock: Clock


def checked(policy: Policy) -> Policy:
    """The policy, if it can be kept; raises `InvalidError` with a sentence for whoever wrote it."""
    if not 0 < len(policy.name.strip()) <= LONGEST_NAME:
        raise InvalidError(f"A service level has a name of 1 to {LONGEST_NAME} characters.")
    minutes = (policy.first, policy.next, policy.resolve)
    if any(not 0 <= each <= LONGEST_MINUTES for each in minutes):
        raise InvalidError(f"Minutes are whole numbers from 0 (no promise) to {LONGEST_MINUTES}.")
    if not any(minutes):
        raise InvalidError("Enter the minutes of at least one clock.")
    return policy


def chosen(policies: Iterable[Policy], *, team: str, priority: int, channel: str) -> Policy | None:
    """The policy that holds for a thread: the one that names most of it, a team before a priority before a channel."""
    fitting = [
        policy
        for policy in policies
        if policy.team in ("", team) and policy.priority in (ANY_PRIORITY, priority) and policy.channel in ("", channel)
    ]
    return min(fitting, key=_generality, default=None)


def dues(clocks: Clocks, policy: Policy | None, hours: Hours) -> Dues:
    """When the clocks of a thread are due; raises `InvalidError` when the hours are never open."""
    if policy is None or not clocks.opened_at or clocks.done_at >= clocks.opened_at:
        return Dues()
    counted = ALWAYS if policy.always else hours
    answered = clocks.answered_at >= clocks.opened_at

    def due(since: int, minutes: int, *, runs: bool) -> int:
        return add_open(counted, since, minutes) if runs and since and minutes else 0

    return Dues(
        due(clocks.opened_at, policy.first, runs=not answered),
        due(clocks.unanswered_since, policy.next, runs=answered),
        due(clocks.opened_at, policy.resolve, runs=True),
    )


def countdown(due: Dues, now: int) -> Countdown | None:
    """The clock that is due first, as staff read it in list, thread and overview; None when none runs."""
    clocks: tuple[tuple[int, Clock], ...] = ((due.first, "first"), (due.next, "next"), (due.resolve, "resolve"))
    running = [each for each in clocks if each[0]]
    if not running:
        return None
    at, clock = min(running, key=lambda each: each[0])
    if now >= at:
        return Countdown(f"late {_length(now - at)}", "late", at, clock)
    return Countdown(f"{_WORDS[clock]} in {_length(at - now)}", "soon" if at - now <= SOON_MS else "calm", at, clock)


def stages(due: Dues, policy: Policy, now: int) -> tuple[tuple[Clock, Stage, int], ...]:
    """The clocks that are due soon or late now, with when they are due: what supervisors are told, once each."""
    found: list[tuple[Clock, Stage, int]] = []
    told: tuple[tuple[Clock, int, int], ...] = (
        ("first", due.first, policy.first),
        ("next", due.next, policy.next),
        ("resolve", due.resolve, policy.resolve),
    )
    for clock, at, minutes in told:
        if at and now >= at:
            found.append((clock, "late", at))
        elif at and at - now <= warned_before(minutes):
            found.append((clock, "soon", at))
    return tuple(found)


def warned_before(minutes: int) -> int:
    """How many milliseconds before it is due a clock of so many minutes is noticed."""
    return max(LEAST_SOON_MS, min(SOON_MS, minutes * MINUTE_MS // SOON_SHARE))


def raised(priority: int, stage: Stage) -> int:
    """The priority of a thread after a clock of it was noticed: high before it is due, urgent when it is late."""
    return max(priority, 3 if stage == "late" else 2)


def _generality(policy: Policy) -> tuple[bool, bool, bool, str, str]:
    return (not policy.team, policy.priority == ANY_PRIORITY, not policy.channel, policy.name, policy.id)


def _length(milliseconds: int) -> str:
    minutes = milliseconds // MINUTE_MS
    if minutes < 1:
        return "less than 1 min"
    if minutes < 100:  # noqa: PLR2004  up to a hundred minutes are read faster than hours
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"  # noqa: PLR2004  two days
