"""How often a visitor may write, and an address begin a new chat: a bucket of tokens each, kept in the process.

Several web processes allow several times as much: the limits are there against floods, not to count by.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from threading import Lock

from flask import Flask, Request

from bot.ports.runtime import Runtime

MESSAGES_A_MINUTE = 30
NEW_CHATS, NEW_CHATS_SECONDS = 20, 20 * 60
"""New chats of an address at once, and the seconds in which so many come back: 60 an hour. Offices share an address."""
_MOST_NAMES = 10_000
"""Buckets that are kept; who was quiet longest has a full one anyway."""
_HOME_BITS = 64
_SITE_BITS, _NEIGHBORS_BITS = 48, 24
"""Of an IPv6 address: what one customer has (RFC 6177)."""


class Limiter:
    """Lets each name do a number of things in so many seconds, all of them at once if it likes."""

    def __init__(self, things: int, *, seconds: int = 60, most_names: int = _MOST_NAMES) -> None:
        self._things = things
        self._most = most_names
        self._each = timedelta(seconds=seconds / things)
        self._lock = Lock()
        self._full_at: OrderedDict[str, datetime] = OrderedDict()

    def wait(self, name: str, now: datetime) -> int:
        """0 when it may be done now, which is then counted; else the whole seconds to wait."""
        with self._lock:
            full = max(self._full_at.get(name, now), now) + self._each
            late = (full - now - self._each * self._things).total_seconds()
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


def seconds_to_begin(app: Flask, runtime: Runtime, request: Request) -> int:
    """0 when whoever asks may begin a new chat now, else how many seconds later.

    A neighbour on a private network is not limited: it is a proxy of ours that nobody told us of, or a developer.
    """
    home = _home(request.remote_addr or "")
    new = Limiter(NEW_CHATS, seconds=NEW_CHATS_SECONDS)
    limiter: Limiter = app.extensions.setdefault("threadfare new chats", new)
    return limiter.wait(home, runtime.clock.now()) if home else 0


def caller_address(request: Request) -> str:
    """What is counted of who asks: their address, or their IPv6 network; "" when it is nobody's on the internet."""
    return _home(request.remote_addr or "")


def network(address: str | None) -> str:
    """The network that an address is of, 256 neighbors or a site; "" when it is nobody's on the internet."""
    home = _home(address or "").partition("/")[0]
    if not home:
        return ""
    found = ip_address(home)
    return str(ip_network((found, _SITE_BITS if isinstance(found, IPv6Address) else _NEIGHBORS_BITS), strict=False))


def _home(address: str) -> str:
    """The address or the network that is counted; "" when it is nobody's on the internet."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    if not found.is_global:
        return ""
    return str(ip_network((found, _HOME_BITS), strict=False)) if isinstance(found, IPv6Address) else str(found)
