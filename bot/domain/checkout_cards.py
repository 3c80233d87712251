"""What is to pay: a card that is sent, a saved method that is tapped, and the way to its bank."""

import msgspec

from bot.domain import checkout_charge as debits
from bot.domain import checkout_facts as facts
from bot.domain.checkout_capture import unpaid
from bot.domain.checkout_case import PAY_LINK, Checkout, Decision
from bot.domain.checkout_money import ask_again, short_of_hold
from bot.domain.checkout_undoing import give_up
from bot.domain.conversation.events import PaymentChecking, PaymentDeclined
from bot.domain.payment import payment as payments
from bot.domain.payment.payment import Attempt, Payment

_ASKED = frozenset({"authorizing", "reviewing", "challenging", "switching", "charging", "ticketing", "capturing"})
"""States in which a bank is asked, or has said yes: another one pays nothing now."""


def card_received(so_far: Decision, fact: facts.CardReceived) -> Decision:
    """Take a card that was sent, if one is wanted now."""
    checkout, now = so_far.checkout, so_far.now
    if not _collects(so_far):
        return so_far
    usage: payments.Usage = "once" if fact.consent is None else "keep"
    asked = payments.open_attempt(unpaid(checkout), "authorize", now=now, sealed=fact.sealed, usage=usage)
    taken = so_far.pay(asked).move("card", trouble="", checking=False, saving=fact.consent)
    return ask_bank(taken, asked.attempts[-1])


def _collects(so_far: Decision) -> bool:
    until = so_far.checkout.link_until
    return so_far.checkout.state in {"collecting", "visiting"} and until is not None and so_far.now < until


def method_chosen(so_far: Decision, fact: facts.MethodChosen) -> Decision:
    """Take a saved method that was tapped, if one is wanted now."""
    if not _collects(so_far):
        return _passed_over(so_far, fact.instrument)
    if fact.kind == "bank_account":
        return debits.chosen(so_far, unpaid(so_far.checkout), fact)
    asked = payments.open_attempt(
        unpaid(so_far.checkout), "authorize", now=so_far.now, instrument=fact.instrument, usage="saved"
    )
    asked = msgspec.structs.replace(asked, method=fact.method)
    taken = so_far.pay(asked).move("card", trouble="", checking=False, saving=None)
    return ask_bank(taken, asked.attempts[-1])


def _passed_over(so_far: Decision, instrument: str = "") -> Decision:
    """Tell that another card pays than the one that was tapped: the thread had said otherwise."""
    attempts = (attempt for payment in so_far.checkout.payments for attempt in payment.attempts)
    asked = [attempt for attempt in attempts if attempt.operation in payments.TAKING][-1:]
    same = any(attempt.usage == "saved" and instrument in {"", attempt.instrument} for attempt in asked)
    others = so_far.checkout.state in _ASKED and not same
    return so_far.tell(PaymentChecking, other=True) if others else so_far


def method_refused(so_far: Decision, fact: facts.MethodRefused) -> Decision:
    """Ask for another card; an attempt that certainly never left is closed, one that may have is not touched."""
    if not fact.attempt:
        asks = _collects(so_far)
        return so_far.tell(PaymentDeclined, reason=fact.reason, url=PAY_LINK) if asks else _passed_over(so_far)
    payment = so_far.checkout.paying(fact.attempt)
    attempt = payment.open_attempt if payment is not None else None
    if payment is None or attempt is None or attempt.usage != "saved" or attempt.sends:
        return so_far
    if payment.state == "in_review":
        # A person decides first; the method is looked at again before it is asked.
        return so_far
    lost = so_far.pay(payments.close_attempt(payment, "lost"))
    return ask_again(lost, "card_lost", reason=fact.reason).change(trouble="")


def ask_bank(so_far: Decision, attempt: Attempt) -> Decision:
    """Go on with a card, if enough of the hold is left; else ask for more of it once, else end."""
    if not short_of_hold(so_far):
        return so_far.want("authorize" if attempt.instrument else "tokenize", attempt.key)
    return give_up(so_far, "expired") if so_far.checkout.extended else so_far.want("extend")


def unsent(checkout: Checkout) -> Attempt | None:
    """The authorization that certainly never left, if there is one."""
    attempts = (payment.open_attempt for payment in checkout.payments)
    return next((a for a in attempts if a is not None and a.operation == "authorize" and a.sends == 0), None)


def _without_token(checkout: Checkout, key: str) -> Payment | None:
    """The payment whose card is not a token yet, if that is what its open attempt of that key waits for."""
    payment = checkout.paying(key)
    attempt = payment.open_attempt if payment is not None else None
    return payment if attempt is not None and attempt.operation == "authorize" and not attempt.instrument else None


def tokenized(so_far: Decision, fact: facts.CardTokenized) -> Decision:
    """The gateway gave a token for the card: its bank can be asked."""
    payment = _without_token(so_far.checkout, fact.attempt)
    if payment is None:
        return so_far
    known = payments.change_attempt(payment, instrument=fact.instrument)
    asked = next(attempt for attempt in known.attempts if attempt.key == fact.attempt)
    known = payments.change_attempt(known, request_hash=payments.request_hash(known, asked))
    return so_far.pay(msgspec.structs.replace(known, method=fact.method)).want("authorize", fact.attempt)


def card_lost(so_far: Decision, fact: facts.CardLost) -> Decision:
    """The ciphertext of a card was lost or could not be read: ask for it again."""
    payment = _without_token(so_far.checkout, fact.attempt)
    if payment is None:
        return so_far
    lost = so_far.pay(payments.close_attempt(payment, "lost"))
    return ask_again(lost, "card_lost", reason="card_unreadable")
