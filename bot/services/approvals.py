"""A second person: asking, deciding and taking back; what is approved is done in the transaction that approves it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Protocol

import msgspec

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.staff import approval as machine
from bot.domain.staff.approval import Approval, Question, Said
from bot.domain.staff.audit import Wanted
from bot.domain.staff.person import Person
from bot.ports.live import LiveNote
from bot.ports.records import Records, Work
from bot.ports.runtime import Runtime
from bot.services.audited import Acting, note

GONE = "There is no such request."
OTHERWISE = "This form has asked for something else already. Open it anew."
MOST_DECIDED = 50
"""Decided ones that a page shows."""
SETTLED_IN = timedelta(days=1)
"""For so long after somebody has made or changed an account it approves nothing: others see the change first."""
TOO_NEW = (
    "An administrator made or changed your account less than a day ago. Somebody else has to approve this, or you "
    "tomorrow."
)
_LETS_IN = ("person.invite", "person.change", "person.let_in", "person.link", "second_factor.take_away")


Then = Callable[[Work], None]
"""Writes the decision and its line of the audit."""


class Executor(Protocol):
    """Does what was approved."""

    def __call__(self, runtime: Runtime, approval: Approval, then: Then) -> None:
        """Do it once, and call `then` last in the same transaction; whoever raises has done nothing."""
        ...


class Deciding(msgspec.Struct, frozen=True):
    """Who decides: the person, and their act as the audit has it."""

    person: Person
    acting: Acting


def ask(work: Work, question: Question, acting: Acting, *, approval: str) -> Approval:
    """Keep a question for a second person, and note it; the same id again keeps the first one.

    Raises `InvalidError` when it gives no reason, `ConflictError` when something else was asked under the id. Tell open
    pages after the commit (`told`).
    """
    known = work.approvals.approval(approval)
    if known is not None:
        if (known.kind, known.subject, known.wish) != (question.kind, question.subject, question.wish):
            raise ConflictError(OTHERWISE, retryable=False)
        return known
    made = machine.asked(question, approval=approval, by=acting.who, now=acting.at)
    work.approvals.add(made)
    after = {"kind": made.kind, "about": made.subject, "hash": made.digest}
    note(work, msgspec.structs.replace(acting, reason=made.reason), "approval.ask", made.id, after=after)
    return made


def decide(runtime: Runtime, approval: str, said: Said, deciding: Deciding, *, execute: Executor) -> Approval:
    """Approve, refuse or take back; an approval is done at once, or nothing of it is.

    Raises `InvalidError` when the person may not, or it cannot be done; `ConflictError` when somebody was faster, it is
    over, or what it would change has changed meanwhile.
    """
    after = list[Approval]()

    def settle(work: Work) -> None:
        after.append(_settled(work, approval, said, deciding))

    if said.trigger == "approve":
        with runtime.records.begin() as work:
            found = _found(work, approval)
            machine.decided(found, deciding.person, said, now=deciding.acting.at)
        execute(runtime, found, settle)
    else:
        with runtime.records.begin() as work:
            settle(work)
    told(runtime)
    return after[-1]


def waiting(records: Records, person: Person) -> tuple[Approval, ...]:
    """All that wait and that a person may read, the oldest first; raises `UnavailableError`."""
    with records.begin() as work:
        return tuple(one for one in work.approvals.waiting() if machine.may_read(one, person))


def count_waiting(records: Records, person: Person) -> int:
    """How many wait that a person may decide; raises `UnavailableError`."""
    return sum(machine.may_decide(one, person) for one in waiting(records, person))


def decided(records: Records, person: Person) -> tuple[Approval, ...]:
    """The newest of those that do not wait any more, as far as a person may read them."""
    with records.begin() as work:
        return tuple(one for one in work.approvals.decided(most=MOST_DECIDED) if machine.may_read(one, person))


def shown(records: Records, approval: str, person: Person) -> Approval:
    """One of them; raises `InvalidError` when there is none that this person may read."""
    with records.begin() as work:
        found = _found(work, approval)
    if not machine.may_read(found, person):
        raise InvalidError(GONE)
    return found


def expire(runtime: Runtime) -> int:
    """End what nobody has decided within its time; gives how many. Safe to run anywhere and again."""
    now, ended = runtime.clock.now(), 0
    with runtime.records.begin() as work:
        late = work.approvals.asked_before(now - machine.LASTS)
    for approval in late:
        with runtime.records.begin() as work:
            found = _found(work, approval, lock=True)
            over = machine.expired(found, now=now)
            if over is not found:
                work.approvals.decide(over)
                acting = Acting("threadfare", now, "nobody has decided it")
                note(
                    work,
                    acting,
                    "approval.expire",
                    approval,
                    before={"state": found.state},
                    after={"state": over.state},
                )
                ended += 1
    if ended:
        told(runtime)
    return ended


def told(runtime: Runtime) -> None:
    """Tell open pages that what waits has changed."""
    runtime.live.publish((LiveNote("", "", "approvals", 0),))


def _settled(work: Work, approval: str, said: Said, deciding: Deciding) -> Approval:
    found = _found(work, approval, lock=True)
    if said.trigger == "approve" and _is_new(work, deciding):
        raise InvalidError(TOO_NEW)
    after = machine.decided(found, deciding.person, said, now=deciding.acting.at)
    work.approvals.decide(after)
    acting = msgspec.structs.replace(deciding.acting, reason=after.answer)
    told_after = {"state": after.state, "kind": after.kind, "about": after.subject, "hash": after.digest}
    note(work, acting, f"approval.{said.trigger}", approval, before={"state": found.state}, after=told_after)
    return after


def _is_new(work: Work, deciding: Deciding) -> bool:
    """Whether one of the staff has just opened a way in for who decides: the second person could be the first one."""
    since = deciding.acting.at - SETTLED_IN
    asked = (Wanted(what=what, subject=deciding.person.id, since=since) for what in _LETS_IN)
    by = {line.act.who for wanted in asked for line in work.audit.found(wanted, most=MOST_DECIDED)}
    return any(work.people.person(who) is not None for who in by)


def _found(work: Work, approval: str, *, lock: bool = False) -> Approval:
    found = work.approvals.approval(approval, lock=lock)
    if found is None:
        raise InvalidError(GONE)
    return found
