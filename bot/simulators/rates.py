"""How many calls are allowed in how much time, by a clock that is handed in; milliseconds."""

from collections import deque


class Rate:
    """At most `most` in any span of time."""

    def __init__(self, most: int, span: int) -> None:
        self.most = most
        self.span = span
        self._times: deque[int] = deque()

    def used(self, now: int) -> int:
        """How many there were in the span before now."""
        while self._times and self._times[0] <= now - self.span:
            self._times.popleft()
        return len(self._times)

    def take(self, now: int) -> bool:
        """Whether one more is allowed; then it is counted."""
        if self.used(now) >= self.most:
            return False
        self._times.append(now)
        return True


class Pace:
    """One in `every`, with up to `burst` at once that are borrowed against what comes (GCRA)."""

    def __init__(self, every: int, burst: int) -> None:
        self._every = every
        self._ahead = every * (burst - 1)
        self._due: dict[str, int] = {}

    def take(self, who: str, now: int) -> bool:
        """Whether somebody is allowed one more; then it is counted."""
        due = max(self._due.get(who, now), now)
        if due - now > self._ahead:
            return False
        self._due[who] = due + self._every
        return True
