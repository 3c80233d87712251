"""Two threads that perform quick effects after the response has gone, and refuse when too many wait."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore

from bot.domain.errors import ThreadfareError
from bot.ports.conversations import Due

THREADS = 2
MOST_WAITING = 64

_log = logging.getLogger(__name__)


class QuickPool:
    """The port `Quick` for effects of some kinds; it refuses everything until it is told how to perform."""

    def __init__(self, kinds: frozenset[type], *, threads: int = THREADS, waiting: int = MOST_WAITING) -> None:
        self._kinds = kinds
        self._perform: Callable[[str, str], object] | None = None
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="quick")
        self._room = BoundedSemaphore(threads + waiting)

    def serve(self, perform: Callable[[str, str], object]) -> None:
        """From now on perform by this function of a thread and an effect's id: it needs the Runtime, which needs us."""
        self._perform = perform

    def submit(self, due: Due) -> bool:
        """Perform an effect soon; False when it is not quick, too many wait already, or the process is ending."""
        if self._perform is None or type(due.effect) not in self._kinds or not self._room.acquire(blocking=False):
            return False
        try:
            self._pool.submit(self._run, self._perform, due)
        except RuntimeError:
            self._room.release()
            return False
        return True

    def close(self) -> None:
        """Finish what runs, forget what waits: the sweep rings for it."""
        self._pool.shutdown(cancel_futures=True)

    def _run(self, perform: Callable[[str, str], object], due: Due) -> None:
        try:
            perform(due.thread, due.id)
        except ThreadfareError as error:
            _log.warning("A quick effect failed and will be rung again: %s", error.say_to_staff)
        except Exception as error:  # noqa: BLE001  a fault must not end the thread; its words may be a traveller's
            _log.error("A quick effect failed and will be rung again: %s", type(error).__name__)
        finally:
            self._room.release()
