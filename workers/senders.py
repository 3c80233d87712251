"""Sends marked messages side by side on one event loop: a job that waits for its answer costs an object, no thread."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import msgspec

from bot.domain.conversation.entry import Said
from bot.domain.errors import SendFailedError, ThreadfareError
from bot.domain.ids import ThreadKey, parse_thread
from bot.ports.channel import Channel, Sending, SendResult
from bot.ports.http import Call, Reply
from bot.ports.runtime import Runtime
from bot.services import notices, outbox
from workers.job import Job

ROOM = 512
"""How many jobs may be on their way at once, which is also the most connections that a courier opens."""
WAITING = 32
"""Threads for jobs that no wire carries."""


class Sent(msgspec.Struct, frozen=True):
    """One message went out."""

    message: str
    platform_id: str
    how: str = ""
    """How it went when the window was closed: human_agent, template or email."""


class Spoken(msgspec.Struct, frozen=True):
    """What became of a job's turn with the senders: what went out, in how many requests, and what went wrong.

    `last` is the channel's last answer, None when there was none.
    """

    job: Job
    sent: tuple[Sent, ...]
    error: SendFailedError | None = None
    requests: int = 0
    last: SendResult | None = None


_Way = Callable[[Channel, ThreadKey, dict[str, Any], str], Sending]
_Speaking = Generator[Call, Reply, Spoken]


def speak(runtime: Runtime, job: Job) -> Spoken:
    """Send what may be sent of a job now and wait for each answer."""
    steps = _speaking(runtime, job, _waiting)
    try:
        next(steps)
    except StopIteration as end:
        spoken: Spoken = end.value
        return spoken
    raise RuntimeError("Nobody carries calls here.")


def _waiting(channel: Channel, thread: ThreadKey, request: dict[str, Any], key: str) -> Sending:
    yield from ()
    return channel.send(thread, request, key=key)


def _stepping(channel: Channel, thread: ThreadKey, request: dict[str, Any], key: str) -> Sending:
    return channel.sending(thread, request, key=key)


class _Tally:
    """What a channel answered while a job was being spoken; dots do not count."""

    def __init__(self) -> None:
        self.requests = 0
        self.last: SendResult | None = None


def _speaking(runtime: Runtime, job: Job, way: _Way) -> _Speaking:
    """Send what may be sent of a job now, message by message, until all of it is out or something fails."""
    sent: list[Sent] = []
    tally = _Tally()
    end = job.end
    error: SendFailedError | None = None
    try:
        if job.late:
            sent.append(_say_late(runtime, job))
            return Spoken(job, tuple(sent))
        thread = parse_thread(job.entry.thread)
        channel = runtime.channels[thread.channel]
        send = partial(way, channel, thread)
        while job.next < end and (said := job.head) is not None:
            platform_id = yield from _say(send, channel.render(said.say.message), job, said, tally=tally)
            if outbox.leaves_trace(said):
                sent.append(Sent(said.id, platform_id))
            job.skip()
    except SendFailedError as failed:
        error = failed
    except ThreadfareError as failed:
        error = SendFailedError(failed.say_to_staff, reason="transient", retryable=failed.retryable)
    except Exception as failed:  # noqa: BLE001  a fault of ours with one message must not keep the others back
        error = SendFailedError(f"fault: {type(failed).__name__}", reason="fault", retryable=False)
    return Spoken(job, tuple(sent), error, tally.requests, tally.last)


def _say(
    send: Callable[[dict[str, Any], str], Sending],
    requests: tuple[dict[str, Any], ...],
    job: Job,
    said: Said,
    *,
    tally: _Tally,
) -> Generator[Call, Reply, str]:
    """Send the requests of one message that are left; gives the platform's id of the last."""
    platform_id = ""
    while job.request < len(requests):
        try:
            tally.last = yield from send(requests[job.request], said.id)
            platform_id = tally.last.platform_id
            if len(requests) > 1:
                job.answered = (*job.answered, platform_id)
            tally.requests += outbox.leaves_trace(said)
        except SendFailedError:
            if outbox.leaves_trace(said):
                raise
        job.request += 1
    return platform_id


def _say_late(runtime: Runtime, job: Job) -> Sent:
    """Tell the turn's first message another way; what else the turn said is told with it, or is not news."""
    while not outbox.leaves_trace(job.entry.said[job.next]):
        job.skip()
    said = job.entry.said[job.next]
    late = notices.say_late(runtime, job.entry, said)
    job.skip()
    return Sent(said.id, late.platform_id, late.how)


def _nobody(_: Spoken) -> None:
    raise RuntimeError("Nobody listens to the senders.")


class Senders:
    """Carries jobs over the Runtime's wire, or by threads where there is none.

    What they did comes back through `report`, which is set before the first job and may be called by any thread.
    """

    def __init__(self, runtime: Runtime, *, room: int = ROOM) -> None:
        self._runtime = runtime
        self.report: Callable[[Spoken], None] = _nobody
        self.room = room
        self._threads = ThreadPoolExecutor(WAITING, thread_name_prefix="sender")

    def give(self, job: Job) -> None:
        """Send a marked job; what is told another way goes by a thread, because SQL and mail servers may be slow."""
        if self._runtime.wire is None or job.late:
            self._threads.submit(lambda: self.report(speak(self._runtime, job)))
        else:
            self._go_on(_speaking(self._runtime, job, _stepping), None)

    def stop(self) -> None:
        """Close the connections; what is still on its way stays marked."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._runtime.wire is not None:
            self._runtime.wire.close()

    def _go_on(self, steps: _Speaking, heard: Reply | Exception | None) -> None:
        """Take the next step of a job: tell it what was answered, and carry the call that it wants next."""
        wire = self._runtime.wire
        try:
            if heard is None:
                call = next(steps)
            elif isinstance(heard, Exception):
                call = steps.throw(heard)
            else:
                call = steps.send(heard)
        except StopIteration as end:
            self.report(end.value)
        else:
            if wire is not None:
                wire.carry(call, partial(self._go_on, steps))
