"""Rings through a real RQ: what is rung is performed, and what somebody planted is not."""

import os
import signal
import time
from collections.abc import Iterator
from threading import Timer
from typing import Any

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from bot.adapters.redis.jobs import QUEUE, RqJobs, jobs_client
from workers import perform, rings
from workers.rings import RingWorker

pytestmark = [
    pytest.mark.real,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning"),
]


@pytest.fixture
def client(valkey: str) -> Iterator[Redis]:
    """RQ's Redis."""
    found = jobs_client(valkey, wait=30)
    yield found
    found.close()


@pytest.fixture
def performed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The names that were performed."""
    found: list[Any] = []
    monkeypatch.setattr(rings, "perform", found.append)
    return found


def work(client: Redis, **how: Any) -> RingWorker:
    """A worker that takes what there is and ends."""
    worker = RingWorker(client, name="test", stopped=how.pop("stopped", lambda: None))
    worker.work(burst=True, logging_level="WARNING")
    return worker


def test_what_is_rung_is_performed_and_leaves_nothing_behind(client: Redis, performed: list[Any]) -> None:
    """A doorbell costs no memory: neither results nor names stay in Redis."""
    jobs = RqJobs(client)
    jobs.ring("effect|messenger:page:ada|m1#0")
    jobs.ring("step|s1")
    work(client)
    assert performed == ["effect|messenger:page:ada|m1#0", "step|s1"]
    assert client.keys("rq:job:*") == []
    assert client.keys("rq:results:*") == []


def test_a_job_that_was_planted_runs_nothing_but_the_one_function(
    client: Redis, performed: list[Any], tmp_path: Any
) -> None:
    """Whoever writes into RQ's Redis cannot make a worker, which holds the keys, run a function of their choice."""
    trace = tmp_path / "planted"
    queue = Queue(QUEUE, connection=client, serializer=JSONSerializer)
    queue.enqueue_call("os.mkdir", args=(str(trace),))
    queue.enqueue_call("os.mkdir", args=(), kwargs={"path": str(trace)})
    job = queue.enqueue_call("workers.perform.perform", args=("step|s1",))
    client.hset(job.key, "success_callback_name", "os.mkdir")
    client.hset(job.key, "failure_callback_name", "os.mkdir")
    client.hset(job.key, "webhooks", '[{"url": "http://127.0.0.1:9/", "events": ["finished"]}]')
    work(client)
    assert performed == [str(trace), "", "step|s1"]
    assert not trace.exists()


def test_a_ring_says_neither_who_nor_what_in_its_description(client: Redis) -> None:
    """Lists of RQ's jobs show no traveller."""
    RqJobs(client).ring("effect|messenger:page:ada|m1#0")
    (key,) = client.keys("rq:job:*")
    assert client.hget(key, "description") == b"ring"
    job = Job.fetch(key.decode().removeprefix("rq:job:"), connection=client, serializer=JSONSerializer)
    assert (job.result_ttl, job.func_name, list(job.args)) == (
        0,
        "workers.perform.perform",
        ["effect|messenger:page:ada|m1#0"],
    )


def test_a_ring_that_cannot_be_rung_raises_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A turn that is committed stays committed although the doorbell is broken."""
    RqJobs(jobs_client("redis://127.0.0.1:1")).ring("step|s1")
    assert len(caplog.records) == 1


def test_a_worker_that_is_told_to_stop_says_so_and_ends(client: Redis, performed: list[Any]) -> None:
    """A deployment ends an idle worker at once, and it does not begin again."""
    told: list[bool] = []
    timer = Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGTERM))
    kept = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    worker = RingWorker(client, name="test", stopped=lambda: told.append(True))
    worker.check_for_suspension = lambda _: timer.start()
    try:
        worker.work(logging_level="WARNING")
    finally:
        signal.signal(signal.SIGTERM, kept[0])
        signal.signal(signal.SIGINT, kept[1])
    assert told == [True]
    assert performed == []


def test_no_alarm_goes_off_in_the_middle_of_what_is_performed(client: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """RQ's alarm could strike between a question to the database and its answer; our own time limits end calls."""
    heard: list[str] = []

    def slow(name: str) -> None:
        time.sleep(1.3)
        heard.append(name)

    monkeypatch.setattr(rings, "perform", slow)
    queue = Queue(QUEUE, connection=client, serializer=JSONSerializer, default_timeout=1)
    queue.enqueue_call("workers.perform.perform", args=("step|slow",), timeout=1)
    RingWorker(client, name="patient", stopped=lambda: None).work(burst=True, logging_level="ERROR")
    assert heard == ["step|slow"]


def test_the_function_that_is_rung_is_the_one_that_is_performed() -> None:
    """The name that goes into RQ is the path of the function that a worker runs."""
    assert rings.Ring.func.fget is not None
    assert f"{perform.perform.__module__}.{perform.perform.__name__}" == "workers.perform.perform"
