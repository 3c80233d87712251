"""What many open pages show alike, drawn once for all of them until it is out of date."""

from collections.abc import Callable, Hashable
from threading import Lock, Semaphore
from time import monotonic
from typing import Any, TypeVar

import msgspec

from bot.web import streaming

Drawn = TypeVar("Drawn")


BRIEF_SECONDS = 1.0
_AT_ONCE = 2
"""Values that are drawn at once: those who wait for the others hold no connection to SQL."""


class Alike(msgspec.Struct, frozen=True):
    """A part that pages show alike: its HTML, and the event that tells it, put into words once for all of them."""

    html: str
    event: str


def alike(name: str, html: str) -> Alike:
    """A part under its name."""
    return Alike(html, streaming.event(name, html, ""))


class _Slot:
    """One thing that is drawn: it is good while it was made after it was last soiled."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.soiled = 0
        self.made = -1
        self.value: Any = None


class Shared:
    """Values by their keys; whoever comes first draws, the others wait for it and share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._turns = Semaphore(_AT_ONCE)
        self._slots: dict[Hashable, _Slot] = {}

    def get(self, key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """The value of a key, drawn anew when something has happened since."""
        slot = self._slot(key)
        with slot.lock:
            if slot.made != slot.soiled:
                soiled = slot.soiled  # what happens while it is drawn makes it out of date again
                with self._turns:
                    slot.value = draw()
                slot.made = soiled
            value: Drawn = slot.value
            return value

    def known(self, key: Hashable) -> Any:
        """The value of a key as it was drawn last, None when it never was."""
        with self._lock:
            slot = self._slots.get(key)
        return slot.value if slot else None

    def soil(self, key: Hashable) -> None:
        """What was drawn of a key is out of date."""
        with self._lock:
            if key in self._slots:
                self._slots[key].soiled += 1

    def drop(self, key: Hashable) -> None:
        """Nobody shows it any more."""
        with self._lock:
            self._slots.pop(key, None)

    def _slot(self, key: Hashable) -> _Slot:
        with self._lock:
            return self._slots.setdefault(key, _Slot())


class Brief(Shared):
    """Values for pages that ask now and then, and whom nobody tells what is out of date: good for a moment.

    What one of them has drawn the next ones share until there is anything new, and for a second at most. `newest` is
    the id of the newest news: a page that is told of it is never given what was drawn before it.
    """

    def __init__(self, newest: Callable[[], str], *, clock: Callable[[], float] = monotonic) -> None:
        super().__init__()
        self._newest, self._clock = newest, clock
        self._of, self._since = "", clock()

    def get(self, key: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """The value of a key, drawn anew when something has happened since, or a second has gone by."""
        newest, now = self._newest(), self._clock()
        with self._lock:
            if newest != self._of or now - self._since >= BRIEF_SECONDS:
                self._of, self._since, self._slots = newest, now, {}
        return super().get(key, draw)


class Fresh(Shared):
    """Shares nothing: for a page that is drawn once."""

    def get(self, key: Hashable, draw: Callable[[], Drawn]) -> Drawn:  # noqa: ARG002  there is nothing to look up
        """The value, drawn now."""
        return draw()
