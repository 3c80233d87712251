"""Decides what the courier sends next: takes turns in, marks what may go out, and draws what follows from outcomes."""

from collections.abc import Mapping
from time import monotonic

from bot.domain.conversation.entry import FateEntry, TurnEntry
from bot.domain.conversation.events import is_from_traveller
from bot.domain.conversation.refusals import HOPELESS, MUTING
from bot.domain.conversation.state import Conversation
from bot.domain.conversation.window import UNLIMITED
from bot.domain.errors import SendFailedError, ThreadfareError
from bot.domain.ids import channel_of
from bot.domain.moments import milliseconds
from bot.ports.journal import Mark, Marked, Noted, ShardLease
from bot.ports.runtime import Runtime
from bot.services import outbox, refusals
from workers.clerk import Clerk
from workers.consequences import Consequences
from workers.doubts import Doubts
from workers.finished import Finished
from workers.job import Job
from workers.lanes import Lanes
from workers.pacing import PER_SECOND
from workers.parking import Return
from workers.reader import Pulled
from workers.retry import delay
from workers.senders import Senders, Spoken, speak

ANOTHER_WAY = MUTING | {"window_closed"}
"""Reasons for which news that must be known is told another way."""
_AGAIN_SECONDS = 0.5


class Dispatch:
    """The one thread that decides; nobody else touches its lanes."""

    def __init__(
        self,
        runtime: Runtime,
        senders: Senders,
        *,
        group: str,
        clerk: Clerk | None = None,
        per_second: Mapping[str, int] = PER_SECOND,
    ) -> None:
        self._runtime = runtime
        self._senders = senders
        self._group = group
        self._lanes = Lanes(per_second)
        self._consequences = Consequences(runtime, self._lanes, clerk=clerk or Clerk())
        self._finished = Finished()
        self._doubts = Doubts()
        self.in_flight = 0
        self.closing = False

    def returns(self) -> list[Return]:
        """What is to be read again from the journal."""
        return self._lanes.returns()

    def patience(self, wait: float) -> float:
        """How long to wait for something new before a job that waits is due."""
        at = self._lanes.next_time()
        return wait if at is None else max(0.0, min(wait, at - monotonic()))

    def pulled(self, pulled: Pulled) -> None:
        """Take entries in: turns with something to say become jobs, echoes end doubts."""
        if pulled.anew and pulled.is_end:
            self._finished.forget(pulled.anew)
        elif pulled.anew:
            self._begin(pulled.anew)
        for noted in pulled.entries:
            lease = pulled.leases.get(noted.shard)
            added = self._take_in(noted, lease, pulled.back) if lease is not None else None
            if added is not None and pulled.marks:
                self._doubts.examine(added, pulled.marks, monotonic() + outbox.ECHO_SECONDS)
        if pulled.back is not None and pulled.is_end:
            self._lanes.parking.is_over(pulled.back, whole=pulled.is_whole)

    def _begin(self, shard: str) -> None:
        """A shard is read from its beginning: what is not on its way comes again, what is may be over before."""
        self._finished.remember(shard)
        for job in self._lanes.renounce(shard):
            self._doubts.forget(job)

    def _take_in(self, noted: Noted, lease: ShardLease, back: Return | None) -> Job | None:
        """The job of an entry that has something to say and is new here; all else is done at once."""
        entry = noted.entry
        if self._finished.is_over(noted.shard, noted.position):
            return None
        if isinstance(entry, TurnEntry) and entry.said:
            return None if self._lanes.leaves(noted, back) else self._lanes.add(noted, lease)
        if back is not None:
            return None
        if isinstance(entry, FateEntry):
            self._told(entry)
            if outbox.is_refusal(entry):
                return self._refused(noted, entry, lease)
        self._finished.over(noted.shard, noted.position)
        return None

    def spoken(self, spoken: Spoken) -> None:
        """Note what went out, and decide about what did not."""
        job, now = spoken.job, monotonic()
        self.in_flight -= 1
        self._consequences.heard(job.account, spoken.last, now)
        self._lanes.spent(job, spoken.requests, now)
        entry = job.entry
        now_ms = milliseconds(self._runtime.clock.now())
        channel = channel_of(entry.thread)
        for sent in spoken.sent:
            fate = FateEntry(entry.thread, "sent", sent.message, sent.platform_id, sent.how, at=now_ms)
            self._finished.fate(job.lease.shard, fate)
            self._runtime.meter.count("sends", channel=channel, result="sent")
        if spoken.sent and is_from_traveller(entry.event):
            self._runtime.meter.count("reply_seconds", max(0, now_ms - entry.event.at) / 1000, channel=channel)
        if spoken.error is None and job.head is None:
            self._over(job)
        elif spoken.error is None and job.late:
            self._give_up(job, "dropped", spoken.sent[0].how)
        elif spoken.error is None:
            self._lanes.again(job)
        else:
            self._runtime.meter.count("sends", channel=channel, result=spoken.error.reason)
            self._failed(job, spoken.error, now, now_ms)

    def go(self) -> None:
        """Tell the journal what is done, then mark and hand over what may be sent now. Raises `UnavailableError`.

        In this order: whoever dies in between leaves of each thread the newest message alone in doubt.
        """
        self._tell_journal()
        while not self.closing and self._send():
            self._tell_journal()
        self._tell_journal()

    def _tell_journal(self) -> None:
        done = self._finished.take()
        try:
            if done:
                self._runtime.journal.finish(self._group, done)
        except ThreadfareError:
            self._finished.put_back(done)
            raise

    def _send(self) -> bool:
        """Whether something is neither on its way nor waiting, so that it, or what stood behind it, may be next."""
        now, now_ms = monotonic(), milliseconds(self._runtime.clock.now())
        taken = tuple(self._lanes.take(self._senders.room - self.in_flight, now))
        talks = self._talks(taken, now, now_ms)
        jobs = [job for job in taken if job.busy and self._may_go(job, talks.get(job.entry.thread), now, now_ms)]
        if jobs:
            self._mark(jobs, now)
        return any(not job.busy and job.not_before <= now for job in taken)

    def _mark(self, jobs: list[Job], now: float) -> None:
        marks = tuple(Mark(job.lease, job.entry.thread, job.sendable, outbox.epoch_of(job.entry)) for job in jobs)
        try:
            outcomes = self._runtime.journal.mark_sending(marks)
        except ThreadfareError:
            for job in jobs:
                self._lanes.later(job, now + _AGAIN_SECONDS)
            raise
        for job, outcome in zip(jobs, outcomes, strict=True):
            self._hand_over(job, outcome)

    def _talks(self, jobs: tuple[Job, ...], now: float, now_ms: int) -> dict[str, Conversation | None]:
        """The conversations that must be looked at, all at once; who needs one that cannot be had waits."""
        asking = [job for job in jobs if not job.late and outbox.asks_talk(job.entry, now_ms=now_ms)]
        threads = tuple(job.entry.thread for job in asking)
        try:
            return dict(zip(threads, self._runtime.conversations.load_many(threads), strict=True)) if threads else {}
        except ThreadfareError:
            for job in asking:
                self._lanes.later(job, now + _AGAIN_SECONDS)
            return {}

    def _may_go(self, job: Job, talk: Conversation | None, now: float, now_ms: int) -> bool:
        while (head := job.head) is not None and head.id in job.out:
            job.skip()
        if head is None:
            self._over(job)
            return False
        if job.late and (how := outbox.told_by(job.entry, gone=job.next)):
            self._give_up(job, "dropped", how)
            return False
        if head.id in job.doubts and not self._is_decided(job, now):
            return False
        asks = not job.late and outbox.asks_talk(job.entry, now_ms=now_ms)
        closed = outbox.closed(job.entry, talk, now_ms=now_ms) if asks else ""
        if not closed or self._goes_late(job, closed):
            return True
        self._give_up(job, "failed", closed)
        return False

    def _goes_late(self, job: Job, reason: str) -> bool:
        """Whether the turn is told another way from now on: as a template, by mail, in a person's name."""
        may = not job.late and not job.out and outbox.may_go_late(job.entry, gone=job.next)
        job.late = reason if may else job.late
        return may

    def _hand_over(self, job: Job, outcome: Marked) -> None:
        if outcome == "shard_changed_hands":
            self._runtime.meter.count("fenced", what="courier")
            self._done(job)
        elif outcome == "thread_changed_hands":
            self._give_up(job, "dropped", outcome)
        else:
            self.in_flight += 1
            if channel_of(job.entry.thread) in UNLIMITED:
                self.spoken(speak(self._runtime, job))
            else:
                self._senders.give(job)

    def _failed(self, job: Job, error: SendFailedError, now: float, now_ms: int) -> None:
        job.refused(error.reason)
        verdict = outbox.judge(error, age_ms=now_ms - job.entry.at, tries=job.tries, late=bool(job.late))
        head = job.head
        self._consequences.refused(job, error, verdict, now=now, now_ms=now_ms)
        if verdict.act in {"fail", "mute"} or head is None:
            self._fail(job, verdict.reason)
            return
        if verdict.act == "accept":
            self._note(job, head.id, "sent")
            job.skip()
            self._lanes.again(job)
            return
        if verdict.act == "ask":
            self._finished.unmark(job.lease.shard, tuple(left for left in job.left if left != head.id))
            self._doubts.add(job, head.id, now + outbox.ECHO_SECONDS)
            self._lanes.later(job, now + outbox.ECHO_SECONDS)
            return
        if error.reason == "too_fast":
            self._lanes.exhaust(job, now)
        if error.reason == "transient" and not job.answered:
            self._doubts.watch(job, head.id)
        self._finished.unmark(job.lease.shard, job.left)
        job.tries += 1
        at = now + (verdict.wait if verdict.act == "stop" else delay(job.tries, asked=verdict.wait))
        if verdict.act in {"pause", "stop"}:
            self._lanes.pause(job.account, at)
        self._lanes.later(job, at)

    def _fail(self, job: Job, reason: str) -> None:
        if reason in ANOTHER_WAY and self._goes_late(job, reason):
            self._finished.unmark(job.lease.shard, job.left)
            self._lanes.again(job)
            return
        if reason in HOPELESS or job.late:
            self._give_up(job, "failed", job.late if reason == "window_closed" and job.late else reason)
            return
        if job.left:
            self._note(job, job.left[0], "failed", reason)
        job.skip()
        self._lanes.again(job)

    def _give_up(self, job: Job, fate: str, reason: str) -> None:
        for message in job.left:
            self._note(job, message, fate, reason)
        self._over(job)

    def _note(self, job: Job, message: str, fate: str, reason: str = "") -> None:
        entry = FateEntry(job.entry.thread, fate, message, reason=reason, at=milliseconds(self._runtime.clock.now()))
        self._finished.fate(job.lease.shard, entry)

    def _over(self, job: Job) -> None:
        self._finished.over(job.lease.shard, job.position, outbox.messages_of(job.entry))
        self._done(job)

    def _done(self, job: Job) -> None:
        self._doubts.forget(job)
        self._lanes.done(job)

    def _refused(self, noted: Noted, fate: FateEntry, lease: ShardLease) -> Job | None:
        """A platform took a message and refused it later: what it said is told another way, if it must be known."""
        entry = refusals.refused_turn(fate, noted.position)
        job = self._lanes.add(Noted(noted.shard, noted.position, entry), lease)
        if job is not None:
            job.late = "window_closed"
        return job

    def _is_decided(self, job: Job, now: float) -> bool:
        """Whether the next message, which may have gone out, is to be sent (again); its echo is waited for first."""
        head = job.head
        if head is None or now < job.doubts[head.id]:
            if head is not None:
                self._lanes.later(job, job.doubts[head.id])
            return False
        self._doubts.end(job, head.id)
        if head.id not in job.repeated:
            job.repeated.add(head.id)
            return True
        self._fail(job, "unknown_outcome")
        return False

    def _told(self, fate: FateEntry) -> None:
        """A platform told what became of a message whose sending had no answer."""
        job = self._doubts.told(fate)
        if job is not None:
            self._lanes.again(job)
