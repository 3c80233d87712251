"""What is left of a town when its process dies: all that the next process finds, as one fingerprint.

Two deaths that leave the same behind go on in the same way, so only one of them needs to be played. Names do not
count: how many ids a process had made when it died changes the ids that come, and nothing else.
"""

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from tests.fakes.records_wallet import Instruments
from tests.journeys.crash_points.town import Town

_NAMED_ONLY = frozenset({"_arriving"})
"""Requests that are lost on the way: functions, known by their keys."""
_APART = frozenset({"clock", "counts", "gateway", "holds", "records", "sealed", "supplier", "talk", "vault"})
_OF_NO_ACCOUNT = frozenset(
    {"calls", "fuse", "ids", "runtime", "web", "_clock", "_desk", "_jtis", "_lock", "_money", "_serials", "_talk"}
)
"""What is never read again by any part of the town, or makes names."""


def left_behind(town: Town) -> bytes:
    """16 bytes that stand for what SQL, the stores, the bank, the supplier and the traveller know, and for the time."""
    wrong = town.counts.counted["needs_staff key_reused"]
    seen = blake2b(f"{town.clock.moment.isoformat()} {wrong}".encode(), digest_size=16)
    for part in _parts(town):
        for name, value in sorted(vars(part).items()):
            if name not in _APART | _OF_NO_ACCOUNT and not callable(value) and not isinstance(value, Instruments):
                seen.update(f"{name}={_told(name, value)};".encode())
    return seen.digest()


def _parts(town: Town) -> Iterator[Any]:
    yield town
    yield from (part for part in vars(town.records).values() if hasattr(part, "__dict__"))
    yield from (town.gateway, town.sealed, town.supplier, town.vault)
    yield from town.supplier.holds.values()


def _told(name: str, value: object) -> str:
    if name in _NAMED_ONLY and isinstance(value, dict):
        return repr(list(value))
    told = repr(value)
    if " object at 0x" in told or " at 0x" in told:
        raise TypeError(f"{name} does not say what it holds.")
    return told
