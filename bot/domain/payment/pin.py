"""A PIN that guards the saved methods of a traveller: what may be one, and how wrong ones lock it.

Theory. Four digits are guessed in ten thousand tries, so the number of tries is the guard, and the hash only keeps a
stolen table from telling the digits. Five wrong ones in a row lock it for a quarter of an hour, the next five for half
an hour, and so on up to a day: at five tries a day four digits last for years. A right one begins anew. While it is
locked not even the right one is looked at, so that nobody learns it then.
"""

from datetime import datetime, timedelta
from itertools import pairwise

import msgspec

SHORTEST, LONGEST = 4, 8
MOST_WRONG = 5
"""Wrong ones in a row that lock a PIN."""
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=15), timedelta(days=1)
_MOST_DOUBLINGS = 7
"""From a quarter of an hour to more than a day."""


class Pin(msgspec.Struct, frozen=True):
    """The PIN of a traveller, by its hash; `wrong` counts since the last lock, `locks` since the last right one.

    `by` is the change that set it: the same change again finds it done.
    """

    traveller: str
    hash: str
    set_at: datetime
    wrong: int = 0
    locks: int = 0
    locked_until: datetime | None = None
    by: str = ""

    def is_locked(self, now: datetime) -> bool:
        """Whether no PIN is looked at now (UTC)."""
        return self.locked_until is not None and now < self.locked_until

    @property
    def left(self) -> int:
        """How many wrong ones there may be until it is locked."""
        return MOST_WRONG - self.wrong


def after_wrong(pin: Pin, now: datetime) -> Pin:
    """The PIN after one more wrong guess, locked when that was one too many."""
    if pin.wrong + 1 < MOST_WRONG:
        return msgspec.structs.replace(pin, wrong=pin.wrong + 1)
    lock = min(FIRST_LOCK * 2 ** min(pin.locks, _MOST_DOUBLINGS), LONGEST_LOCK)
    return msgspec.structs.replace(pin, wrong=0, locks=pin.locks + 1, locked_until=now + lock)


def after_right(pin: Pin) -> Pin:
    """The PIN after the right one: nothing is counted any more."""
    return msgspec.structs.replace(pin, wrong=0, locks=0, locked_until=None)


def is_shaped(text: str) -> bool:
    """Whether a text could be a PIN: four to eight digits."""
    return SHORTEST <= len(text) <= LONGEST and text.isascii() and text.isdigit()


def is_easy(pin: str) -> bool:
    """Whether a PIN is among the first that anybody tries: one digit throughout, or digits in a row."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {-1, 0, 1}
