"""Threads that hand marked messages to channels: kept-alive connections, many threads of talk side by side."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

import msgspec

from bot.domain.conversation.entry import Said
from bot.domain.errors import SendFailedError, ThreadfareError
from bot.domain.ids import ThreadKey, parse_thread
from bot.ports.channel import Channel
from bot.ports.runtime import Runtime
from bot.services import notices, outbox
from workers.lanes import Job

SENDERS = 32


class Sent(msgspec.Struct, frozen=True):
    """One message went out."""

    message: str
    platform_id: str
    how: str = ""
    """How it went when the window was closed: human_agent, template or email."""


class Spoken(msgspec.Struct, frozen=True):
    """What became of a job's turn with a sender: what went out, and what went wrong, if anything."""

    job: Job
    sent: tuple[Sent, ...]
    error: SendFailedError | None = None


def speak(runtime: Runtime, job: Job) -> Spoken:
    """Send what may be sent of a job now, message by message, until all of it is out or something fails."""
    sent: list[Sent] = []
    thread = parse_thread(job.entry.thread)
    end = job.next + 1 if job.doubts or job.out else len(job.entry.said)
    try:
        if job.late:
            sent.append(_say_late(runtime, job))
            return Spoken(job, tuple(sent))
        channel = runtime.channels[thread.channel]
        while job.next < end and (said := job.head) is not None:
            platform_id = _say(channel, thread, job, said)
            if outbox.leaves_trace(said):
                sent.append(Sent(said.id, platform_id))
            job.skip()
    except SendFailedError as error:
        return Spoken(job, tuple(sent), error)
    except ThreadfareError as error:
        failed = SendFailedError(error.say_to_staff, reason="transient", retryable=error.retryable)
        return Spoken(job, tuple(sent), failed)
    except Exception as error:  # noqa: BLE001  a fault of ours with one message must not keep the others back
        failed = SendFailedError(f"fault: {type(error).__name__}", reason="fault", retryable=False)
        return Spoken(job, tuple(sent), failed)
    return Spoken(job, tuple(sent))


def _say(channel: Channel, thread: ThreadKey, job: Job, said: Said) -> str:
    requests = channel.render(said.say.message)
    platform_id = ""
    while job.request < len(requests):
        try:
            platform_id = channel.send(thread, requests[job.request], key=said.id).platform_id
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
    """The threads; what they did comes back through `report`, which is set before they start."""

    def __init__(self, runtime: Runtime, *, count: int = SENDERS) -> None:
        self._runtime = runtime
        self.report: Callable[[Spoken], None] = _nobody
        self._work: SimpleQueue[Job | None] = SimpleQueue()
        self._threads = [Thread(target=self._run, name=f"sender {number}", daemon=True) for number in range(count)]
        self.room = count * 2
        """How many jobs may be marked and waiting: enough that no sender idles while the next are marked."""

    def start(self) -> None:
        """Start the threads."""
        for thread in self._threads:
            thread.start()

    def give(self, job: Job) -> None:
        """Send a marked job."""
        self._work.put(job)

    def stop(self) -> None:
        """End the threads when what was given is out."""
        for _ in self._threads:
            self._work.put(None)
        for thread in self._threads:
            thread.join(timeout=30)

    def _run(self) -> None:
        while (job := self._work.get()) is not None:
            self.report(speak(self._runtime, job))
