"""Who may be sent to now: one lane a thread, accounts in turn, none of them more than its part, none too fast.

Theory. A lane is a thread's turns in order, of which one at a time is on its way. Accounts take turns, so that
thousands of waiting lanes of one do not stand before the one of another. An account may have as many jobs on its way
as there is room left beside all that are (the dynamic threshold of switches that share a memory): one alone gets half,
and however many hang, some room stays for the next.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from itertools import count

from bot.domain.conversation.entry import TurnEntry
from bot.domain.conversation.window import UNLIMITED
from bot.domain.ids import account_of, channel_of
from bot.ports.journal import Noted, ShardLease
from workers.job import Job
from workers.pacing import PACED_BY_PERSON, PER_SECOND, AccountPace, People
from workers.parking import Parking, Return

MOST_HELD = 20_000
"""Turns held in memory; what is beyond it waits in the journal."""


class _Account:
    """One account: its lanes that are ready, what it has on its way, and how fast it may go."""

    __slots__ = ("bounded", "busy", "by_person", "held", "in_turn", "pace", "ready")

    def __init__(self, channel: str, per_second: int) -> None:
        self.held = 0
        self.bounded = channel not in UNLIMITED
        self.by_person = channel in PACED_BY_PERSON
        self.pace = AccountPace(per_second)
        self.ready: deque[str] = deque()
        self.busy = 0
        self.in_turn = False
        """Whether it stands among those that take turns, or sleeps until a time."""


class Lanes:
    """Jobs by thread, in order; times are seconds of a clock that only goes forward."""

    def __init__(self, per_second: Mapping[str, int] = PER_SECOND, *, most: int = MOST_HELD) -> None:
        self._per_second = per_second
        self._most = most
        self.parking = Parking()
        self._lanes: dict[str, deque[Job]] = {}
        self._accounts: dict[str, _Account] = {}
        self._turns: deque[_Account] = deque()
        self._later: list[tuple[float, int, Job | _Account]] = []
        self._people = People()
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
        self._account(job).held += 1
        lane = self._lanes.get(job.entry.thread)
        if lane is None:
            self._lanes[job.entry.thread] = deque((job,))
            self._ready(job)
        else:
            lane.append(job)
        return job

    def leaves(self, noted: Noted, back: Return | None) -> bool:
        """Whether a turn stays in the journal, because its account has as many here as there is room beside all."""
        name = account_of(noted.entry.thread)
        if back is None:
            known = (noted.shard, noted.position) in self.jobs
            return not known and self.parking.stays(name, noted, is_full=self._is_full(name))
        return self.parking.stays_again(name, noted, back, is_full=self._is_full(name))

    def returns(self) -> list[Return]:
        """What is to be read again, because accounts that left turns in the journal have used up half of their room."""
        if not self.parking:
            return []
        return self.parking.wanted(frozenset(filter(self._has_room, self.parking.accounts())))

    def take(self, room: int, now: float) -> Iterator[Job]:
        """Jobs that may be sent now, as many as there is room; each is busy until its `again`, `later` or `done`."""
        self._wake(now)
        held: list[_Account] = []
        while self._turns:
            account = self._turns.popleft()
            wait = account.pace.wait(now)
            if wait > 0:
                heappush(self._later, (now + wait, next(self._number), account))
                continue
            if account.bounded and account.busy >= room:
                held.append(account)
                continue
            job = self._first_of(account, now)
            if job is None:
                account.in_turn = False
                continue
            self._turns.append(account)
            job.busy = True
            account.busy += 1
            account.pace.spend(1, now)
            room -= account.bounded
            yield job
        self._turns.extend(held)

    def later(self, job: Job, at: float) -> None:
        """The job, and with it its lane, waits until a time."""
        self._give_back(job)
        job.not_before = at
        heappush(self._later, (at, next(self._number), job))

    def again(self, job: Job) -> None:
        """The job may be sent at once."""
        self._give_back(job)
        job.not_before = 0.0
        self._ready(job)

    def spent(self, job: Job, requests: int, now: float) -> None:
        """A job that was taken took so many requests."""
        account = self._account(job)
        account.pace.spend(requests - 1, now)
        if account.by_person and requests:
            self._people.spend(job.entry.thread, requests, now)

    def exhaust(self, job: Job, now: float) -> None:
        """The platform says that a person was written to too fast."""
        if self._account(job).by_person:
            self._people.exhaust(job.entry.thread, now)

    def pause(self, account: str, until: float) -> None:
        """Nothing is sent in the name of an account until a time."""
        self._named(account).pace.pause(until)

    def slow(self, account: str, gap: float) -> None:
        """From now on so many seconds pass between two turns of an account; 0 ends it."""
        self._named(account).pace.slow(gap)

    def done(self, job: Job) -> None:
        """The job is over; the next of its lane is ready."""
        self._give_back(job)
        lane = self._remove(job)
        if lane:
            self._ready(lane[0])

    def renounce(self, shard: str) -> list[Job]:
        """All of a shard will be read again: its jobs that are not on their way are dropped, and given."""
        self.parking.forget(shard)
        dropped = [job for job in self.jobs.values() if job.lease.shard == shard and not job.busy]
        for job in dropped:
            self._remove(job)
        return dropped

    def next_time(self) -> float | None:
        """When the next job or account that waits is due; None when none waits."""
        return self._later[0][0] if self._later else None

    def _is_full(self, name: str) -> bool:
        return self._named(name).held >= self._most - len(self.jobs)

    def _has_room(self, name: str) -> bool:
        return 2 * self._named(name).held < self._most - len(self.jobs)

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            woken = heappop(self._later)[2]
            if isinstance(woken, Job):
                self._ready(woken)
            else:
                self._turns.append(woken)

    def _first_of(self, account: _Account, now: float) -> Job | None:
        """The next job of an account that may be sent now; None when it has none."""
        while account.ready:
            lane = self._lanes.get(account.ready.popleft())
            job = lane[0] if lane else None
            if job is None or job.busy or job.not_before > now:
                continue
            if account.by_person:
                job.allowed = self._people.allowed(job.entry.thread, now)
                if job.allowed < 1:
                    self.later(job, now + self._people.wait(job.entry.thread, now))
                    continue
            return job
        return None

    def _ready(self, job: Job) -> None:
        account = self._account(job)
        account.ready.append(job.entry.thread)
        if not account.in_turn:
            account.in_turn = True
            self._turns.append(account)

    def _remove(self, job: Job) -> deque[Job]:
        """Take a job out of its lane; gives what is left of the lane."""
        self._account(job).held -= self.jobs.pop((job.lease.shard, job.position), None) is not None
        lane = self._lanes[job.entry.thread]
        lane.remove(job)
        if not lane:
            del self._lanes[job.entry.thread]
        return lane

    def _give_back(self, job: Job) -> None:
        if job.busy:
            job.busy = False
            self._account(job).busy -= 1

    def _account(self, job: Job) -> _Account:
        return self._named(job.account)

    def _named(self, name: str) -> _Account:
        account = self._accounts.get(name)
        if account is None:
            channel = channel_of(name)
            account = self._accounts[name] = _Account(channel, self._per_second.get(channel, 0))
        return account
