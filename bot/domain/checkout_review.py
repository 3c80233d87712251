"""What fraud rules make of a payment before a bank is asked: nothing, a look by the bank, by a person, or its end.

A card or an account that has to be looked at by a person waits under its own attempt, of which nothing has left yet;
so whoever allows it lets exactly that one go on, and nothing is asked twice. Whoever wrote is told that we look, and
never why; a refusal reads like any other decline, so that a thief learns nothing. Seats are held meanwhile as long as
they can be; when nobody has looked by then, they go back and nothing was charged.
"""

from datetime import datetime, timedelta

import msgspec

from bot.domain import checkout_charge as debits
from bot.domain import checkout_facts as facts
from bot.domain.checkout_cards import ask_bank
from bot.domain.checkout_case import AUTHORIZE_NEEDS, Checkout, Decision
from bot.domain.checkout_money import ask_again, short_of_hold
from bot.domain.checkout_undoing import give_up
from bot.domain.conversation.review_events import PaymentHeld
from bot.domain.payment import payment as payments
from bot.domain.payment.declines import debit_reason, reason_key
from bot.domain.payment.payment import Attempt, Payment

BLOCKED, REJECTED = "blocked", "review_rejected"
"""Codes of attempts that no bank was asked for; travellers read what they read of a plain decline."""
OURS = frozenset({BLOCKED, REJECTED})
_PLAIN = "generic_decline"


def assessed(so_far: Decision, fact: facts.Assessed) -> Decision:
    """Stop before the bank is asked, for a person or for good; what has left already is not touched."""
    payment = so_far.checkout.paying(fact.attempt)
    attempt = payment.open_attempt if payment is not None else None
    if payment is None or attempt is None or attempt.sends or so_far.checkout.state not in {"authorizing", "charging"}:
        return so_far
    if so_far.checkout.unwanted:
        return give_up(so_far, "cancelled")
    if fact.outcome == "block":
        return _refuse(so_far, payment, BLOCKED)
    if attempt.operation == "charge":
        return debits.too_late_to_ask(so_far) or _wait(so_far, payment)
    return ask_bank(so_far, attempt) if short_of_hold(so_far) else _wait(so_far, payment)


def reviewed(so_far: Decision, fact: facts.Reviewed) -> Decision:
    """Go on with what was held, or refuse it, as a person decided; too late, or said twice, it changes nothing."""
    payment = so_far.checkout.paying(fact.attempt)
    attempt = payment.open_attempt if payment is not None else None
    if payment is None or attempt is None or payment.state != "in_review" or so_far.checkout.state != "reviewing":
        return so_far
    if not fact.allowed:
        return _refuse(so_far, payments.apply(payment, "reject"), REJECTED)
    allowed = so_far.pay(payments.apply(payment, "allow"))
    if attempt.operation == "charge":
        return allowed.move("allowed_debit", action_until=None).want("charge", fact.attempt)
    allowed = allowed.move("allowed", action_until=None)
    return give_up(allowed, "expired") if short_of_hold(allowed) else allowed.want("authorize", fact.attempt)


def held_longer(before: Decision, longer: Decision) -> Decision:
    """The hold was made longer, so a person has longer to look at a card; for an account it was made long before."""
    return before if _held_charge(before.checkout) is not None else _watch(longer)


def seen_by_bank(payment: Payment) -> Payment:
    """The payment whose open attempt asks the bank to see the traveller."""
    asked = payments.change_attempt(payment, challenge=True)
    attempt = asked.open_attempt
    return (
        payment
        if attempt is None
        else payments.change_attempt(asked, request_hash=payments.request_hash(asked, attempt))
    )


def _wait(so_far: Decision, payment: Payment) -> Decision:
    waiting = so_far.pay(payments.apply(payment, "review")).move("review").call_staff("review")
    waiting = _watch(waiting.tell(PaymentHeld))
    longest = waiting.checkout.extended or _held_charge(waiting.checkout) is not None
    return waiting if longest else waiting.want("extend")


def _watch(so_far: Decision) -> Decision:
    until = _until(so_far.checkout)
    return so_far.change(action_until=until).want("expire", after=max(timedelta(0), until - so_far.now))


def _until(checkout: Checkout) -> datetime:
    """When an answer of a person comes too late for a bank."""
    held_until = checkout.order.held_until or checkout.began_at
    charged = _held_charge(checkout) is not None
    return debits.last_moment(checkout) if charged else held_until - AUTHORIZE_NEEDS


def _held_charge(checkout: Checkout) -> Attempt | None:
    """The attempt to take money from an account for which a person has to look, if it is one."""
    held = (payment.open_attempt for payment in checkout.payments if payment.state == "in_review")
    return next((attempt for attempt in held if attempt is not None and attempt.operation == "charge"), None)


def _refuse(so_far: Decision, payment: Payment, code: str) -> Decision:
    attempt = payment.open_attempt
    debit = attempt is not None and attempt.operation == "charge"
    no = payment if code == REJECTED else payments.apply(payment, "charge:declined" if debit else "authorize:declined")
    no = payments.close_attempt(no, "declined", code=code)
    refused = so_far.pay(msgspec.structs.replace(no, code=_PLAIN))
    if debit:
        return debits.other_method(refused, "declined", reason=debit_reason(_PLAIN))
    return ask_again(refused, "declined", reason=reason_key(_PLAIN))
