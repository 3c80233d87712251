"""Who may be sent to now: one lane a thread, one turn of it at a time, pauses for retries and for whole accounts."""

from collections import deque
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from bot.domain.conversation.entry import Said, TurnEntry
from bot.ports.journal import Noted, ShardLease
from bot.services import outbox


class Job:
    """One turn's messages on their way out: how far they have come, and how often it went wrong."""

    __slots__ = (
        "busy",
        "doubts",
        "entry",
        "late",
        "lease",
        "next",
        "not_before",
        "out",
        "position",
        "repeated",
        "request",
        "tries",
    )

    def __init__(self, lease: ShardLease, position: str, entry: TurnEntry) -> None:
        self.lease = lease
        self.position = position
        self.entry = entry
        self.next = 0
        """The message that is next, counted in what the turn said."""
        self.request = 0
        """The request of that message that is next: long messages are several."""
        self.tries = 0
        self.doubts: dict[str, float] = {}
        """Messages that may have gone out already, and until when an echo may still tell."""
        self.out: set[str] = set()
        """Messages that are known to have gone out already."""
        self.repeated = False
        self.late = False
        """The window is closed: what can go another way does, and nothing goes freely any more."""
        self.busy = False
        """Taken, and not given back."""
        self.not_before = 0.0

    @property
    def account(self) -> str:
        """The channel and our account on it."""
        return self.entry.thread.rpartition(":")[0]

    @property
    def left(self) -> tuple[str, ...]:
        """The ids of messages that are not done; dots are none."""
        return tuple(said.id for said in self.entry.said[self.next :] if outbox.leaves_trace(said))

    @property
    def sendable(self) -> tuple[str, ...]:
        """The ids of messages to send at once: one at a time while any of them may be out already, else all."""
        return self.left[:1] if self.doubts or self.out else self.left

    @property
    def head(self) -> Said | None:
        """The message that is next, None when all are done."""
        return self.entry.said[self.next] if self.next < len(self.entry.said) else None

    def skip(self) -> None:
        """The next message is done, or given up."""
        self.next += 1
        self.request = 0


class Lanes:
    """Jobs by thread, in order; times are seconds of a clock that only goes forward."""

    def __init__(self) -> None:
        self._lanes: dict[str, deque[Job]] = {}
        self._ready: deque[str] = deque()
        self._later: list[tuple[float, int, str]] = []
        self._paused: dict[str, float] = {}
        self._number = count()
        self.jobs: dict[tuple[str, str], Job] = {}
        """Every job by its shard and position."""

    def add(self, noted: Noted, lease: ShardLease) -> Job | None:
        """The job of a turn at the end of its lane; None when it is here already, now under the newer lease."""
        key = (noted.shard, noted.position)
        known = self.jobs.get(key)
        if known is not None:
            known.lease = lease
            return None
        if not isinstance(noted.entry, TurnEntry):
            raise TypeError(noted)
        job = self.jobs[key] = Job(lease, noted.position, noted.entry)
        lane = self._lanes.get(job.entry.thread)
        if lane is None:
            self._lanes[job.entry.thread] = deque((job,))
            self._ready.append(job.entry.thread)
        else:
            lane.append(job)
        return job

    def take(self, most: int, now: float) -> Iterator[Job]:
        """Jobs that may be sent now, at most so many; nobody else gets one until its `again`, `later` or `done`."""
        while self._later and self._later[0][0] <= now:
            self._ready.append(heappop(self._later)[2])
        while self._ready and most > 0:
            thread = self._ready.popleft()
            lane = self._lanes.get(thread)
            if not lane:
                continue
            job = lane[0]
            if job.busy or job.not_before > now:
                continue
            paused = self._paused.get(job.account, 0) if self._paused else 0
            if paused > now:
                self.later(job, paused)
                continue
            most -= 1
            job.busy = True
            yield job

    def later(self, job: Job, at: float) -> None:
        """The job, and with it its lane, waits until a time."""
        job.busy, job.not_before = False, at
        heappush(self._later, (at, next(self._number), job.entry.thread))

    def again(self, job: Job) -> None:
        """The job may be sent at once."""
        job.busy, job.not_before = False, 0.0
        self._ready.append(job.entry.thread)

    def pause(self, account: str, until: float) -> None:
        """Nothing is sent in the name of an account until a time."""
        self._paused[account] = max(until, self._paused.get(account, 0))

    def done(self, job: Job) -> None:
        """The job is over; the next of its lane is ready."""
        self.jobs.pop((job.lease.shard, job.position), None)
        thread = job.entry.thread
        lane = self._lanes[thread]
        lane.popleft()
        if lane:
            self._ready.append(thread)
        else:
            del self._lanes[thread]

    def next_time(self) -> float | None:
        """When the next job that waits is due; None when none waits."""
        return self._later[0][0] if self._later else None
