"""The sandbox bank's rules: pure functions from a payment and a request to a verdict.

The bank never moves more than it may: captured <= authorized, refunded <= captured, and a hold is let go only while
it is held. Amounts are integer minor units; times are Unix seconds.
"""

from typing import Literal

import msgspec

from bot.sandbox.accounts import by_name
from bot.sandbox.cards import Card, Usage

HOLD = 7 * 24 * 3600
"""Seconds that a hold lasts: what the card networks give card-not-present sales (Stripe, "Place a hold")."""

State = Literal[
    "created",
    "requires_action",
    "pending",
    "authorized",
    "verified",
    "declined",
    "captured",
    "voided",
    "refunded",
    "expired",
    "returned",
]
Outcome = Literal["approved", "declined", "action", "pending"]
_OTHER_CURRENCY = {"USD": "EUR"}


class Refund(msgspec.Struct, frozen=True):
    """One refund of a payment: our id of it, and the idempotency key under which the merchant asked for it."""

    id: str
    key: str
    amount: int
    state: Literal["pending", "done", "failed"] = "done"


class Payment(msgspec.Struct, frozen=True):
    """One payment as the bank knows it; `payment` is the merchant's id, `reference` ours.

    One of nothing is a verification: the card's holder agrees that it is kept, and no money is held.
    """

    reference: str
    payment: str
    card: str
    amount: int
    currency: str
    created: int
    state: State = "created"
    authorized: int = 0
    captured: int = 0
    refunded: int = 0
    refunding: int = 0
    capture_before: int = 0
    code: str = ""
    challenge: str = ""
    challenge_until: int = 0
    brand: str = ""
    last4: str = ""
    return_url: str = ""
    token: str = ""
    usage: Usage = "once"
    metadata: dict[str, str] = {}
    dispute: str = ""
    """open, won or lost, once there was one."""
    dispute_id: str = ""
    dispute_reason: str = ""
    disputed: int = 0
    warned: bool = False
    """Whether the card's network has warned of fraud."""
    refunds: tuple[Refund, ...] = ()


class Later(msgspec.Struct, frozen=True):
    """What the bank will do to a payment when some time has passed."""

    what: Literal[
        "authorize",
        "decline",
        "capture",
        "capture_declined",
        "void",
        "refund",
        "refund_failed",
        "debit",
        "debit_declined",
        "return",
        "dispute_opened",
        "dispute_lost",
        "fraud_warned",
    ]
    amount: int = 0
    refund: str = ""
    """The id of the refund that it is about."""
    slow: int = 1

    @property
    def is_of_debit(self) -> bool:
        """Whether it takes the time that debits take."""
        return self.what in {"debit", "debit_declined", "return"}


class Verdict(msgspec.Struct, frozen=True):
    """What became of a request: the payment after it, the effect to log, and what is still to come."""

    outcome: Outcome
    payment: Payment
    effect: str = ""
    amount: int = 0
    code: str = ""
    later: Later | None = None


class RefusedError(Exception):
    """A request that the bank does not carry out at all; `code` says why and nothing has changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def authorize(payment: Payment) -> Verdict:
    """Hold the money of a fresh payment, ask for a challenge, or decline."""
    card = by_name(payment.card)
    if payment.challenge or card.challenges(payment.usage):
        return Verdict("action", _as(payment, "requires_action"), "requires_action")
    return _decide(payment, card)


def answer_challenge(payment: Payment, *, passed: bool) -> Verdict:
    """Go on after the traveller passed or failed the challenge; raises `RefusedError` when none is open."""
    if payment.state != "requires_action":
        raise RefusedError("payment_unexpected_state")
    card = by_name(payment.card)
    return _decide(payment, card) if passed else _decline(payment, "authentication_failed")


def is_overdue(payment: Payment, now: int) -> bool:
    """Whether a challenge has waited for an answer for longer than the bank does."""
    return payment.state == "requires_action" and now >= payment.challenge_until


def give_up_waiting(payment: Payment) -> Verdict:
    """Close a challenge that nobody answered in time: a decline, as issuers make of it."""
    return _decline(payment, "challenge_expired")


def capture(payment: Payment, *, amount: int, currency: str) -> Verdict:
    """Take held money once, all or part; the rest of the hold is released."""
    _require(payment, "authorized")
    _fits(payment, payment.authorized, amount=amount, currency=currency)
    rule = by_name(payment.card).rules("capture")
    if rule == "declined":
        return Verdict("declined", payment, code="capture_declined")
    if rule in {"pending", "pending_declined"}:
        later = Later("capture" if rule == "pending" else "capture_declined", amount)
        return Verdict("pending", _as(payment, "pending"), "pending", later=later)
    return _captured(payment, amount)


def void(payment: Payment) -> Verdict:
    """Let held money go, or close a challenge that nobody answered."""
    _require(payment, "authorized", "requires_action")
    rule = by_name(payment.card).rules("void")
    if rule == "declined":
        return Verdict("declined", payment, code="void_declined")
    if rule == "pending":
        return Verdict("pending", _as(payment, "pending"), "pending", later=Later("void"))
    return Verdict("approved", _as(payment, "voided"), "voided", payment.authorized)


def refund(payment: Payment, *, amount: int, currency: str, key: str = "") -> Verdict:
    """Give captured money back, all or part, until nothing is left; each refund is kept by itself."""
    _require(payment, "captured")
    left = payment.captured - payment.refunded - payment.refunding
    _fits(payment, left, amount=amount, currency=currency)
    rule = by_name(payment.card).rules("refund")
    if rule == "declined":
        return Verdict("declined", payment, code="refund_declined")
    waits = rule in {"pending", "pending_declined"}
    fresh = Refund(f"{payment.reference}_re{len(payment.refunds) + 1}", key, amount, "pending" if waits else "done")
    payment = msgspec.structs.replace(payment, refunds=(*payment.refunds, fresh))
    if waits:
        waiting = msgspec.structs.replace(payment, refunding=payment.refunding + amount)
        later = Later("refund" if rule == "pending" else "refund_failed", amount, fresh.id)
        return Verdict("pending", waiting, "pending", later=later)
    done = _refunded(payment, amount)
    failing = Later("refund_failed", amount, fresh.id)
    return msgspec.structs.replace(done, later=failing) if rule == "fails_later" else done


def carry_out(payment: Payment, later: Later) -> Verdict:
    """Do what was put off; what no longer fits the payment's state changes nothing."""
    if later.what in {"refund", "refund_failed"}:
        return _late_refund(payment, later)
    if payment.state != "pending":
        return Verdict("declined", payment)
    if later.what == "capture":
        return _captured(payment, later.amount)
    if later.what == "void":
        return Verdict("approved", _as(payment, "voided"), "voided", payment.authorized)
    if later.what == "capture_declined":
        return Verdict("declined", _as(payment, "authorized"), "capture_declined", code="capture_declined")
    return _decline(payment, "generic_decline") if later.what == "decline" else _hold(payment, by_name(payment.card))


