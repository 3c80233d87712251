"""A second person: what one asks for another decides, and what is done is exactly what was asked.

Theory. Money that goes out above a limit, rules that hold payments back and steps in which travellers pay are changed
by two people. Who asks may take it back and never decide it; who decides needs the right to, for that kind. What was
asked is kept with a hash of all of it; the decision names that hash, so that nobody approves another thing than they
read. What nobody decides in a week is over.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from bot.domain.chain import linked, microseconds
from bot.domain.errors import ConflictError, InvalidError
from bot.domain.staff.person import Person
from bot.domain.staff.roles import Permission
from bot.domain.transitions import Table, move

Kind = Literal["refund", "fraud.publish", "flow.publish"]
State = Literal["asked", "approved", "refused", "withdrawn", "expired"]
Trigger = Literal["approve", "refuse", "withdraw", "expire"]

APPROVAL: Table = {
    "asked": {"approve": "approved", "refuse": "refused", "withdraw": "withdrawn", "expire": "expired"},
    "approved": {},
    "refused": {},
    "withdrawn": {},
    "expired": {},
}
"""The machine of one approval."""

LASTS = timedelta(days=7)
"""How long it waits for a second person."""
LONGEST_REASON = 500

OWN = "You asked for this yourself: somebody else has to decide it."
NOT_OWN = "Only who asked for this can take it back."
NO_RIGHT = "You may not decide this. Ask somebody who may."
OVER = "Nobody decided this within a week. Ask for it again."
OTHER = "What you saw is not what was asked. Read it again."
NO_REASON = "Say why, in a few words."


class Rights(msgspec.Struct, frozen=True):
    """What somebody needs to ask for a kind, and to decide it."""

    ask: Permission
    decide: Permission


RIGHTS: Mapping[Kind, Rights] = {
    "refund": Rights("refunds.request", "refunds.approve"),
    "fraud.publish": Rights("fraud.propose", "fraud.approve"),
    "flow.publish": Rights("flows.edit", "flows.approve"),
}


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody asked for, and what became of it.

    `subject` names what it is about (a checkout, a flow), `wish` is what is to be done as JSON, `digest` the hash of
    all that was asked. `asked_by` and `decided_by` are ids of people; `answer` is what who refused said. Times are UTC.
    """

    id: str
    kind: Kind
    subject: str
    wish: str
    reason: str
    asked_by: str
    asked_at: datetime
    digest: str
    state: State = "asked"
    decided_by: str = ""
    decided_at: datetime | None = None
    answer: str = ""

    @property
    def expires_at(self) -> datetime:
        """Until when somebody may decide it."""
        return self.asked_at + LASTS


class Question(msgspec.Struct, frozen=True):
    """What somebody wants done: of which kind, to what, the wish as JSON, and why."""

    kind: Kind
    subject: str
    wish: str
    reason: str


class Said(msgspec.Struct, frozen=True):
    """What somebody says of an approval: `seen` is the hash of what they read, `why` their reason."""

    trigger: Trigger
    seen: str = ""
    why: str = ""


def asked(question: Question, *, approval: str, by: str, now: datetime) -> Approval:
    """A question that waits for a second person; raises `InvalidError` when it gives no reason."""
    reason = _reason(question.reason)
    kind, subject, wish = question.kind, question.subject, question.wish
    digest = _digest((approval, kind, subject, wish, reason, by), now)
    return Approval(
        id=approval, kind=kind, subject=subject, wish=wish, reason=reason, asked_by=by, asked_at=now, digest=digest
    )


def is_whole(approval: Approval) -> bool:
    """Whether what is kept is what was asked."""
    told = (approval.id, approval.kind, approval.subject, approval.wish, approval.reason, approval.asked_by)
    return approval.digest == _digest(told, approval.asked_at)


def may_read(approval: Approval, person: Person) -> bool:
    """Whether a person may read it: they asked, or might ask for or decide one of its kind."""
    rights = RIGHTS[approval.kind]
    return approval.asked_by == person.id or person.may(rights.ask) or person.may(rights.decide)


def may_decide(approval: Approval, person: Person) -> bool:
    """Whether a person may approve or refuse: they have the right to, and did not ask."""
    return approval.asked_by != person.id and person.may(RIGHTS[approval.kind].decide)


def decided(approval: Approval, person: Person, said: Said, *, now: datetime) -> Approval:
    """The approval after a person has approved, refused or withdrawn it.

    Raises `InvalidError` when they may not, give no reason for a refusal or have read something else, and
    `ConflictError` when it was decided before or is over.
    """
    if approval.state != "asked":
        raise ConflictError(f"This was {approval.state} before.", retryable=False)
    _may(approval, person, said)
    if said.trigger != "withdraw" and now >= approval.expires_at:
        raise ConflictError(OVER, retryable=False)
    if said.trigger == "approve" and (said.seen != approval.digest or not is_whole(approval)):
        raise InvalidError(OTHER)
    answer = _reason(said.why) if said.trigger == "refuse" else said.why.strip()[:LONGEST_REASON]
    return _moved(approval, said.trigger, by=person.id, answer=answer, now=now)


def expired(approval: Approval, *, now: datetime) -> Approval:
    """The approval when its week is over; the same when it is not, or was decided."""
    if approval.state != "asked" or now < approval.expires_at:
        return approval
    return _moved(approval, "expire", by="", answer="", now=now)


def _may(approval: Approval, person: Person, said: Said) -> None:
    if said.trigger == "withdraw":
        if approval.asked_by != person.id:
            raise InvalidError(NOT_OWN)
        return
    if approval.asked_by == person.id:
        raise InvalidError(OWN)
    if not person.may(RIGHTS[approval.kind].decide):
        raise InvalidError(NO_RIGHT)


def _moved(approval: Approval, trigger: Trigger, *, by: str, answer: str, now: datetime) -> Approval:
    state = msgspec.convert(move(APPROVAL, approval.state, trigger, machine="approval"), State)
    return msgspec.structs.replace(approval, state=state, decided_by=by, decided_at=now, answer=answer)


def _digest(told: tuple[str, ...], at: datetime) -> str:
    return linked("", *told, microseconds(at))


def _reason(text: str) -> str:
    reason = " ".join(text.split())[:LONGEST_REASON]
    if not reason:
        raise InvalidError(NO_REASON)
    return reason
