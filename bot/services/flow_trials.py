"""Threads that try a draft in their real conversation: a frozen snapshot of it, and nobody else ever sees it.

A talk that has begun stays where it began. New talks of such a thread begin on the snapshot, until it is taken from
them or the flow is published; a talk that began on a snapshot finishes on it.
"""

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.release import Trial
from bot.domain.moments import milliseconds
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import flows
from bot.services.approvals import Deciding
from bot.services.audited import note
from bot.services.flow_around import beside
from bot.services.flow_checks import FLOWS
from bot.services.flow_drafts import allowed
from bot.services.thread_refs import ref_of, thread_of

MOST = 50
"""Threads that may try drafts at once: they are looked up in every turn."""

NOT_LIVE = "Publish the flow once, then threads can try what changes."
NO_DRAFT = "There is no draft of this flow."
MONEY = "A draft that changes this is tried in the simulator, and by travellers when two people have published it: {}."
TOO_MANY = f"{MOST} threads try drafts already. Take one off first."
NO_THREAD = "Name a thread by its reference, as in the address of its page."


def listed(runtime: Runtime, flow: str = "") -> tuple[Trial, ...]:
    """Threads that try the draft of a flow, or any draft; the first given first."""
    with runtime.records.begin() as work:
        return tuple(one for one in work.flow_releases.trials() if flow in ("", one.flow))


def give(runtime: Runtime, flow: str, thread: str, by: Deciding) -> Trial:
    """Let a thread (by its reference) try the draft of a flow as it is now; gives what it tries.

    Raises `InvalidError` that lists what stands in the way: the draft must pass its check, and may change nothing that
    takes two people to publish.
    """
    allowed(by.person)
    name = thread_of(runtime, thread)
    if not name:
        raise InvalidError(NO_THREAD)
    with runtime.records.begin() as work:
        work.flows.lock()
        known = {one.thread for one in work.flow_releases.trials()}
        if len(known | {name}) > MOST:
            raise InvalidError(TOO_MANY)
        trial = _given(runtime, work, by, flow=flow, thread=name)
        _touched(runtime, work, by, trial)
    runtime.live.publish((FLOWS,))
    return trial


def renew(runtime: Runtime, flow: str, by: Deciding) -> tuple[Trial, ...]:
    """Let every thread that tries a draft of a flow try it as it is now; raises as `give` does."""
    allowed(by.person)
    with runtime.records.begin() as work:
        work.flows.lock()
        threads = [one.thread for one in work.flow_releases.trials() if one.flow == flow]
        trials = tuple(_given(runtime, work, by, flow=flow, thread=thread) for thread in threads)
        if trials:
            _touched(runtime, work, by, *trials)
    runtime.live.publish((FLOWS,))
    return trials


def take_off(runtime: Runtime, flow: str, thread: str, by: Deciding) -> None:
    """Let new talks of a thread (by its reference) begin on the live revision again; it may be off already."""
    allowed(by.person)
    name = thread_of(runtime, thread)
    if not name:
        raise InvalidError(NO_THREAD)
    with runtime.records.begin() as work:
        work.flows.lock()
        if work.flow_releases.stop_trying(flow, name):
            work.flows.touch()
            note(work, by.acting, "flow.untry", flow, after={"thread": ref_of(runtime, name)})
    runtime.live.publish((FLOWS,))


def _given(runtime: Runtime, work: Work, by: Deciding, *, flow: str, thread: str) -> Trial:
    at = milliseconds(by.acting.at)
    if not flows.live_revision(work, flow):
        raise InvalidError(NOT_LIVE)
    draft = work.flow_drafts.draft(flow)
    if draft is None:
        raise InvalidError(NO_DRAFT)
    document = msgspec.json.encode(draft.document)
    parsed = parse_flow(document)
    flows.check(work, parsed, beside=beside(runtime.world()))
    if changes := flows.money_changes(work, parsed):
        raise InvalidError(MONEY.format("; ".join(changes)))
    snapshot = work.flow_releases.snapshot(flow, document, by=by.person.id, at=at)
    trial = Trial(thread, flow, snapshot, by.person.id, at)
    work.flow_releases.try_on(trial)
    return trial


def _touched(runtime: Runtime, work: Work, by: Deciding, *trials: Trial) -> None:
    work.flows.touch()
    refs = tuple(ref_of(runtime, one.thread) for one in trials)
    note(work, by.acting, "flow.try", trials[0].flow, after={"threads": refs, "snapshot": trials[0].snapshot})
