"""Undoing a checkout: every payment is let go or given back, the seats too, and then the thread is told."""

from datetime import timedelta

import msgspec

from bot.domain import checkout_facts as facts
from bot.domain.checkout_case import Decision
from bot.domain.payment import payment as payments
from bot.domain.payment import posting
from bot.domain.payment.ledger import reversal
from bot.domain.payment.payment import Payment

_GONE = frozenset({"released", "cancelled", "refused"})
"""States of an order of which the supplier keeps nothing."""


def give_up(so_far: Decision, ending: str) -> Decision:
    """Begin to undo everything; `ending` (expired, cancelled, unticketed, failed) is told when it is done."""
    ended = so_far.move("give_up", ending=ending).want("release")
    return let_go(ended)


def let_go(so_far: Decision) -> Decision:
    """Ask for the money of every payment to be let go that still has some, and end when nothing is left."""
    for payment in so_far.checkout.payments:
        so_far = _let_go(so_far, payment)
    return _finish(so_far)


def _let_go(so_far: Decision, payment: Payment) -> Decision:
    attempt = payment.open_attempt
    never_sent = attempt is not None and attempt.operation in payments.TAKING and attempt.sends == 0
    challenged = attempt is not None and attempt.operation == "authorize" and payment.state == "requires_action"
    if never_sent or challenged:
        payment = payments.close_attempt(payment, "abandoned")
    elif attempt is not None:
        return so_far
    if payment.state in {"created", "declined", "in_review"}:
        return so_far.pay(payments.apply(payment, "expired"))
    operation = {"authorized": "void", "requires_action": "void", "captured": "refund"}.get(payment.state)
    return so_far if operation is None else ask(so_far, payment, operation)


def ask(so_far: Decision, payment: Payment, operation: str, *, after: timedelta = timedelta(0)) -> Decision:
    """Open an attempt of an operation of a payment, and ask for it."""
    asked = payments.open_attempt(payment, operation, now=so_far.now)
    return so_far.pay(asked).want(operation, asked.attempts[-1].key, after=after)


def released(so_far: Decision, _: facts.SeatsReleased) -> Decision:
    """The seats are back; tickets that were issued are void, and so is what they meant for the books."""
    order = so_far.checkout.order
    if so_far.checkout.state != "unwinding" or order.state in _GONE:
        return so_far
    if order.state == "ticketed":
        so_far = so_far.post(reversal(posting.ticketed(order.id, order.offer.total)))
    return _finish(so_far.order("cancel" if order.state == "ticketed" else "release"))


def approved_late(so_far: Decision, fact: facts.ApprovedLate) -> Decision:
    """Money turned out to be held for a payment that was given up: let it go, and show it to staff."""
    payment = so_far.checkout.payment(fact.payment)
    if payment is None or payment.state not in {"expired", "voided"} or payment.open_attempt is not None:
        return so_far
    held = payments.apply(
        payment,
        "authorize:approved",
        amount=fact.amount.minor,
        reference=fact.reference,
        capture_before=fact.capture_before,
    )
    return ask(so_far.call_staff("approved_late"), held, "void")


def _settled(payment: Payment) -> bool:
    """Nothing is held or taken; or the bank refuses to let go of what it holds, which staff know and time ends."""
    return payments.free(payment) or payment.count("void", "declined") > 0


def _finish(so_far: Decision) -> Decision:
    checkout = so_far.checkout
    done = checkout.order.state in _GONE and all(_settled(payment) for payment in checkout.payments)
    return forget_cards(so_far.end("undone")) if checkout.state == "unwinding" and done else so_far


def forget_cards(so_far: Decision) -> Decision:
    """What the gateway keeps, or may come to keep, of cards that were to be saved and have not paid in the end."""
    for payment in so_far.checkout.payments:
        for attempt in payment.attempts:
            paid = attempt.result == "approved" and payment.state == "captured"
            if payments.may_be_kept(attempt) and not paid:
                so_far = so_far.want("detach", attempt.instrument)
    return so_far


def expire(payment: Payment, result: str) -> Payment:
    """A payment that is given up although the bank never answered: closed as declined, then expired."""
    attempt = payment.open_attempt
    operation = attempt.operation if attempt is not None else "authorize"
    closed = payments.close_attempt(payments.apply(payment, f"{operation}:declined"), result)
    return msgspec.structs.replace(payments.apply(closed, "expired"), staff=True)
