"""How notices of account activity are put together: what becomes one message, and how many messages there may be.

What happens within two seconds is one message. A place (a thread, or the mailbox) gets at most three messages within
ten minutes; whatever happens beyond that waits and comes as one digest. A digest tells five things, those first that
guard the account, and how many more there were.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from bot.domain.payment.activity import Activity, ActivityKind

SETTLES = timedelta(seconds=2)
"""How long a notice waits for others of the same moment: a card that is added is often preferred at once."""
MOST, WITHIN = 3, timedelta(minutes=10)
"""Messages that a place gets within a while; a flood beyond that is one digest at its end."""
MOST_LINES = 5
"""Things that one message tells."""

SECURITY: frozenset[ActivityKind] = frozenset(
    {"method_added", "settings_changed", "pin_changed", "pin_locked", "new_device"}
)
"""Kinds after which a traveller may have to say that it was somebody else."""
_ENDINGS = frozenset({"refunded", "refund_failed"})


def next_moment(told: Iterable[datetime], *, now: datetime) -> datetime | None:
    """When a place that was told at these times may be told again (UTC); None for at once."""
    recent = sorted(at for at in told if at > now - WITHIN)
    return recent[-MOST] + WITHIN if len(recent) >= MOST else None


def condensed(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """The activities in order, without what a later one says anew: the same change again, a refund that has ended."""
    ordered = sorted(activities, key=lambda one: (one.at, one.id))
    newest = {_subject(one): one.id for one in ordered}
    kept = [one for one in ordered if newest[_subject(one)] == one.id]
    ended = {(one.checkout, one.about) for one in kept if one.kind in _ENDINGS}
    return tuple(one for one in kept if one.kind != "refund_started" or (one.checkout, one.about) not in ended)


def chosen(activities: tuple[Activity, ...]) -> tuple[tuple[Activity, ...], int]:
    """What one message tells, in order, and how many more there are."""
    first = sorted(activities, key=lambda one: one.kind not in SECURITY)[:MOST_LINES]
    told = {one.id for one in first}
    return tuple(one for one in activities if one.id in told), len(activities) - len(first)


def without_amounts(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    """The activities with nothing said of how much money moved."""
    return tuple(msgspec.structs.replace(one, money=None) for one in activities)


def _subject(activity: Activity) -> tuple[str, ...]:
    """What an activity is about: each movement of money is one of its own, a change of settings is the newest alone."""
    return (activity.kind, activity.id) if activity.checkout or activity.money else (activity.kind, activity.about)
