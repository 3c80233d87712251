"""Does what the courier's deciding thread must not wait for: writes to SQL, turns of threads that were refused."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.domain.errors import ThreadfareError

_log = logging.getLogger(__name__)


class Clerk:
    """One thread beside the courier's; whatever fails there is told in the log and stops nobody."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clerk")

    def do(self, what: str, job: Callable[[], object]) -> None:
        """Do a job soon."""
        self._thread.submit(guarded, what, job)


def guarded(what: str, job: Callable[[], object]) -> None:
    """Do a job; never raises."""
    try:
        job()
    except ThreadfareError as error:
        _log.warning("%s could not be noted: %s", what, error.say_to_staff)
    except Exception as error:  # noqa: BLE001  the courier goes on without this note
        _log.error("%s could not be noted: %s", what, type(error).__name__)
