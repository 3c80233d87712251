"""Publications that wait for their time: carried out by a sweep, checked again then, and told when they are refused."""

import msgspec

from bot.domain.errors import InvalidError
from bot.domain.flow.definition import parse_flow
from bot.domain.flow.release import NO_REASON, Scheduled, notes_of, settled
from bot.domain.moments import milliseconds
from bot.ports.records import Work
from bot.ports.runtime import Runtime
from bot.services import flow_checks, flows
from bot.services.approvals import Deciding
from bot.services.audited import Acting, note
from bot.services.flow_around import beside
from bot.services.flow_checks import FLOWS
from bot.services.flow_drafts import allowed

GONE = "There is no such publication."
MOVED = "Another revision went live since this was scheduled."
AUTHOR_GONE = "Whoever scheduled this may not publish flows any more."
NOT_YOURS = "This was told to somebody else."


def waiting(runtime: Runtime) -> tuple[Scheduled, ...]:
    """Every publication that waits for its time, the soonest first."""
    with runtime.records.begin() as work:
        return work.flow_releases.waiting()


def cancel(runtime: Runtime, name: str, by: Deciding) -> Scheduled:
    """Take a publication back before its time; the reason of the person's act says why, and its author is told.

    Raises `InvalidError` for no reason or no such publication, and `ConflictError` when it does not wait any more.
    """
    allowed(by.person)
    why = notes_of(by.acting.reason, missing=NO_REASON)
    with runtime.records.begin() as work:
        found = _found(work, name)
        after = settled(found, "cancelled", now=milliseconds(by.acting.at), by=by.person.id, why=why)
        work.flow_releases.settle(after)
        note(work, by.acting, "flow.cancel", found.flow, before={"due": found.due}, after={"id": name})
    runtime.live.publish((FLOWS,))
    return after


def unseen(runtime: Runtime, author: str) -> tuple[Scheduled, ...]:
    """What of somebody's publications was refused, or cancelled by another, and they do not know yet."""
    with runtime.records.begin() as work:
        return work.flow_releases.unseen(author)


def saw(runtime: Runtime, name: str, by: Deciding) -> None:
    """Note that an author knows how their publication ended; raises `InvalidError` when it is not theirs."""
    with runtime.records.begin() as work:
        found = _found(work, name)
        if found.author != by.person.id:
            raise InvalidError(NOT_YOURS)
        work.flow_releases.settle(msgspec.structs.replace(found, seen=True))
        note(work, by.acting, "flow.seen", found.flow, after={"id": name})


def carry_out(runtime: Runtime) -> int:
    """Publish what is due, or refuse it with the reason; gives how many were settled. Safe to run anywhere and again.

    Raises `UnavailableError`; what is due then is published later.
    """
    now, count = milliseconds(runtime.clock.now()), 0
    with runtime.records.begin() as work:
        due = [one for one in work.flow_releases.waiting() if one.due <= now]
    for one in due:
        try:
            flow_checks.passed(runtime.records, runtime.world(), one.document)
            count += _published(runtime, one.id, now=now)
        except InvalidError as error:
            count += _refused(runtime, one.id, error.say_to_staff, now=now)
    if count:
        runtime.live.publish((FLOWS,))
    return count


def _published(runtime: Runtime, name: str, *, now: int) -> int:
    with runtime.records.begin() as work:
        work.flows.lock()
        found = _found(work, name)
        if found.state != "waiting":
            return 0
        author = work.people.person(found.author)
        if author is None or not author.may("flows.edit"):
            raise InvalidError(AUTHOR_GONE)
        if flows.live_revision(work, found.flow) != found.base:
            raise InvalidError(MOVED)
        if not found.approval:
            flows.alone_or_refused(work, parse_flow(found.document))
        stands, notes = beside(runtime.world()), found.notes
        made = flows.put_live(work, found.document, beside=stands, author=found.author, now=now, notes=notes)
        work.flow_releases.settle(settled(found, "published", now=now, revision=made.revision))
        after = {"revision": made.revision, "sha256": made.head.sha256, "scheduled": name, "approval": found.approval}
        note(work, _acting(runtime, found), "flow.publish", found.flow, before={"revision": found.base}, after=after)
    return 1


def _refused(runtime: Runtime, name: str, why: str, *, now: int) -> int:
    with runtime.records.begin() as work:
        found = _found(work, name)
        if found.state != "waiting":
            return 0
        work.flow_releases.settle(settled(found, "refused", now=now, why=why))
        note(work, _acting(runtime, found), "flow.refuse", found.flow, after={"scheduled": name, "why": why})
    return 1


def _acting(runtime: Runtime, found: Scheduled) -> Acting:
    return Acting(found.author, runtime.clock.now(), found.notes)


def _found(work: Work, name: str) -> Scheduled:
    found = work.flow_releases.scheduled(name, lock=True)
    if found is None:
        raise InvalidError(GONE)
    return found
