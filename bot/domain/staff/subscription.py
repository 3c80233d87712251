"""A browser that takes pushes for somebody of the staff, as the Push API describes it."""

from base64 import urlsafe_b64decode
from binascii import Error
from urllib.parse import urlsplit

import msgspec

from bot.domain.errors import InvalidError

SERVICES: tuple[str, ...] = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
"""Hosts, and parents of hosts, of the push services of browsers: nobody can make us call any other."""
_LONGEST_ENDPOINT = 1024
_POINT_BYTES, _SECRET_BYTES = 65, 16
_UNCOMPRESSED = 4


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """Where a browser is reached and for which key it is encrypted (W3C, Push API; RFC 8291, section 2).

    `id` is ours; `p256dh` is the browser's public point and `auth` its secret, both in base64url; `browser` is what the
    person calls it by; `at` is when it was told, milliseconds UTC.
    """

    id: str
    person: str
    endpoint: str
    p256dh: str
    auth: str
    browser: str
    at: int


def check(one: Subscription) -> Subscription:
    """The subscription, if pushes can be sent to it; raises `InvalidError` for an unknown service or a bad key."""
    parts = urlsplit(one.endpoint)
    host = parts.hostname or ""
    known = any(host == service or host.endswith(f".{service}") for service in SERVICES)
    plain = parts.scheme == "https" and parts.netloc == host and len(one.endpoint) <= _LONGEST_ENDPOINT
    if not (known and plain):
        raise InvalidError("This browser's push service is not known here.")
    point = decoded(one.p256dh)
    if len(point) != _POINT_BYTES or point[0] != _UNCOMPRESSED or len(decoded(one.auth)) != _SECRET_BYTES:
        raise InvalidError("This browser's keys for pushes cannot be read.")
    return one


def decoded(text: str) -> bytes:
    """What base64url says, without its padding; empty for what is none."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        return b""
