"""What exactly would happen when something is approved, in words for the person who decides."""

from collections.abc import Callable, Mapping

import msgspec

from bot.domain.checkout_case import Checkout
from bot.domain.moments import moment
from bot.domain.money import Money, format_money
from bot.domain.payment.fraud_words import rule_changes
from bot.domain.payment.refunds import left
from bot.domain.staff.approval import Approval, Kind
from bot.domain.staff.readable import Difference, differences
from bot.ports.runtime import Runtime
from bot.services import flow_proposals, fraud_proposals, fraud_rules, staff_refunds
from bot.services.fraud_rules import Trial
from bot.web.staff.times import told

TRIAL_DAYS = 30
TITLES: Mapping[Kind, str] = {
    "refund": "Refund",
    "fraud.publish": "Fraud rules",
    "flow.publish": "Flow",
}
"""What each kind is called."""
_ENGLISH = "en"


class Happening(msgspec.Struct, frozen=True):
    """What would happen: a sentence, facts by name, changes in words, differences, and a trial of rules."""

    sentence: str
    facts: tuple[tuple[str, str], ...] = ()
    changes: tuple[str, ...] = ()
    fields: tuple[Difference, ...] = ()
    trial: Trial | None = None


def happening(runtime: Runtime, approval: Approval) -> Happening:
    """What would happen, or has; raises `UnavailableError`."""
    return _VIEWS[approval.kind](runtime, approval)


def in_short(approval: Approval) -> str:
    """What it is about, for a row of a list."""
    if approval.kind == "refund":
        return money(msgspec.json.decode(approval.wish, type=staff_refunds.Asked).amount)
    return approval.subject if approval.kind == "flow.publish" else "Other rules"


def money(amount: Money) -> str:
    """An amount with the code of its currency, as staff compare amounts."""
    return format_money(amount, _ENGLISH)


def _refund(runtime: Runtime, approval: Approval) -> Happening:
    asked = msgspec.json.decode(approval.wish, type=staff_refunds.Asked)
    with runtime.records.begin() as work:
        checkout = work.money.checkout(asked.checkout)
    facts = _of_booking(checkout) if checkout is not None else (("Booking", "It is not known any more"),)
    amount = money(asked.amount)
    return Happening(f"{amount} goes back to what paid the booking, the last payment first.", facts)


def _of_booking(checkout: Checkout) -> tuple[tuple[str, str], ...]:
    back = [f"{money(one.amount)} ({one.reason}, {one.state})" for one in checkout.refunds]
    rest = [money(Money(left(one, checkout.refunds), one.amount.currency)) for one in checkout.payments]
    paid = [f"{money(one.amount)} by {one.method}" for one in checkout.payments]
    return (
        ("Booking", checkout.order.locator or checkout.id),
        ("Price", money(checkout.order.offer.total)),
        ("Paid", ", ".join(paid)),
        ("Given back before", ", ".join(back) or "Nothing"),
        ("Left of it", ", ".join(rest)),
    )


def _rules(runtime: Runtime, approval: Approval) -> Happening:
    proposal = fraud_proposals.proposal_of(approval)
    after = fraud_rules.read(proposal.document)
    before = fraud_proposals.rules_before(runtime.records, proposal, runtime.fraud_rules)
    trial = fraud_rules.trial(runtime.records, after, days=TRIAL_DAYS, now=runtime.clock.now())
    facts = (("On top of", f"revision {proposal.base}" if proposal.base else "the rules of the beginning"),)
    changes = rule_changes(before, after) or ("The same rules, in another order or with other reasons.",)
    return Happening("The next payment is weighed by these rules.", facts, changes, trial=trial)


def _flow(runtime: Runtime, approval: Approval) -> Happening:
    wish = msgspec.json.decode(approval.wish, type=flow_proposals.Proposal)
    with runtime.records.begin() as work:
        before = work.flows.documents(((wish.flow, wish.base),)).get((wish.flow, wish.base), b"").decode()
    facts: tuple[tuple[str, str], ...] = (
        ("Flow", wish.flow),
        ("On top of", f"revision {wish.base}" if wish.base else "nothing: it is new"),
    )
    if wish.due:
        when = told(moment(wish.due), runtime.clock.now(), runtime.world().brand.zone)
        facts = (*facts, ("Goes live", when.whole))
    sentence = "New talks begin on this flow. Those that have begun finish on theirs."
    return Happening(sentence, facts, wish.changes, differences(before, wish.document))


_VIEWS: Mapping[Kind, Callable[[Runtime, Approval], Happening]] = {
    "refund": _refund,
    "fraud.publish": _rules,
    "flow.publish": _flow,
}
