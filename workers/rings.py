"""RQ's worker, cut down to what we need of it: one function, whatever a job says; nothing kept; no fork.

Who can write into RQ's Redis could otherwise name any function of any module as a job or as its callback, and have
it run here, next to the keys of the vault. A fork a job would cost 40 ms of CPU instead of 8.
"""

from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any

from redis import Redis
from rq import Queue, SimpleWorker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.timeouts import BaseDeathPenalty

from bot.adapters.redis.jobs import QUEUE
from workers.perform import perform

TTL_SECONDS = 25
"""A worker that is silent for as long is dead to RQ; it waits 15 seconds less for a job."""

_KNOWN = frozenset(
    {b"created_at", b"enqueued_at", b"started_at", b"data", b"origin", b"status", b"timeout", b"result_ttl"}
    | {b"failure_ttl", b"worker_name", b"description", b"last_heartbeat"}
)


class Ring(Job):
    """A job that is a name and nothing else: callbacks, webhooks, repeats and other functions are not even read."""

    def restore(self, raw_data: Mapping[Any, Any]) -> Any:
        """Take what we know of a job's hash."""
        kept = {name: value for name, value in raw_data.items() if _bytes(name) in _KNOWN}
        return super().restore(kept)

    @property
    def func(self) -> Callable[[str], None]:
        """The one function."""
        return perform

    @property
    def args(self) -> tuple[str, ...]:
        """The one name."""
        found = super().args
        return (str(found[0]) if found else "",)

    @args.setter
    def args(self, value: Any) -> None:
        self._args = value

    @property
    def kwargs(self) -> dict[str, Any]:
        """None, whatever the job says."""
        return {}

    @kwargs.setter
    def kwargs(self, value: Any) -> None:
        self._kwargs = value

    @property
    def instance(self) -> None:
        """None, whatever the job says."""
        return

    @instance.setter
    def instance(self, value: Any) -> None:
        self._instance = value


class _NoAlarm(BaseDeathPenalty):
    """RQ's time limit for a job, which would strike in the middle of a command: a lease and our calls' limits do."""

    def setup_death_penalty(self) -> None:
        """Set no alarm."""

    def cancel_death_penalty(self) -> None:
        """None was set."""


class RingWorker(SimpleWorker):
    """Performs rings of one queue in this process until told to stop; `stopped` is called when it is told."""

    death_penalty_class = _NoAlarm

    def __init__(self, client: Redis, *, name: str, stopped: Callable[[], None]) -> None:
        queue = Queue(QUEUE, connection=client, serializer=JSONSerializer, job_class=Ring)
        super().__init__(
            [queue],
            name=name,
            connection=client,
            job_class=Ring,
            serializer=JSONSerializer,
            worker_ttl=TTL_SECONDS,
            log_job_description=False,
        )
        self._stopped = stopped

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Finish what is being performed, then end."""
        self._stopped()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]  # RQ does not type it


def _bytes(name: str | bytes) -> bytes:
    return name.encode() if isinstance(name, str) else name
