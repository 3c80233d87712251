"""Editing drafts of flows: operation by operation, each in the name of who does it, none over what they did not see.

A draft begins with the first operation on it, from the live revision; a flow that was never published begins empty.
Every operation is one transaction that holds the draft's row, so that two people who edit at once are in turn.
"""

from collections.abc import Callable

import msgspec

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.flow import drafting, edits, operations
from bot.domain.flow.definition import Flow
from bot.domain.flow.drafting import Done, Draft
from bot.domain.flow.issues import Issue
from bot.domain.flow.kept import reread
from bot.domain.flow.migrations import SPEC
from bot.domain.flow.operations import Operation, Reset
from bot.domain.flow.parts import same
from bot.domain.flow.transfer import tidied
from bot.domain.moments import milliseconds
from bot.domain.staff.person import Person
from bot.domain.staff.roles import Permission
from bot.ports.flow_draft_records import DraftHead
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import flows
from bot.services.approvals import Deciding
from bot.services.audited import note
from bot.services.flow_around import beside
from bot.services.flow_checks import FLOWS

NO_FLOW = "There is no flow {!r}."
NO_RIGHT = "You may not edit flows. Ask somebody who may."
KNOWN = "There is a flow {!r} already."
PUBLISHED = "This flow was published: its draft is put back to the live revision, and stays."
SAME = "The draft is the live revision already."

Change = Callable[[Work, Draft], tuple[Draft, Done | None]]
"""Changes a draft that nobody else changes meanwhile."""


def allowed(person: Person, permission: Permission = "flows.edit") -> None:
    """Raise `InvalidError` unless a person may do something with flows."""
    if not person.may(permission):
        raise InvalidError(NO_RIGHT)


def drafts(runtime: Runtime) -> tuple[DraftHead, ...]:
    """Every draft without its document."""
    with runtime.records.begin() as work:
        return work.flow_drafts.heads()


def shown(runtime: Runtime, flow: str) -> Draft:
    """The draft of a flow, or its live revision as the draft that would begin; raises `InvalidError` for no flow."""
    with runtime.records.begin() as work:
        return work.flow_drafts.draft(flow) or _fresh(work, flow)


def read(draft: Draft) -> Flow:
    """The flow of a draft; raises `InvalidError` that says where it cannot be read."""
    return reread(msgspec.json.encode(draft.document))


def history(runtime: Runtime, flow: str) -> tuple[Done, ...]:
    """The operations on a draft that can be undone, the oldest first, with who did them when."""
    with runtime.records.begin() as work:
        return work.flow_drafts.history(flow)


def faults(runtime: Runtime, draft: Draft) -> tuple[Issue, ...]:
    """Every fault of a draft, as the check tells it while somebody edits.

    One that cannot be read has one, which says why. Golden conversations are played apart, by `flow_checks`.
    """
    try:
        flow = read(draft)
    except InvalidError as error:
        return (Issue(sentence=error.say_to_staff, rule=1),)
    with runtime.records.begin() as work:
        return flows.faults(work, flow, beside=beside(runtime.world()))


def create(runtime: Runtime, flow: str, by: Deciding) -> Draft:
    """Begin the draft of a flow that there was not; raises `InvalidError` when there is, or for no name."""
    allowed(by.person)
    name, at = edits.named(flow), milliseconds(by.acting.at)
    texts = {language: dict[str, str]() for language in runtime.world().brand.languages}
    document = {"spec": SPEC, "flow": name, "start": "", "nodes": {}, "texts": texts, "layout": {}}
    made = Draft(flow=name, document=document, at=at, by=by.person.id)
    with runtime.records.begin() as work:
        if name in work.flows.pointers() or work.flow_drafts.draft(name) is not None:
            raise InvalidError(KNOWN.format(name))
        work.flow_drafts.begin(made)
        note(work, by.acting, "flow.create", name)
    runtime.live.publish((FLOWS,))
    return made


def edit(runtime: Runtime, flow: str, op: Operation, by: Deciding) -> Draft:
    """Do an operation on a draft; gives the draft as it is then, with the new versions.

    Raises `EditConflictError` when somebody changed that part since the version that `op` carries, and `InvalidError`
    for what may not or cannot be done.
    """
    if isinstance(op, Reset):
        raise InvalidError("A draft is put back by `reset`.")
    return _changed(runtime, flow, by, lambda work, draft: _done(work, draft, op, by), what="flow.edit")


