"""How often a visitor may write: a bucket of tokens each, kept in the process.

Several web processes allow several times as much: the limit is there against floods, not to count by.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

from flask import Flask

from bot.ports.runtime import Runtime

MESSAGES_A_MINUTE = 30
_MOST_VISITORS = 10_000
"""Buckets that are kept; who was quiet longest has a full one anyway."""


class Limiter:
    """Lets each name do a number of things a minute, all of them at once if it likes."""

    def __init__(self, a_minute: int, *, most_names: int = _MOST_VISITORS) -> None:
        self._a_minute = a_minute
        self._most = most_names
        self._each = timedelta(seconds=60 / a_minute)
        self._lock = Lock()
        self._full_at: OrderedDict[str, datetime] = OrderedDict()

    def wait(self, name: str, now: datetime) -> int:
        """0 when it may be done now, which is then counted; else the whole seconds to wait."""
        with self._lock:
            full = max(self._full_at.get(name, now), now) + self._each
            late = (full - now - self._each * self._a_minute).total_seconds()
            if late > 0:
                return ceil(late)
            self._full_at[name] = full
            self._full_at.move_to_end(name)
            while len(self._full_at) > self._most:
                self._full_at.popitem(last=False)
            return 0


def seconds_to_wait(app: Flask, runtime: Runtime, visitor: str) -> int:
    """0 when the visitor may write now, else how many seconds later."""
    limiter: Limiter = app.extensions.setdefault("threadfare messages", Limiter(MESSAGES_A_MINUTE))
    return limiter.wait(visitor, runtime.clock.now())
