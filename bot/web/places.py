"""Who may hold a stream of this process open: so many each, and never all of them by those who come first.

Theory. An open stream holds a thread of the process, and whoever finds no place asks every few seconds instead, which
is slower and no loss. So places are shared out: a visitor has a few, which are all the tabs that anybody has of one
chat, and a person of the staff some more. However many visitors come, a quarter of the places stays for staff, and
whoever holds one already leaves an eighth to those who hold none.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import msgspec
from flask import Flask

from bot.ports.runtime import Runtime

MOST_OF_A_VISITOR = 4
MOST_OF_A_PERSON = 20
_SHARE_OF_STAFF = 4
_SHARE_OF_NEWCOMERS = 8


class Holder(msgspec.Struct, frozen=True):
    """Who holds a stream open: a thread of the chat by its name, or a person of the staff by their id."""

    name: str
    staff: bool = False


class Places:
    """The places of one process, `most` in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._held: Counter[Holder] = Counter()

    @contextmanager
    def hold(self, holder: Holder) -> Iterator[bool]:
        """A place for as long as it is wanted; False when there is none for this holder now."""
        with self._lock:
            granted = self._has_room(holder)
            self._held[holder] += granted
        try:
            yield granted
        finally:
            with self._lock:
                self._held[holder] -= granted
                self._held += Counter()  # forgets who holds none any more

    def _has_room(self, holder: Holder) -> bool:
        mine = self._held[holder]
        all_of_them = self._held.total()
        travellers = sum(count for one, count in self._held.items() if not one.staff)
        spare = self._most // _SHARE_OF_NEWCOMERS if mine else 0
        if holder.staff:
            return mine < MOST_OF_A_PERSON and all_of_them < self._most - spare
        theirs = self._most - self._most // _SHARE_OF_STAFF
        return mine < MOST_OF_A_VISITOR and travellers < theirs - spare and all_of_them < self._most - spare


def places_of(app: Flask, runtime: Runtime) -> Places:
    """The places of an application: desk, console and chat share them."""
    places: Places = app.extensions.setdefault("threadfare places", Places(runtime.streams))
    return places
