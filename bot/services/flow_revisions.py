"""Revisions of flows: publishing a draft now, later or through a second person, and rolling back in one click."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.differences import Difference
from bot.domain.flow.document_differences import document_differences
from bot.domain.flow.drafting import Draft
from bot.domain.flow.guarded import guarded_changes, sells
from bot.domain.flow.parts import same
from bot.domain.flow.release import NO_REASON, Scheduled, due_time, notes_of
from bot.domain.flow.transfer import tidied
from bot.domain.moments import milliseconds
from bot.domain.world import World
from bot.ports.flow_records import FlowHead, FlowRevision
from bot.ports.records import Records, Work
from bot.ports.runtime import Runtime
from bot.services import flow_checks, flow_drafts, flow_proposals, flows
from bot.services.approvals import Deciding
from bot.services.audited import Acting, note
from bot.services.flow_around import beside, live_flows
from bot.services.flow_checks import FLOWS
from bot.services.flow_drafts import SAME, allowed

NO_DRAFT = "Nobody has changed anything since the live revision."
MOVED = "Another revision went live since you looked. Look at the difference again."
EDITED = "The draft was changed since you looked. Look at the difference again."
LIVE = "This revision is live already."
NO_REVISION = "The flow {!r} has no revision {}."


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants published: the draft of a flow at the version that they saw, over the live one they saw.

    `name` is a fresh id, under which an approval or a publication to come is kept. `notes` say what changes; `due` is
    when it goes live (milliseconds UTC), 0 for now.
    """

    flow: str
    name: str
    version: int
    live: int
    notes: str
    due: int = 0


class Outcome(msgspec.Struct, frozen=True):
    """What became of a wish: it is live as `revision`, waits for its time, or waits for a second person."""

    kind: Literal["published", "scheduled", "asked"]
    revision: int = 0


def listed(runtime: Runtime, flow: str = "") -> tuple[FlowHead, ...]:
    """Revisions of a flow, or of all, without their documents; by flow and number."""
    with runtime.records.begin() as work:
        return work.flows.heads(flow)


def live_revisions(runtime: Runtime) -> Mapping[str, int]:
    """The number of the live revision of every flow that was ever published, by flow."""
    with runtime.records.begin() as work:
        return work.flows.pointers()


def document_of(runtime: Runtime, flow: str, revision: int) -> bytes:
    """The document of a revision; raises `InvalidError` when there is none."""
    with runtime.records.begin() as work:
        return _document(work, flow, revision)


def shown(runtime: Runtime, flow: str, revision: int) -> FlowRevision:
    """One revision with its document; raises `InvalidError` when there is none."""
    with runtime.records.begin() as work:
        return _revision(work, flow, revision)


def money_changes(runtime: Runtime, draft: Draft) -> tuple[str, ...]:
    """What of a draft takes a second person, each as a clause; nothing when one may publish it."""
    flow = flow_drafts.read(draft)
    with runtime.records.begin() as work:
        return flows.money_changes(work, flow)


def changes(runtime: Runtime, draft: Draft) -> tuple[Difference, ...]:
    """What publishing a draft would change, in plain words; nothing when it is the live revision.

    Raises `InvalidError` that says where a draft cannot be read.
    """
    with runtime.records.begin() as work:
        live = flows.live_revision(work, draft.flow)
        document = work.flows.documents(((draft.flow, live),)).get((draft.flow, live))
    return document_differences(document, msgspec.json.encode(draft.document))


def changes_between(runtime: Runtime, flow: str, before: int, after: int) -> tuple[Difference, ...]:
    """What differs between two revisions of a flow, in plain words; raises `InvalidError` when there is no such."""
    with runtime.records.begin() as work:
        old, new = (_document(work, flow, one) for one in (before, after))
    return document_differences(old, new)


def publish(runtime: Runtime, wish: Wish, by: Deciding) -> Outcome:
    """Publish a draft, or let it wait for its time or for a second person, by what it changes.

    Raises `InvalidError` that lists what stands in its way, and `ConflictError` when the draft or the live revision is
    not what the person saw.
    """
    allowed(by.person)
    acting, now = _noted(by.acting, wish.notes), milliseconds(by.acting.at)
    due = due_time(wish.due, now=now) if wish.due else 0
    with runtime.records.begin() as work:
        document = _seen(work, wish)
        changes = flows.money_changes(work, parse_flow(document))
    if changes:
        flow_proposals.propose(runtime, document, acting, approval=wish.name, due=due)
        return Outcome("asked")
    flow_checks.passed(runtime.records, runtime.world(), document)
    with runtime.records.begin() as work:
        work.flows.lock()
        if _seen(work, wish) != document:
            raise ConflictError(EDITED, retryable=False)
        flows.alone_or_refused(work, parse_flow(document))
        if due:
            outcome = _later(runtime, work, wish, document=document, acting=acting, due=due)
        else:
            outcome = _now(runtime, work, document, acting)
    runtime.live.publish((FLOWS,))
    return outcome