def lapses(payment: Payment, now: int) -> bool:
    """Whether a hold's time is over."""
    return payment.state == "authorized" and now >= payment.capture_before


def lapse(payment: Payment) -> Verdict:
    """Let a hold go whose time is over."""
    return Verdict("approved", _as(payment, "expired"), "expired", payment.authorized)


def _decide(payment: Payment, card: Card) -> Verdict:
    """What the bank makes of a card whose holder it knows."""
    rule = card.rules("authorize")
    if rule == "declined_again" and payment.usage == "saved":
        return _decline(payment, "insufficient_funds")
    if rule in {"pending", "pending_declined"}:
        later = Later("authorize" if rule == "pending" else "decline")
        return Verdict("pending", _as(payment, "pending"), "pending", later=later)
    return _decline(payment, card.decline) if card.decline else _hold(payment, card)


def _late_refund(payment: Payment, later: Later) -> Verdict:
    waiting = payment.refunding >= later.amount
    if waiting:
        payment = msgspec.structs.replace(payment, refunding=payment.refunding - later.amount)
    payment = _noted(payment, later)
    if later.what == "refund":
        return _refunded(payment, later.amount)
    refunded = payment.refunded if waiting else payment.refunded - later.amount
    state: State = "returned" if payment.state == "returned" else "captured"
    back = msgspec.structs.replace(payment, refunded=refunded, state=state)
    code = "refund_declined" if waiting else "refund_failed"
    return Verdict("declined", back, "refund_failed", later.amount, code)


def _noted(payment: Payment, later: Later) -> Payment:
    """The payment whose record of a refund says what became of it."""
    state: Literal["done", "failed"] = "done" if later.what == "refund" else "failed"
    refunds = tuple(
        msgspec.structs.replace(one, state=state) if one.id == later.refund else one for one in payment.refunds
    )
    return msgspec.structs.replace(payment, refunds=refunds)


def _hold(payment: Payment, card: Card) -> Verdict:
    if not payment.amount:
        return Verdict("approved", _as(payment, "verified"), "verified")
    rule = card.rules("authorize")
    amount = payment.amount - 1 if rule == "amount_mismatch" else payment.amount
    currency = _OTHER_CURRENCY.get(payment.currency, "USD") if rule == "currency_mismatch" else payment.currency
    until = payment.created + (0 if rule == "expires" else HOLD)
    held = msgspec.structs.replace(
        payment, state="authorized", authorized=amount, currency=currency, capture_before=until
    )
    return Verdict("approved", held, "authorized", amount)


def _decline(payment: Payment, code: str) -> Verdict:
    return Verdict("declined", msgspec.structs.replace(payment, state="declined", code=code), "declined", code=code)


def _captured(payment: Payment, amount: int) -> Verdict:
    done = msgspec.structs.replace(payment, state="captured", captured=amount)
    return Verdict("approved", done, "captured", amount)


def _refunded(payment: Payment, amount: int) -> Verdict:
    refunded = payment.refunded + amount
    state: State = "refunded" if refunded == payment.captured else "captured"
    state = "returned" if payment.state == "returned" else state
    done = msgspec.structs.replace(payment, state=state, refunded=refunded)
    return Verdict("approved", done, "refunded", amount)


def _as(payment: Payment, state: State) -> Payment:
    return msgspec.structs.replace(payment, state=state)


def _require(payment: Payment, *states: State) -> None:
    if payment.state not in states:
        raise RefusedError("payment_unexpected_state")


def _fits(payment: Payment, most: int, *, amount: int, currency: str) -> None:
    if currency != payment.currency:
        raise RefusedError("currency_mismatch")
    if amount > most:
        raise RefusedError("amount_too_large")
