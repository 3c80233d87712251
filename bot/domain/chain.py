"""Chains of hashes: each link holds the one before it, so that nothing below a known link can be changed unseen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Protocol

import msgspec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Hash(Protocol):
    """What a hash function of the standard library gives."""

    def hexdigest(self) -> str:
        """The hash in hexadecimal digits."""
        ...


def linked(before: str, *parts: object, by: Callable[[bytes], Hash] = sha256) -> str:
    """The hash of a link: of the hash before it ("" for the first) and its own parts, as one JSON array.

    The encoding is canonical: fields in the order of their definition, no space, text in UTF-8.
    """
    return by(msgspec.json.encode((before, *parts))).hexdigest()


def microseconds(moment: datetime) -> int:
    """A moment, aware of its zone, in whole microseconds since 1970, UTC: as fine as PostgreSQL keeps it."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