def reset(runtime: Runtime, flow: str, by: Deciding, *, seen: int) -> Draft:
    """Put the draft back to the live revision, which can be undone; `seen` is the version of the draft.

    Raises `EditConflictError` when it was changed since, and `InvalidError` for a flow that was never published.
    """

    def back(work: Work, draft: Draft) -> tuple[Draft, Done | None]:
        fresh = _fresh(work, flow)
        if same(fresh.document, draft.document):
            raise InvalidError(SAME)
        based = msgspec.structs.replace(draft, base=fresh.base)
        return _done(work, based, Reset(dict(fresh.document), seen=seen), by)

    return _changed(runtime, flow, by, back, what="flow.reset")


def drop(runtime: Runtime, flow: str, by: Deciding, *, seen: int) -> None:
    """Forget the draft of a flow that was never published, for good; `seen` is its version.

    Raises `InvalidError` for one that was, and `ConflictError` when somebody changed it since.
    """
    allowed(by.person)
    with runtime.records.begin() as work:
        draft = work.flow_drafts.draft(flow, lock=True)
        if draft is None or flow in work.flows.pointers():
            raise InvalidError(PUBLISHED if draft is not None else NO_FLOW.format(flow))
        if draft.version != seen:
            raise ConflictError(drafting.CHANGED, retryable=False)
        work.flow_drafts.drop(flow)
        note(work, by.acting, "flow.drop", flow, before={"version": draft.version})
    runtime.live.publish((FLOWS,))


def undo(runtime: Runtime, flow: str, by: Deciding) -> Draft:
    """Undo the newest operation of a person that is not undone.

    Raises `InvalidError` when there is none, and `EditConflictError` when somebody else changed the same since.
    """

    def back(work: Work, draft: Draft) -> tuple[Draft, Done | None]:
        done = drafting.to_undo(work.flow_drafts.history(flow), by.person.id)
        made, after = drafting.undone(draft, done, by=by.person.id, at=milliseconds(by.acting.at))
        work.flow_drafts.change(flow, after)
        return made, after

    return _changed(runtime, flow, by, back, what="flow.undo")


def redo(runtime: Runtime, flow: str, by: Deciding) -> Draft:
    """Do again what a person has undone last, unless they have done something else since; raises as `undo` does."""

    def again(work: Work, draft: Draft) -> tuple[Draft, Done | None]:
        done = drafting.to_redo(work.flow_drafts.history(flow), by.person.id)
        made, after = drafting.redone(draft, done, by=by.person.id, at=milliseconds(by.acting.at))
        work.flow_drafts.change(flow, after)
        return made, after

    return _changed(runtime, flow, by, again, what="flow.redo")


def _changed(runtime: Runtime, flow: str, by: Deciding, change: Change, *, what: str) -> Draft:
    allowed(by.person)
    with runtime.records.begin() as work:
        draft = _locked(work, flow)
        made, done = change(work, draft)
        if done is None:
            return made
        work.flow_drafts.save(made)
        after = {"version": made.version, "op": operations.kind(done.op), "parts": tuple(done.after)}
        note(work, by.acting, what, flow, before={"version": draft.version}, after=after)
    runtime.live.publish((FLOWS,))
    return made


def _done(work: Work, draft: Draft, op: Operation, by: Deciding) -> tuple[Draft, Done | None]:
    made, done = drafting.edited(draft, op, by=by.person.id, at=milliseconds(by.acting.at))
    if done is not None:
        work.flow_drafts.forget_undone(draft.flow, by.person.id)
        work.flow_drafts.remember(draft.flow, done)
    return made, done


def _locked(work: Work, flow: str) -> Draft:
    draft = work.flow_drafts.draft(flow, lock=True)
    if draft is not None:
        return draft
    fresh = _fresh(work, flow)
    work.flow_drafts.begin(fresh)
    return work.flow_drafts.draft(flow, lock=True) or fresh


def _fresh(work: Work, flow: str) -> Draft:
    base = flows.live_revision(work, flow)
    document = work.flows.documents(((flow, base),)).get((flow, base))
    if document is None:
        raise InvalidError(NO_FLOW.format(flow))
    return Draft(flow=flow, document=tidied(document), base=base)
