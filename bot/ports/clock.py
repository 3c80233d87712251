"""Time and chance, handed in: nobody else asks the machine for either."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment as an aware datetime in UTC."""
        ...


class Ids(Protocol):
    """Makes ids and secrets out of chance."""

    def new(self, prefix: str) -> str:
        """A fresh id such as "pay_06b3…": the prefix, an underscore, milliseconds and 80 random bits; sorts by time."""
        ...

    def random(self, size: int) -> bytes:
        """That many unguessable bytes."""
        ...
