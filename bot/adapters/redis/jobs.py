"""Doorbells through RQ: one function, one opaque name, JSON, no callbacks, nothing kept.

RQ loses jobs and repeats them; that is harmless here, because a job only says "look": what is due stands in the due
set or in SQL, and a sweep rings what is late.
"""

import logging

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer

QUEUE = "threadfare"
FUNCTION = "workers.perform.perform"
FAILURE_SECONDS = 3600
JOB_SECONDS = 120

_log = logging.getLogger(__name__)


class RqJobs:
    """The port `Jobs`."""

    def __init__(self, client: Redis) -> None:
        self._queue = Queue(QUEUE, connection=client, serializer=JSONSerializer, default_timeout=JOB_SECONDS)

    def ring(self, name: str) -> None:
        """Ask some worker to look; never raises."""
        try:
            self._queue.enqueue_call(
                FUNCTION, args=(name,), description="ring", result_ttl=0, failure_ttl=FAILURE_SECONDS
            )
        except (RedisError, OSError) as error:
            _log.warning("A doorbell could not be rung (%s); the sweep will ring it.", type(error).__name__)


def jobs_client(url: str, *, wait: float = 0.5) -> Redis:
    """A client of the Redis for RQ that never sends a write twice; a worker waits longer than its blocking pop."""
    retry = Retry(NoBackoff(), 0)
    return Redis.from_url(url, socket_timeout=wait, socket_connect_timeout=0.3, retry=retry)
