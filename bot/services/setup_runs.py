"""A worker's side of setups: lease, one call of the outside, and all that follows from it in one commit.

What a setup wants next stands in its state. Killed anywhere, the lease runs out and the setup is run again: the same
request under the same key, or a look-up; what could be read once and was lost is lost.
"""

from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from bot.domain.checkout_case import Step
from bot.domain.errors import ConflictError, ThreadfareError, UnavailableError
from bot.domain.payment import setup as machine
from bot.domain.payment.setup import (
    Asking,
    Setup,
    TimeOver,
    Verified,
)
from bot.ports.gateway import GatewayEvent
from bot.ports.money_records import Audit, KeptStep
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.ports.setup_records import LeasedSetup
from bot.services import capturing, checkout_steps, keeping, setup_calls, turns
from bot.services.setups import ring

LEASE = timedelta(seconds=60)
MOST_DUE = 200
_MOST_IN_A_ROW = 8
_AWAY = timedelta(seconds=5)
"""How long a setup waits for an outside that was not reached: somebody looks at a page meanwhile."""
_REVEALED = tuple(timedelta(seconds=wait) for wait in (5, 5, 10, 30, 60, 120, 240))
"""The same while a number is revealed each time: the vault gives one ten times an hour, and a form lasts a quarter."""


def run(runtime: Runtime, setup: str) -> None:
    """Go on with a setup as far as it goes; one that is over, leased or not due is left alone.

    Safe to call any number of times, by several workers at once; a process without a gateway wakes a worker.
    """
    if runtime.gateway is None:
        ring(runtime, setup)
        return
    for _ in range(_MOST_IN_A_ROW):
        if not _run(runtime, setup):
            return


def due(runtime: Runtime) -> tuple[str, ...]:
    """Ids of setups that wait for a worker: the sweep rings "setup|<id>" for each."""
    with runtime.records.begin() as work:
        return work.setups.due(runtime.clock.now(), most=MOST_DUE)


def gateway_event(runtime: Runtime, event: GatewayEvent) -> None:
    """Take a verified webhook about a setup as a hint to look at once; about any other it does nothing."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        known = work.setups.setup(event.payment, lock=True)
        if known is None or known.due_at is None or known.due_at <= now:
            return
        work.setups.save(msgspec.structs.replace(known, due_at=now))
    ring(runtime, event.payment)


def _run(runtime: Runtime, name: str) -> bool:
    try:
        leased = _lease(runtime, name)
        if leased is None:
            return False
        try:
            came = setup_calls.CALLS[leased.setup.state](runtime, leased.setup)
        except UnavailableError:
            return _put_off(runtime, leased)
        return _settle(runtime, leased, came)
    except ConflictError:
        runtime.meter.count("fenced", what="setup")
        return False


def _lease(runtime: Runtime, name: str) -> LeasedSetup | None:
    """Take a setup; one whose token is to be verified is noted as being so before the request may leave."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        leased = work.setups.lease(name, now=now, until=now + LEASE)
        if leased is None or leased.setup.state != "tokenized":
            return leased
        if now >= leased.setup.until:
            return leased
        work.setups.save(machine.advance(leased.setup, Asking(), now=now))
    return leased


def _settle(runtime: Runtime, leased: LeasedSetup, came: setup_calls.Came) -> bool:
    """Commit what came of a call, if the setup is still ours; whether there is more to do at once."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        before = work.setups.setup(leased.setup.id, lock=True)
        work.setups.release(leased)
        if before is None:
            return False
        after, steps = _after(runtime, work, before, came, now=now)
        work.setups.save(after)
        if after.state != before.state:
            work.money.audit(Audit(now, "setup", after.id, before.state, after.state, type(came.fact).__name__))
        for step in steps:
            work.money.add_step(step)
    if after.is_over:
        runtime.meter.count("setups", state=after.state)
        with suppress(ThreadfareError):
            turns.pay_off(runtime, after.thread)
    for step in steps:
        checkout_steps.run_step(runtime, step.id)
    return after.due_at is not None and after.due_at <= now


def _after(
    runtime: Runtime, work: Work, before: Setup, came: setup_calls.Came, *, now: datetime
) -> tuple[Setup, tuple[KeptStep, ...]]:
    """The setup after what came, and the steps that let go of what is not kept; the method, when it is."""
    if came.instrument is not None:
        capturing.store(work, came.instrument, checkout="")
    after = machine.advance(before, came.fact, now=now)
    if now >= after.until and not after.is_over:
        after = machine.advance(after, TimeOver(), now=now)
    if after.state == "kept":
        replaced = keeping.keep(runtime, work, after, now=now)
        if replaced is not None:
            return after, replaced
        after = machine.advance(before, Verified("declined", "gone"), now=now)
    kept = work.money.instrument(after.instrument)
    leaves = after.is_over and kept is not None and bool(kept.token or kept.vault)
    step = KeptStep(f"step_{after.id}", "", Step("detach", now, after.instrument))
    return after, (step,) if leaves else ()


def _put_off(runtime: Runtime, leased: LeasedSetup) -> bool:
    """The outside was not reached: again in a moment, and the end when the time is over."""
    now = runtime.clock.now()
    with runtime.records.begin() as work:
        setup = work.setups.setup(leased.setup.id, lock=True)
        work.setups.release(leased)
        if setup is None or setup.is_over:
            return False
        ends = setup.state in {"submitted", "visiting"} and not setup.holder
        later = machine.advance(setup, TimeOver(), now=now) if ends else setup
        if not later.is_over:
            wait = _REVEALED[min(setup.tries, len(_REVEALED) - 1)] if setup.holder else _AWAY
            later = msgspec.structs.replace(setup, due_at=now + wait, tries=setup.tries + bool(setup.holder))
        work.setups.save(later)
    return False
