"""The platform's clock as phones may move it: the real time, and as much ahead as somebody asked for."""

import time
from collections.abc import Callable

_HOUR = 3600 * 1000


class MovableClock:
    """Gives milliseconds since 1970, UTC; it goes forward only, as time does. `real` is what it is ahead of."""

    def __init__(self, real: Callable[[], int] = lambda: int(time.time() * 1000)) -> None:
        self._real = real
        self.ahead = 0
        """Milliseconds between the real time and this one."""

    def __call__(self) -> int:
        """Now."""
        return self._real() + self.ahead

    def move(self, hours: int) -> None:
        """Let hours pass."""
        self.ahead += hours * _HOUR
