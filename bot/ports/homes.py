"""Which thread a name meant a moment ago, kept in the process, so that a talk that goes on is not looked up again."""

from collections import OrderedDict
from threading import Lock

BELIEVED_MS = 60_000
"""How long a name is believed: what another process learns of a number that changed hands is heard of this soon."""
MOST_NAMES = 10_000


class Homes:
    """The threads of names that were looked up; times are milliseconds UTC."""

    def __init__(self, *, most: int = MOST_NAMES) -> None:
        self._most = most
        self._lock = Lock()
        self._found: OrderedDict[str, tuple[str, int]] = OrderedDict()

    def find(self, name: str, *, now: int) -> str:
        """The thread that a name meant within the last minute, "" when it must be looked up."""
        thread, at = self._found.get(name, ("", 0))
        return thread if now - at < BELIEVED_MS else ""

    def keep(self, name: str, thread: str, *, now: int) -> None:
        """Believe for a minute that a name means a thread."""
        with self._lock:
            self._found[name] = (thread, now)
            self._found.move_to_end(name)
            while len(self._found) > self._most:
                self._found.popitem(last=False)

    def forget(self, thread: str) -> None:
        """Believe of no name any more that it means a thread."""
        with self._lock:
            for name in [name for name, (meant, _) in self._found.items() if meant == thread]:
                del self._found[name]
