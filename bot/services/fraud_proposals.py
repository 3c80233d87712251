"""Fraud rules that one person proposes and another puts in force."""

import msgspec

from bot.domain.errors import ConflictError, InvalidError
from bot.domain.payment.fraud import RuleSet
from bot.domain.staff.approval import Approval, Question
from bot.ports.records import Records
from bot.ports.runtime import Runtime
from bot.services import approvals, fraud_rules
from bot.services.approvals import Then
from bot.services.audited import Acting, note

SUBJECT = "fraud rules"
STALE = "Other rules were put in force since this was proposed. Propose it again on top of them."
SAME = "These rules are in force already."


class Proposal(msgspec.Struct, frozen=True):
    """Rules as they are kept for a second person: the document, and the revision that was in force, 0 for none."""

    document: object
    base: int


def propose(records: Records, document: object, acting: Acting, *, approval: str) -> Approval:
    """Ask a second person to put rules in force; the reason of `acting` says what has changed.

    Raises `InvalidError` with a sentence when a rule is wrong, nothing differs or no reason is given.
    """
    fraud_rules.read(document)
    with records.begin() as work:
        known = work.fraud.rules()
        if known is not None and msgspec.json.decode(known[1]) == document:
            raise InvalidError(SAME)
        wish = Proposal(document, known[0] if known is not None else 0)
        question = Question("fraud.publish", SUBJECT, msgspec.json.encode(wish).decode(), acting.reason)
        return approvals.ask(work, question, acting, approval=approval)


def publish_alone(records: Records, document: object, acting: Acting) -> int:
    """Put rules in force without a second person, and note that; gives the number of their revision."""
    with records.begin() as work:
        known = work.fraud.rules()
        revision = fraud_rules.put_in_force(work, document, by=acting.who, note=acting.reason, now=acting.at)
        before = {"revision": known[0] if known is not None else 0}
        note(work, acting, "fraud.publish_alone", SUBJECT, before=before, after={"revision": revision})
    return revision


def execute(runtime: Runtime, approval: Approval, then: Then) -> None:
    """Put what was approved in force, unless other rules were meanwhile."""
    wish = proposal_of(approval)
    with runtime.records.begin() as work:
        now, by = runtime.clock.now(), approval.asked_by
        revision = fraud_rules.put_in_force(work, wish.document, by=by, note=approval.reason, now=now)
        if revision != wish.base + 1:
            # Told by the number that it was given: nobody else publishes until this transaction ends.
            raise ConflictError(STALE, retryable=False)
        then(work)


def proposal_of(approval: Approval) -> Proposal:
    """The rules that an approval is about."""
    return msgspec.json.decode(approval.wish, type=Proposal)


def rules_before(records: Records, proposal: Proposal, first: RuleSet) -> RuleSet:
    """The rules that were in force when something was proposed; `first` are those with which an airline begins."""
    with records.begin() as work:
        body = work.fraud.rules_of(proposal.base)
    return fraud_rules.read(msgspec.json.decode(body)) if body is not None else first
