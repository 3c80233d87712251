"""What follows from an answer beyond its message: accounts slow down, rest or stop; threads fall silent; staff know."""

from bot.domain.conversation.channel_events import WritingRefused
from bot.domain.conversation.refusals import policy_of
from bot.domain.errors import SendFailedError
from bot.ports.channel import SendResult
from bot.ports.runtime import Runtime
from bot.services import accounts, outbox, turns
from bot.services.outbox import Verdict
from workers.clerk import Clerk
from workers.job import Job
from workers.lanes import Lanes

TOLD_SECONDS = 10.0
"""Pauses shorter than this are everyday; nobody is told of them."""
PROBE_GAP = 1.0
"""Seconds between two turns of an account that cannot send: when it is tried again, one message meets the wall."""


class Consequences:
    """Called by the one thread that decides; what takes long is left to the clerk."""

    def __init__(self, runtime: Runtime, lanes: Lanes, *, clerk: Clerk) -> None:
        self._runtime = runtime
        self._lanes = lanes
        self._clerk = clerk
        self._told: dict[str, tuple[str, float]] = {}
        """Of each account in trouble the reason, and until when nothing more is told of it."""
        self._loads: dict[str, int] = {}

    def heard(self, account: str, last: SendResult | None, now: float) -> None:
        """A channel took a message and told how much of the account's quota is used."""
        if last is None:
            return
        if account in self._told and not last.rest:
            self._works(account, now)
        if last.load != self._loads.get(account, 0):
            self._loads[account] = last.load
            self._lanes.slow(account, outbox.gap(last.load))
            self._runtime.meter.set("account_load_percent", last.load, account=account)
        if last.rest:
            self._lanes.pause(account, now + last.rest)
            self._tell(account, "rate_limited", "The quota is used up.", now=now, wait=last.rest)

    def refused(self, job: Job, error: SendFailedError, verdict: Verdict, *, now: float, now_ms: int) -> None:
        """A channel did not take a message."""
        policy = policy_of(verdict.reason)
        if verdict.act == "mute" and job.head is not None:
            self._mute(job.entry.thread, job.head.id, verdict.reason, now_ms)
        if verdict.act == "stop":
            self._lanes.slow(job.account, PROBE_GAP)
        if verdict.act in {"pause", "stop"} and (policy.staff or verdict.wait >= TOLD_SECONDS):
            self._tell(job.account, verdict.reason, error.say_to_staff, now=now, wait=verdict.wait)
        elif policy.staff and policy.act == "fail":
            accounts.call_staff(self._runtime, job.account, verdict.reason, error.say_to_staff)

    def _mute(self, thread: str, message: str, reason: str, now_ms: int) -> None:
        event = WritingRefused(f"{message}:refused", now_ms, reason)
        self._clerk.do("A traveller who cannot be written to", lambda: turns.take(self._runtime, thread, event))

    def _tell(self, account: str, reason: str, detail: str, *, now: float, wait: float) -> None:
        known, until = self._told.get(account, ("", 0.0))
        if known == reason and now < until:
            return
        self._told[account] = (reason, now + wait)
        self._clerk.do(
            "An account in trouble",
            lambda: accounts.stopped(self._runtime, account, reason=reason, detail=detail, seconds=wait),
        )

    def _works(self, account: str, now: float) -> None:
        """What was on its way when the trouble began may still be taken: that is no end of it."""
        if now < self._told[account][1]:
            return
        del self._told[account]
        self._lanes.slow(account, outbox.gap(self._loads.get(account, 0)))
        self._clerk.do("An account that works again", lambda: accounts.works(self._runtime, account))