def publish_file(records: Records, document: bytes, acting: Acting, *, world: World) -> FlowRevision:
    """Publish a document from a file, where one person may; the reason of `acting` are its notes.

    `world` is that of now. Raises `InvalidError` that lists what stands in its way.
    """
    flow = parse_flow(document)
    with records.begin() as work:
        flows.alone_or_refused(work, flow)
    flow_checks.passed(records, world, document)
    with records.begin() as work:
        work.flows.lock()
        flows.alone_or_refused(work, flow)
        return _put_live(work, document, _noted(acting, acting.reason), world=world)


def roll_back(runtime: Runtime, flow: str, revision: int, by: Deciding, *, live: int) -> None:
    """Let new talks begin on an older revision again; `live` is the one that the person saw as live.

    The reason of the person's act says why. Talks that have begun stay where they are. One person may: what is live
    again was published by as many as it took. What changes about money is told in the audit.

    Raises `InvalidError` for no reason or no such revision, and `ConflictError` when another one went live meanwhile.
    """
    allowed(by.person)
    acting = msgspec.structs.replace(by.acting, reason=notes_of(by.acting.reason, missing=NO_REASON))
    with runtime.records.begin() as work:
        work.flows.lock()
        target = _revision(work, flow, revision)
        if target.live:
            raise InvalidError(LIVE)
        _same_live(work, flow, live)
        changes = _money_between(work, _revision(work, flow, live), target)
        work.flows.make_live(flow, revision)
        after = {"revision": revision, "changes": changes}
        note(work, acting, "flow.roll_back", flow, before={"revision": live}, after=after)
    runtime.live.publish((FLOWS,))


def _now(runtime: Runtime, work: Work, document: bytes, acting: Acting) -> Outcome:
    made = _put_live(work, document, acting, world=runtime.world())
    return Outcome("published", made.revision)


def _put_live(work: Work, document: bytes, acting: Acting, *, world: World) -> FlowRevision:
    flow = parse_flow(document)
    base, now, stands = flows.live_revision(work, flow.name), milliseconds(acting.at), beside(world)
    made = flows.put_live(work, document, beside=stands, author=acting.who, now=now, notes=acting.reason)
    after = {"revision": made.revision, "sha256": made.head.sha256}
    note(work, acting, "flow.publish", flow.name, before={"revision": base}, after=after)
    return made


def _later(runtime: Runtime, work: Work, wish: Wish, *, document: bytes, acting: Acting, due: int) -> Outcome:
    flows.check(work, parse_flow(document), beside=beside(runtime.world()))
    work.flow_releases.schedule(
        Scheduled(
            id=wish.name,
            flow=wish.flow,
            document=document,
            notes=acting.reason,
            author=acting.who,
            made_at=milliseconds(acting.at),
            due=due,
            base=wish.live,
        )
    )
    note(work, acting, "flow.schedule", wish.flow, before={"revision": wish.live}, after={"due": due, "id": wish.name})
    return Outcome("scheduled")


def _seen(work: Work, wish: Wish) -> bytes:
    """The document of the draft, if it and the live revision are what the person saw."""
    draft = work.flow_drafts.draft(wish.flow, lock=True)
    if draft is None:
        raise InvalidError(NO_DRAFT)
    if draft.version != wish.version:
        raise ConflictError(EDITED, retryable=False)
    _same_live(work, wish.flow, wish.live)
    known = work.flows.documents(((wish.flow, wish.live),)).get((wish.flow, wish.live))
    if known is not None and same(tidied(known), draft.document):
        raise InvalidError(SAME)
    return msgspec.json.encode(draft.document)


def _same_live(work: Work, flow: str, live: int) -> None:
    if flows.live_revision(work, flow) != live:
        raise ConflictError(MOVED, retryable=False)


def _document(work: Work, flow: str, revision: int) -> bytes:
    document = work.flows.documents(((flow, revision),)).get((flow, revision))
    if document is None:
        raise InvalidError(NO_REVISION.format(flow, revision))
    return document


def _revision(work: Work, flow: str, revision: int) -> FlowRevision:
    document = _document(work, flow, revision)
    head = next(one for one in work.flows.heads(flow) if one.revision == revision)
    return FlowRevision(flow, revision, document, head.published_at, head.author, live=head.live, notes=head.notes)


def _money_between(work: Work, before: FlowRevision, after: FlowRevision) -> tuple[str, ...]:
    selling = {name for name, flow in live_flows(work).items() if sells(flow)}
    return guarded_changes(parse_flow(before.document), parse_flow(after.document), selling=selling)


def _noted(acting: Acting, notes: str) -> Acting:
    return msgspec.structs.replace(acting, reason=notes_of(notes))
