"""Turns that stay in the journal for now because their account has enough of them in memory, and how they come back.

Theory. What is parked was read and not acknowledged, so that the journal gives it again. From the first parked turn of
an account in a shard on, all its turns there are parked, because a thread's turns must keep their order. When there is
room, the shard is read again from that position; of what comes, those turns alone are taken which were parked, because
others may be on their way or just done. Turns are taken from memory's point of view once and in order, even when
reading again is broken off: `since` moves with each that is taken.
"""

import msgspec

from bot.ports.journal import Noted

Place = tuple[str, str]
"""An account, and a shard."""


class Return(msgspec.Struct, frozen=True):
    """The wish to read a shard again after a position, for the accounts that have room now."""

    shard: str
    after: str
    accounts: frozenset[str]


class Parking:
    """What is parked, by account and shard; used by the thread that decides alone."""

    def __init__(self) -> None:
        self._since: dict[Place, tuple[int, int]] = {}
        self._asked: set[str] = set()
        self._stopped: set[Place] = set()

    def __len__(self) -> int:
        return len(self._since)

    def stays(self, account: str, noted: Noted, *, is_full: bool) -> bool:
        """Whether a turn that was just read stays in the journal."""
        place = (account, noted.shard)
        if place in self._since:
            return True
        if is_full:
            self._since[place] = _order(noted.position)
        return is_full

    def stays_again(self, account: str, noted: Noted, back: Return, *, is_full: bool) -> bool:
        """Whether a turn that was read again stays nevertheless; one that does not was taken."""
        place, position = (account, noted.shard), _order(noted.position)
        since = self._since.get(place)
        if account not in back.accounts or place in self._stopped or not _covers(back, since):
            return True
        if since is None or position < since:
            return True
        if is_full:
            self._stopped.add(place)
            self._since[place] = position
            return True
        self._since[place] = (position[0], position[1] + 1)
        return False

    def is_over(self, back: Return, *, whole: bool) -> None:
        """A shard was read again: to its end, so that who was not stopped on the way is parked no longer, or not."""
        self._asked.discard(back.shard)
        for account in back.accounts:
            place = (account, back.shard)
            if whole and place not in self._stopped and _covers(back, self._since.get(place)):
                self._since.pop(place, None)
            self._stopped.discard(place)

    def forget(self, shard: str) -> None:
        """All of a shard will be read again."""
        for place in [place for place in self._since if place[1] == shard]:
            del self._since[place]
            self._stopped.discard(place)

    def wanted(self, has_room: frozenset[str]) -> list[Return]:
        """What is to be read again, now that these accounts have room; each shard is asked for once at a time."""
        found: dict[str, list[Place]] = {}
        for place in self._since:
            if place[0] in has_room and place[1] not in self._asked:
                found.setdefault(place[1], []).append(place)
        self._asked |= set(found)
        return [
            Return(shard, _before(min(self._since[place] for place in places)), frozenset(place[0] for place in places))
            for shard, places in found.items()
        ]

    def accounts(self) -> frozenset[str]:
        """The accounts of which something is parked."""
        return frozenset(account for account, _ in self._since)


def _order(position: str) -> tuple[int, int]:
    time, _, number = position.partition("-")
    return int(time), int(number)


def _covers(back: Return, since: tuple[int, int] | None) -> bool:
    """Whether reading again begins before what is parked; after a shard was lost it may be parked from earlier on."""
    return since is not None and _order(back.after) < since


def _before(order: tuple[int, int]) -> str:
    """The position right before one: reading begins behind it."""
    time, number = order
    return f"{time}-{number - 1}" if number else f"{time - 1}-{2**63}"
