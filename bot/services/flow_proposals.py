"""Flows whose steps or texts about money change: one person proposes them, another puts them live."""

import msgspec

from bot.domain.errors import ConflictError
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.release import Scheduled
from bot.domain.moments import milliseconds
from bot.domain.staff.approval import Approval, Question
from bot.domain.world import World
from bot.ports.flow_records import FlowRevision
from bot.ports.records import Records
from bot.ports.runtime import Runtime
from bot.services import approvals, flow_checks, flows
from bot.services.approvals import Then
from bot.services.audited import Acting, note
from bot.services.flow_around import beside
from bot.services.flow_checks import FLOWS

STALE = "Another revision of this flow was published since this was proposed. Propose it again on top of that."


class Proposal(msgspec.Struct, frozen=True):
    """A flow as it is kept for a second person: its document, the live revision (0 for none), and what changes.

    `notes` are those of the revision, `due` is when it goes live (milliseconds UTC), 0 for when it is approved.
    """

    flow: str
    document: str
    base: int
    changes: tuple[str, ...]
    notes: str = ""
    due: int = 0


def propose(runtime: Runtime, document: bytes, acting: Acting, *, approval: str, due: int = 0) -> Approval:
    """Ask a second person to publish a flow, at a time or at once; the reason of `acting` are the revision's notes.

    Raises `InvalidError` that lists what stands in the way of publishing it.
    """
    flow = parse_flow(document)
    flow_checks.passed(runtime.records, runtime.world(), document)
    with runtime.records.begin() as work:
        flows.check(work, flow, beside=beside(runtime.world()))
        changes = flows.money_changes(work, flow)
        base = flows.live_revision(work, flow.name)
        wish = Proposal(flow.name, document.decode(), base, changes, acting.reason, due)
        question = Question("flow.publish", flow.name, msgspec.json.encode(wish).decode(), acting.reason)
        made = approvals.ask(work, question, acting, approval=approval)
    approvals.told(runtime)
    return made


def execute(runtime: Runtime, approval: Approval, then: Then) -> None:
    """Publish what was approved, or let it wait for its time, unless another revision was published meanwhile."""
    wish, now = msgspec.json.decode(approval.wish, type=Proposal), milliseconds(runtime.clock.now())
    document, notes = wish.document.encode(), wish.notes or approval.reason
    flow_checks.passed(runtime.records, runtime.world(), document)
    with runtime.records.begin() as work:
        work.flows.lock()
        if flows.live_revision(work, wish.flow) != wish.base:
            raise ConflictError(STALE, retryable=False)
        stands, author = beside(runtime.world()), approval.asked_by
        if wish.due > now:
            flows.check(work, parse_flow(document), beside=stands)
            work.flow_releases.schedule(_scheduled(approval, wish, notes=notes, now=now))
        else:
            flows.put_live(work, document, beside=stands, author=author, now=now, notes=notes)
        then(work)
    runtime.live.publish((FLOWS,))


def _scheduled(approval: Approval, wish: Proposal, *, notes: str, now: int) -> Scheduled:
    return Scheduled(
        id=f"pub_{approval.id}",
        flow=wish.flow,
        document=wish.document.encode(),
        notes=notes,
        author=approval.asked_by,
        made_at=now,
        due=wish.due,
        base=wish.base,
        approval=approval.id,
    )


def publish_alone(records: Records, document: bytes, acting: Acting, *, world: World) -> FlowRevision:
    """Publish a flow without a second person, whatever it changes, and note that with what it changes about money.

    `world` is that of now. Raises `InvalidError` that lists what stands in its way.
    """
    flow = parse_flow(document)
    flow_checks.passed(records, world, document)
    with records.begin() as work:
        changes, base = flows.money_changes(work, flow), flows.live_revision(work, flow.name)
        now = milliseconds(acting.at)
        stands = beside(world)
        made = flows.put_live(work, document, beside=stands, author=acting.who, now=now, notes=acting.reason)
        after = {"revision": made.revision, "changes": changes}
        note(work, acting, "flow.publish_alone", flow.name, before={"revision": base}, after=after)
    return made
